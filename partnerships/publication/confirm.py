"""Confirmation that a partnership is still as published: one click, without a dossier."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships.models import Confirmation, Partnership
from partnerships.permissions import may_confirm
from partnerships.publication.index import index_partnerships
from partnerships.publication.publish import OutdatedBase


@transaction.atomic
def confirm(
    partnership: Partnership, version: int, *, by, at: datetime | None = None
) -> Confirmation:
    """Confirms the version numbered `version`, the one shown to `by`; the row is locked.

    Several clicks in a day on one version, by any member, are one confirmation. Raises
    PermissionDenied, or OutdatedBase if another version is public by now.
    """
    at = at or timezone.now()
    rows = Partnership.objects.select_for_update(of=["self"]).select_related("current_version")
    locked = rows.get(pk=partnership.pk)
    if not may_confirm(by, locked):
        raise PermissionDenied
    if locked.current_version.number != version:
        raise OutdatedBase
    day = timezone.localdate(at)
    confirmation = locked.confirmations.filter(version=locked.current_version).first()
    if confirmation and timezone.localdate(confirmation.at) == day:
        return confirmation
    locked.confirmed_on = day
    locked.save(update_fields=["confirmed_on"])
    index_partnerships([locked.pk])
    return locked.confirmations.create(version=locked.current_version, by=by, at=at)
