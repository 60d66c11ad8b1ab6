from django.contrib import admin

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import DossierEvent


@admin.register(DossierEvent)
class DossierEventAdmin(ReadOnlyAdmin):
    """The journal: events are only added, by the workflow."""

    list_display = ["dossier", "sequence", "action", "at", "from_status", "to_status"]
    list_select_related = ["dossier"]
    list_filter = ["action"]
    search_fields = ["dossier__reference"]
    show_full_result_count = False
