"""A published page leaves the public, with a reason, and comes back. Nothing of it is lost."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships.models import Partnership, RecordKind, Suspension
from partnerships.permissions import may_suspend
from partnerships.publication.duplicates.looking import look_at
from partnerships.publication.index import index_partnerships
from partnerships.publication.publish import OutdatedBase


def _locked(partnership, by):
    """The partnership, its row locked. Raises PermissionDenied, or OutdatedBase once merged."""
    rows = Partnership.objects.select_for_update(of=["self"]).select_related("current_version")
    locked = rows.get(pk=partnership.pk)
    if not may_suspend(by, locked):
        raise PermissionDenied
    if locked.merged_into_id:
        raise OutdatedBase
    return locked


def _set(partnership, is_suspended):
    partnership.is_suspended = is_suspended
    partnership.save(update_fields=["is_suspended"])
    index_partnerships([partnership.pk])
    look_at(RecordKind.PARTNERSHIP, [partnership.pk])


@transaction.atomic
def suspend(partnership: Partnership, version: int, *, by, reason: str) -> Suspension:
    """Take from the public the page that was seen, at its version numbered `version`.

    The same person twice is one act. Raises PermissionDenied, and OutdatedBase where something
    else happened to the page since.
    """
    locked = _locked(partnership, by)
    standing = locked.suspensions.standing().first()
    if standing and standing.suspended_by == by and standing.version.number == version:
        return standing
    if standing or locked.current_version.number != version:
        raise OutdatedBase
    _set(locked, is_suspended=True)
    return locked.suspensions.create(
        version=locked.current_version, reason=reason, suspended_by=by, suspended_at=timezone.now()
    )


@transaction.atomic
def resume(suspension: Suspension, version: int, *, by, reason: str) -> Suspension:
    """Bring back the page as it is at the version numbered `version`, that was seen.

    What was published meanwhile is what comes back. Raises as `suspend` does.
    """
    locked = _locked(suspension.partnership, by)
    suspension = locked.suspensions.get(pk=suspension.pk)
    if suspension.resumed_at and suspension.resumed_by == by:
        return suspension
    if suspension.resumed_at or locked.current_version.number != version:
        raise OutdatedBase
    suspension.resumed_at = timezone.now()
    suspension.resumed_by = by
    suspension.resumed_because = reason
    suspension.save(update_fields=["resumed_at", "resumed_by", "resumed_because"])
    _set(locked, is_suspended=False)
    return suspension
