"""Suspension of published pages by officers, and their resumption."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Partnership, Suspension
from partnerships.notifications.publication import announce_resumption, announce_suspension
from partnerships.publication.publish import OutdatedBase
from partnerships.publication.suspend import resume, suspend
from partnerships.workflow.messages import checked_reason
from partnerships.workflow.refusals import NotAllowed, Refused


@transaction.atomic
def _act(act, announce, row, version, by, reason):
    reason = checked_reason(reason, Suspension._meta.get_field("reason").max_length)
    try:
        suspension = act(row, version, by=by, reason=reason)
    except PermissionDenied:
        raise NotAllowed from None
    except OutdatedBase:
        raise Refused(
            _(
                "Cette fiche a changé depuis que vous l’avez ouverte\u202f: relisez-la, puis "
                "recommencez."
            )
        ) from None
    announce(suspension)
    return suspension


def suspend_page(partnership: Partnership, version: int, *, by, reason: str) -> Suspension:
    """Suspends a page, and notifies its lead authority with the reason.

    `version`: number of the version that the page displayed. Raises NotAllowed or Refused.
    """
    return _act(suspend, announce_suspension, partnership, version, by, reason)


def resume_page(suspension: Suspension, version: int, *, by, reason: str) -> Suspension:
    return _act(resume, announce_resumption, suspension, version, by, reason)
