"""Suspends a published page, with a reason, and resumes it. No data is lost."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships.models import Partnership, RecordKind, Suspension
from partnerships.permissions import may_suspend
from partnerships.publication.duplicates.looking import compare_records
from partnerships.publication.index import index_partnerships
from partnerships.publication.publish import OutdatedBase


def _lock(partnership, by):
    """Returns the partnership, locked. Raises PermissionDenied, or OutdatedBase if merged."""
    rows = Partnership.objects.select_for_update(of=["self"]).select_related("current_version")
    locked = rows.get(pk=partnership.pk)
    if not may_suspend(by, locked):
        raise PermissionDenied
    if locked.merged_into_id:
        raise OutdatedBase
    return locked


def _set_suspended(partnership, is_suspended):
    partnership.is_suspended = is_suspended
    partnership.save(update_fields=["is_suspended"])
    index_partnerships([partnership.pk])
    compare_records(RecordKind.PARTNERSHIP, [partnership.pk])


@transaction.atomic
def suspend(partnership: Partnership, version: int, *, by, reason: str) -> Suspension:
    """Suspends the page shown to `by` at the version numbered `version`.

    Idempotent for the same person. Raises PermissionDenied, or OutdatedBase if the page was
    changed, suspended or merged since.
    """
    locked = _lock(partnership, by)
    current = locked.suspensions.standing().first()
    if current and current.suspended_by == by and current.version.number == version:
        return current
    if current or locked.current_version.number != version:
        raise OutdatedBase
    _set_suspended(locked, is_suspended=True)
    return locked.suspensions.create(
        version=locked.current_version, reason=reason, suspended_by=by, suspended_at=timezone.now()
    )


@transaction.atomic
def resume(suspension: Suspension, version: int, *, by, reason: str) -> Suspension:
    """Resumes the page, shown to `by` at the version numbered `version`.

    Anything published meanwhile becomes public. Raises as `suspend` does.
    """
    locked = _lock(suspension.partnership, by)
    suspension = locked.suspensions.get(pk=suspension.pk)
    if suspension.resumed_at and suspension.resumed_by == by:
        return suspension
    if suspension.resumed_at or locked.current_version.number != version:
        raise OutdatedBase
    suspension.resumed_at = timezone.now()
    suspension.resumed_by = by
    suspension.resumed_because = reason
    suspension.save(update_fields=["resumed_at", "resumed_by", "resumed_because"])
    _set_suspended(locked, is_suspended=False)
    return suspension
