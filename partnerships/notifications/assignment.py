"""Who hears that files changed hands, or that one is expected of them: one mail a person."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from partnerships.models import Dossier
from partnerships.notifications.dossier import writers_of
from partnerships.notifications.outbox import address, notify

User = get_user_model()


@dataclass(frozen=True)
class Given:
    """A file, who had it (or None), and who has it now."""

    dossier: Dossier
    before: Any
    to: Any


def announce_assignment(cause: str, files: list[Given], *, by) -> None:
    """Tell each person once what they receive and what leaves them; never who does it."""
    received, left = defaultdict(list), defaultdict(list)
    for each in files:
        if each.before == each.to:
            continue
        received[each.to].append(each.dossier)
        if each.before:
            left[each.before].append(each)
    people = sorted({*received, *left} - {by}, key=lambda person: person.pk)
    for person in people:
        if not person.is_active:
            continue
        mine = received.get(person, [])
        only = mine or [each.dossier for each in left[person]]
        link = address("review_detail", only[0].uuid) if len(only) == 1 else address("queue")
        notify(
            cause, [person], "assign", by=by, received=mine, left=left.get(person, []), link=link
        )


def announce_reminder(cause: str, dossiers: list[Dossier], *, by) -> None:
    """Remind the people who write these files, once each, of what is expected of them."""
    expected = defaultdict(list)
    for dossier in dossiers:
        for person in writers_of(dossier):
            expected[person].append(dossier)
    for person, files in expected.items():
        page = ("dossier_detail", files[0].uuid) if len(files) == 1 else ("workspace",)
        notify(cause, [person], "remind_authority", by=by, dossiers=files, link=address(*page))
