"""Hands dossiers over from one colleague to another."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.identifiers import number_of
from partnerships.models import Action, Dossier, LocalAuthorityMember
from partnerships.notifications.dossier import announce_hand_over
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused


@transaction.atomic
def hand_over_dossiers(dossiers: Iterable[Dossier], *, by, to) -> int:
    """Makes `to` (nobody if None) follow `dossiers`, with one mail per person.

    Returns how many changed hands.
    """
    handed_over = [dossier for dossier in dossiers if dossier.in_charge != to]
    for dossier in handed_over:
        perform(Action.HAND_OVER, dossier, by=by, seen=dossier.last_sequence, to=to)
    if handed_over:
        announce_hand_over(handed_over, by=by, to=to)
    return len(handed_over)


def colleague_named(key: str, authority_id: int):
    """Returns the user whose membership of `authority_id` has this key, sent by a page.

    None for "". Raises Refused if the key is not that of an active member.
    """
    if not key:
        return None
    members = LocalAuthorityMember.objects.active().filter(
        authority=authority_id, user__is_active=True
    )
    member = members.filter(pk=number_of(key)).first()
    if member is None:
        raise Refused(_("Choisissez un membre de la collectivité dans la liste."))
    return member.user
