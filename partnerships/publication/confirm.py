"""« Still as published »: one click of the lead authority, without a dossier."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships.models import Confirmation, Partnership
from partnerships.permissions import may_confirm
from partnerships.publication.publish import OutdatedBase


@transaction.atomic
def confirm(
    partnership: Partnership, version: int, *, by, at: datetime | None = None
) -> Confirmation:
    """Say that the version numbered `version`, the one that was seen, is still so.

    The row is locked meanwhile. The same version twice in a day is one confirmation, whoever of
    the authority clicks. Raises OutdatedBase where another version is public by now, and
    PermissionDenied.
    """
    at = at or timezone.now()
    rows = Partnership.objects.select_for_update(of=["self"]).select_related("current_version")
    locked = rows.get(pk=partnership.pk)
    if not may_confirm(by, locked):
        raise PermissionDenied
    if locked.current_version.number != version:
        raise OutdatedBase
    day = timezone.localdate(at)
    made = locked.confirmations.filter(version=locked.current_version).first()
    if made and timezone.localdate(made.at) == day:
        return made
    locked.confirmed_on = day
    locked.save(update_fields=["confirmed_on"])
    return locked.confirmations.create(version=locked.current_version, by=by, at=at)
