"""Officers take a published page from the public with a reason, and bring it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Partnership, Suspension
from partnerships.notifications import announce_resumption, announce_suspension
from partnerships.publication.publish import OutdatedBase
from partnerships.publication.suspend import resume, suspend
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = Suspension._meta.get_field("reason").max_length


def reason_of(text: str) -> str:
    """The reason that was typed. Raises Refused where there is none, or too much."""
    text = clean_text(text)
    if not text:
        raise Refused(_("Écrivez le motif\u202f: la collectivité le lira, et il est conservé."))
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("Ce motif est trop long\u202f: %(limit)s caractères au plus.") % {"limit": MAX_LENGTH}
        )
    return text


@transaction.atomic
def _act(act, announce, row, version, by, reason):
    reason = reason_of(reason)
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
    """Its lead authority is told, with the reason. Raises NotAllowed, Refused."""
    return _act(suspend, announce_suspension, partnership, version, by, reason)


def resume_page(suspension: Suspension, version: int, *, by, reason: str) -> Suspension:
    return _act(resume, announce_resumption, suspension, version, by, reason)
