"""Daily and weekly mails that gather the notifications of a person."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from cncd_portal.database import delete_in_slices
from cncd_portal.site_address import absolute_address
from partnerships.models import Dossier, DossierMute, Frequency, Notification, OutboxMail
from partnerships.notifications.events import BY_NAME, Event
from partnerships.notifications.kinds import names_of_many
from partnerships.notifications.lists import unread_address
from partnerships.notifications.outbox import (
    add_to_outbox,
    address,
    mail_footer,
    render_mail,
)

# Notifications are deleted after that time, read or not. More than a year, so that the next
# campaign still knows those of the previous one.
RETENTION = timedelta(days=400)
# Notifications of one kind that a mail lists; it counts the others.
SHOWN_OF_KIND = 5


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _periods(today: date):
    """Yields (frequency, day after its last one): it ends yesterday, or on last week's Sunday."""
    yield Frequency.DAILY, today
    yield Frequency.WEEKLY, today - timedelta(days=today.weekday())


@dataclass(frozen=True)
class KindInDigest:
    """The unread rows of one event: the first ones, and how many more there are."""

    event: Event
    count: int
    rows: list[Notification]

    @property
    def link(self) -> str:
        return absolute_address(unread_address(self.event.name))

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def _unread(user, rows):
    """Returns the unread rows in the order of arrival, and their dossiers by key.

    Rows of a dossier that `user` muted or no longer sees are left out.
    """
    dossiers = {row.dossier_id for row in rows if row.dossier_id}
    visible = Dossier.objects.visible_to(user).filter(pk__in=dossiers)
    visible = visible.exclude(pk__in=DossierMute.objects.filter(user=user).values("dossier"))
    known = {None: None, **{dossier.pk: dossier for dossier in visible}}
    return [row for row in rows if row.read_at is None and row.dossier_id in known], known


def _kinds(unread, names) -> list[KindInDigest]:
    """Gathers the rows of the events `names`, the longest first."""
    by_name = {name: [row for row in unread if row.event == name] for name in sorted(names)}
    return sorted(
        (
            KindInDigest(BY_NAME[name], len(rows), rows[:SHOWN_OF_KIND])
            for name, rows in by_name.items()
        ),
        key=lambda kind: -kind.count,
    )


def _by_dossier(unread, known):
    """Returns (dossier or None, its rows), in the order of arrival."""
    first = {}
    for row in unread:
        first.setdefault(row.dossier_id, row.pk)
    unread = sorted(unread, key=lambda row: (first[row.dossier_id], row.pk))
    return [
        (known[dossier], list(group))
        for dossier, group in groupby(unread, key=lambda row: row.dossier_id)
    ]


def _mail(user, frequency, day, unread, known) -> tuple[str, str]:
    """Returns (subject, text) of the digest of these unread rows."""
    names = names_of_many(unread)
    context = {
        "recipient": user,
        "is_weekly": frequency == Frequency.WEEKLY,
        "day": day,
        "kinds": _kinds(unread, names),
        "groups": _by_dossier([row for row in unread if row.event not in names], known),
        "count": len(unread),
        "site": settings.SITE_URL.rstrip("/"),
        "link": address("notification_list"),
    }
    subject, body = render_mail("_digest", context)
    return subject, f"{body}\n\n{mail_footer()}"


@transaction.atomic
def _write_to(user, frequency, day):
    """Writes the digest of `user` for the period that ends before `day`, and marks its rows.

    Both in one transaction. Returns whether a digest was written.
    """
    cause = f"digest:{frequency}:{day}"
    rows = Notification.objects.filter(user=user).awaiting_digest(frequency, _beginning(day))
    rows = list(rows.select_for_update().order_by("pk"))
    # A row added late to a period already mailed waits for the next digest.
    if not rows or OutboxMail.objects.filter(cause=cause, recipient=user.email).exists():
        return False
    unread, known = _unread(user, rows) if user.is_active else ([], {})
    if unread:
        subject, body = _mail(user, frequency, day, unread, known)
        mail = OutboxMail(cause=cause, recipient=user.email, subject=subject, body=body)
        keys = dict.fromkeys(row.dossier_id for row in unread if row.dossier_id)
        add_to_outbox([mail], [known[key] for key in keys])
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    return bool(unread)


def write_digests(today: date) -> int:
    """Writes the daily and weekly mails of the periods that are over. Returns how many.

    People without unread notifications get none. Idempotent: one digest per person and period.
    """
    count = 0
    for frequency, day in _periods(today):
        waiting = Notification.objects.awaiting_digest(frequency, _beginning(day))
        people = get_user_model().objects.filter(pk__in=waiting.order_by().values("user"))
        for user in people.order_by("pk"):
            count += _write_to(user, frequency, day)
    return count


def forget_notifications(today: date) -> int:
    """Deletes notifications older than 400 days. Returns how many."""
    limit = _beginning(today - RETENTION)
    return delete_in_slices(Notification.objects.filter(created_at__lt=limit))
