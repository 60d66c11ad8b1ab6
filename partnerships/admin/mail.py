from django.contrib import admin

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import OutboxMail


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    """What leaves, what waits, what failed, and what may have left: « envoi incertain »."""

    list_display = ["subject", "recipient", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state"]
    search_fields = ["subject", "recipient"]
    show_full_result_count = False
