from django.contrib import admin

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import ReaderReport, ReaderReportStep


class ReaderReportStepInline(admin.TabularInline):
    """Who did what of a report, and when."""

    model = ReaderReportStep
    can_delete = False
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    """What readers report. They are answered on the desk of officers, who see addresses there."""

    list_display = ["subject_label", "subject_kind", "topic", "status", "sent_at", "closed_at"]
    list_filter = ["status", "subject_kind", "topic"]
    search_fields = ["subject_label", "text"]
    exclude = ["email", "sent_by"]
    inlines = [ReaderReportStepInline]
    show_full_result_count = False
