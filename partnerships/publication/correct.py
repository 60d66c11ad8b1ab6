"""A word of a published page is mended: a new version of it, with its reason."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnerships.document.correction import correctable, corrected
from partnerships.models import Partnership, PartnershipVersion
from partnerships.permissions import may_correct
from partnerships.publication.publish import OutdatedBase, republish


def _locked(partnership, by):
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
    """Put `texts` in the page, that was seen at its version numbered `version`.

    Raises PermissionDenied, OutdatedBase where another version is public by now, and KeyError for
    a path that is no text of the public version.
    """
    locked = _locked(partnership, by)
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
