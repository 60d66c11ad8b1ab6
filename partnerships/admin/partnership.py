from django.contrib import admin

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import Partnership, PartnershipVersion


@admin.register(Partnership)
class PartnershipAdmin(ReadOnlyAdmin):
    """Only publication writes what is public."""

    list_display = ["title", "reference", "kind", "provenance", "published_at", "is_suspended"]
    list_filter = ["provenance", "kind", "is_suspended"]
    search_fields = ["title", "reference", "public_id"]
    show_full_result_count = False


@admin.register(PartnershipVersion)
class PartnershipVersionAdmin(ReadOnlyAdmin):
    list_display = ["partnership", "number", "reason", "created_at", "created_by"]
    list_select_related = ["partnership", "created_by"]
    search_fields = ["partnership__title", "partnership__reference"]
    show_full_result_count = False
