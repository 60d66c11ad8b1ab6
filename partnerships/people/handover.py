"""Files that pass from one colleague to another."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Action, Dossier, LocalAuthorityMember
from partnerships.notifications.dossier import announce_hand_over
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused


@transaction.atomic
def hand_over_files(dossiers: Iterable[Dossier], *, by, to) -> int:
    """`to` follows `dossiers` from now on, or nobody does; how many passed. One mail a person."""
    passed = [dossier for dossier in dossiers if dossier.in_charge != to]
    for dossier in passed:
        perform(Action.HAND_OVER, dossier, by=by, seen=dossier.last_sequence, to=to)
    if passed:
        announce_hand_over(passed, by=by, to=to)
    return len(passed)


def colleague_named(key: str, authority_id: int):
    """The person whose membership of `authority_id` has this key, as a page sent it; None for "".

    Raises Refused where it is no member of it.
    """
    if not key:
        return None
    members = LocalAuthorityMember.objects.active().filter(authority=authority_id)
    member = members.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if member is None:
        raise Refused(_("Choisissez un membre de la collectivité dans la liste."))
    return member.user
