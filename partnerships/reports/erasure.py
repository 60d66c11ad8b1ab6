"""Reports are erased some time after they are closed; addresses never confirmed, sooner."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from partnerships.models import Notification, OutboxMail, ReaderReport
from partnerships.notifications.reader_report import cause_of

BATCH = 200


@transaction.atomic
def _erase(reports) -> None:
    for report in reports:
        for rows in (OutboxMail.objects.all(), Notification.objects.all()):
            rows.filter(cause__startswith=cause_of(report)).delete()
    ReaderReport.objects.filter(pk__in=[report.pk for report in reports]).delete()


def erase_reports(now: datetime) -> int:
    """Erases reports closed READER_REPORTS_KEPT_DAYS ago, with their steps, mails and
    notifications, and the addresses whose link expired unused. Returns how many rows.
    """
    before = now - timedelta(days=settings.READER_REPORTS_KEPT_DAYS)
    due, count = ReaderReport.objects.closed().filter(closed_at__lt=before).order_by("pk"), 0
    while reports := list(due[:BATCH]):
        _erase(reports)
        count += len(reports)
    return count + _forget_unconfirmed(now)


def _forget_unconfirmed(now: datetime) -> int:
    rows = ReaderReport.objects.exclude(email="")
    rows = rows.filter(email_confirmed_at__isnull=True, link_expires_at__lt=now).order_by("pk")
    count = 0
    for report in list(rows):
        with transaction.atomic():
            mails = OutboxMail.objects.filter(cause__startswith=cause_of(report))
            mails.filter(recipient=report.email).delete()
            count += rows.filter(pk=report.pk).update(
                email="", token_digest="", link_expires_at=None
            )
    return count
