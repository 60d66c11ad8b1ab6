"""Unread notifications of one kind, gathered where there are several of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from partnerships.models import Notification
from partnerships.notifications.events import BY_NAME, Event

# Number of unread notifications of one kind from which they are shown together.
GATHERED_FROM = 4


@dataclass(frozen=True)
class UnreadKind:
    """The unread notifications of one event. `last`: key of the newest, which came at `at`."""

    event: Event
    count: int
    last: int
    at: datetime


def gathered_kinds(user) -> list[UnreadKind]:
    """Returns the kinds of which `user`, with its `unread_count`, has several unread; the newest
    first. No query where there are few.
    """
    if user.unread_count < GATHERED_FROM:
        return []
    rows = Notification.objects.filter(user=user, event__in=BY_NAME).unread().order_by()
    counts = rows.values("event").annotate(count=Count("pk"), last=Max("pk"), at=Max("created_at"))
    found = counts.filter(count__gte=GATHERED_FROM).order_by("-last")
    return [UnreadKind(BY_NAME[row.pop("event")], **row) for row in found]


def names_of_many(rows: Iterable[Notification]) -> set[str]:
    """Returns the events of which `rows` has several."""
    counts = {}
    for row in rows:
        counts[row.event] = counts.get(row.event, 0) + 1
    return {name for name, count in counts.items() if count >= GATHERED_FROM and name in BY_NAME}
