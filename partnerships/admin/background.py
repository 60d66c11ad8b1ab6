from django.contrib import admin

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import Heartbeat, UpkeepRun


class ForAdministrators(ReadOnlyAdmin):
    """Read by administrators alone: errors may name machines and files."""

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return request.user.is_superuser


@admin.register(Heartbeat)
class HeartbeatAdmin(ForAdministrators):
    """The processes that work in the background, and since when they are silent."""

    list_display = ["process", "beaten_at", "expected_by", "is_late"]


@admin.register(UpkeepRun)
class UpkeepRunAdmin(ForAdministrators):
    """What became of each job of the daily upkeep."""

    list_display = ["job", "started_at", "seconds", "count", "error", "succeeded_at"]
