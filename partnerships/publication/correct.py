"""Correction of texts of a published page, as a new version with a reason."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnerships.document.correction import correctable, corrected
from partnerships.models import Partnership, PartnershipVersion
from partnerships.permissions import may_correct
from partnerships.publication.publish import OutdatedBase, republish


def _lock(partnership, by):
    rows = Partnership.objects.select_for_update(of=["self"]).listed()
    rows = rows.select_related("current_version")
    locked = rows.filter(pk=partnership.pk).first()
    if locked is None or not may_correct(by, locked):
        raise PermissionDenied
    return locked


@transaction.atomic
def correct(
    partnership: Partnership, version: int, texts: dict[str, str], *, by, reason: str
) -> PartnershipVersion:
    """Publishes `texts` in the page, shown to `by` at the version numbered `version`.

    Raises PermissionDenied, OutdatedBase if another version is public by now, or KeyError for a
    path that is not a correctable text of the public version.
    """
    locked = _lock(partnership, by)
    current = locked.current_version
    if current.number != version:
        raise OutdatedBase
    unknown = texts.keys() - correctable(current.content).keys()
    if unknown:
        raise KeyError(*unknown)
    return republish(
        locked,
        corrected(current.content, texts),
        by=by,
        reason=reason,
        submission=current.submission,
    )
