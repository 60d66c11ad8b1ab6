"""Notifies the people of authorities of one step of several dossiers: one mail per person."""

from collections import defaultdict

from partnerships.models import Action, Dossier, DossierMute
from partnerships.notifications.dossier import dossier_members, writers_of
from partnerships.notifications.outbox import address, notify

PEOPLE = {
    Action.START_REVIEW: dossier_members,
    Action.REQUEST_CHANGES: writers_of,
    Action.REMIND_AUTHORITY: writers_of,
}


def announce_to_authorities(
    cause: str, action: Action, dossiers: list[Dossier], *, by, messages=()
) -> None:
    """Notifies `action`, done to `dossiers`, without those that a person has muted.

    `messages`: the texts that REQUEST_CHANGES sends to all of them.
    """
    theirs = defaultdict(list)
    for dossier in dossiers:
        for person in PEOPLE[action](dossier):
            theirs[person].append(dossier)
    mutes = DossierMute.objects.filter(dossier__in=dossiers)
    muted = set(mutes.values_list("user", "dossier"))
    for person in sorted(theirs, key=lambda person: person.pk):
        mine = [each for each in theirs[person] if (person.pk, each.pk) not in muted]
        if not mine:
            continue
        one = {"dossier": mine[0]} if len(mine) == 1 else {}
        page = ("dossier_detail", mine[0].uuid) if one else ("workspace",)
        context = {"dossiers": mine, "by": by, "link": address(*page), **one}
        notify(cause, [person], action, messages=[{"body": text} for text in messages], **context)
