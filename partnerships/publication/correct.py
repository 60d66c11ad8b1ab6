"""A word of a published page is mended: a new version of it, with its reason."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships.document.correction import correctable, corrected
from partnerships.models import Partnership, PartnershipVersion
from partnerships.permissions import may_correct
from partnerships.publication.index import index_partnerships
from partnerships.publication.publish import OutdatedBase, next_version
from partnerships.publication.rows import set_fields, write_owned


def _locked(partnership, by):
    rows = Partnership.objects.select_for_update(of=["self"]).listed()
    rows = rows.select_related("current_version", "lead_authority")
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
    projection = corrected(current.content, texts)
    set_fields(locked, projection, locked.lead_authority)
    locked.updated_at = timezone.now()
    locked.save()
    mended = next_version(
        locked,
        projection,
        reason=reason,
        submission=current.submission,
        created_at=locked.updated_at,
        created_by=by,
    )
    write_owned([(locked, projection)])
    index_partnerships([locked.pk])
    return mended
