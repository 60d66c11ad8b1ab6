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

    def get_exclude(self, request, obj=None):
        """The link of an invitation is for its recipient alone."""
        return ["body"] if obj and obj.secret else []
