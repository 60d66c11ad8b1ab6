"""The mails that gather what was told to a person in a day or a week."""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from partnerships.models import Dossier, DossierMute, Frequency, Notification, OutboxMail
from partnerships.notifications.outbox import address, foot, written

# What was told is forgotten after that time, read or not: a campaign and the next one still know.
KEPT = timedelta(days=400)


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _periods(today: date):
    """(frequency, the day it ends before): yesterday for the daily one, last week's Sunday."""
    yield Frequency.DAILY, today
    yield Frequency.WEEKLY, today - timedelta(days=today.weekday())


def _kept(user, rows):
    """Of `rows`, what is neither read, nor of a file that `user` silenced or no longer sees; those
    of a same file together, in the order in which they came.
    """
    dossiers = {row.dossier_id for row in rows if row.dossier_id}
    seen = Dossier.objects.visible_to(user).filter(pk__in=dossiers)
    seen = seen.exclude(pk__in=DossierMute.objects.filter(user=user).values("dossier"))
    known = {None: None, **{dossier.pk: dossier for dossier in seen}}
    first = {}
    for row in rows:
        first.setdefault(row.dossier_id, row.pk)
    kept = [row for row in rows if row.read_at is None and row.dossier_id in known]
    kept.sort(key=lambda row: (first[row.dossier_id], row.pk))
    return [
        (known[dossier], list(group))
        for dossier, group in groupby(kept, key=lambda row: row.dossier_id)
    ]


@transaction.atomic
def _write_to(user, frequency, day):
    """The digest of `user` for the period that ends before `day`, and what it tells marked, in one
    transaction: whether one was written.
    """
    cause = f"digest:{frequency}:{day}"
    rows = Notification.objects.filter(user=user).awaiting_digest(frequency, _beginning(day))
    rows = list(rows.select_for_update().order_by("pk"))
    # What came late into a period that was told waits for the next one.
    if not rows or OutboxMail.objects.filter(cause=cause, recipient=user.email).exists():
        return False
    groups = _kept(user, rows) if user.is_active else []
    if groups:
        context = {
            "recipient": user,
            "is_weekly": frequency == Frequency.WEEKLY,
            "day": day,
            "groups": groups,
            "count": sum(len(rows) for _dossier, rows in groups),
            "site": settings.SITE_URL.rstrip("/"),
            "link": address("notification_list"),
        }
        subject, body = written("_digest", context)
        body = f"{body}\n\n{foot()}"
        OutboxMail.objects.create(cause=cause, recipient=user.email, subject=subject, body=body)
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    return bool(groups)


def write_digests(today: date) -> int:
    """The daily and weekly mails of the periods that are over, to who has something to read in
    them. How many were written; those of a day or a week are written once, whenever it is asked.
    """
    written = 0
    for frequency, day in _periods(today):
        waiting = Notification.objects.awaiting_digest(frequency, _beginning(day))
        people = get_user_model().objects.filter(pk__in=waiting.order_by().values("user"))
        for user in people.order_by("pk"):
            written += _write_to(user, frequency, day)
    return written


def forget_notifications(today: date) -> int:
    """Remove what was told more than 400 days ago. How many."""
    old = Notification.objects.filter(created_at__lt=_beginning(today - KEPT))
    return old.delete()[0]
