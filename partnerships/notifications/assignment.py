"""Notifies assignments of dossiers: one mail per person."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from partnerships.models import Dossier
from partnerships.notifications.outbox import address, notify

User = get_user_model()


@dataclass(frozen=True)
class Assignment:
    """An assignment: a dossier, its previous reviewer (or None) and its new one."""

    dossier: Dossier
    before: Any
    to: Any


def announce_assignment(cause: str, assignments: list[Assignment], *, by) -> None:
    """Notifies each person once of the dossiers they receive and lose; never `by`."""
    received, lost = defaultdict(list), defaultdict(list)
    for each in assignments:
        if each.before == each.to:
            continue
        received[each.to].append(each.dossier)
        if each.before:
            lost[each.before].append(each)
    people = sorted({*received, *lost} - {by}, key=lambda person: person.pk)
    for person in people:
        if not person.is_active:
            continue
        mine = received.get(person, [])
        theirs = lost.get(person, [])
        dossiers = mine + [each.dossier for each in theirs]
        only = mine or dossiers
        link = address("review_detail", only[0].uuid) if len(only) == 1 else address("queue")
        context = {"received": mine, "left": theirs, "dossiers": dossiers}
        notify(cause, [person], "assign", by=by, link=link, **context)
