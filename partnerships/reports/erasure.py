"""Reports are erased some time after they are closed; addresses never confirmed, sooner."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from partnerships.models import Notification, OutboxMail, ReaderReport
from partnerships.notifications.reader_report import address_cause, causes_of

BATCH = 50


@transaction.atomic
def _erase(due, keys: list[int]) -> int:
    """Erases those of `keys` that are still due: an officer may have taken one up again."""
    reports = due.filter(pk__in=keys).select_for_update(of=["self"]).prefetch_related("steps")
    causes = [cause for report in reports for cause in causes_of(report)]
    for model in (OutboxMail, Notification):
        model.objects.filter(cause__in=causes).delete()
    ReaderReport.objects.filter(pk__in=[report.pk for report in reports]).delete()
    return len(reports)


def erase_reports(now: datetime) -> int:
    """Erases reports closed READER_REPORTS_KEPT_DAYS ago, with their steps, mails and
    notifications, and the addresses whose link expired unused. Returns how many rows.
    """
    before = now - timedelta(days=settings.READER_REPORTS_KEPT_DAYS)
    closed = ReaderReport.objects.closed().filter(closed_at__lt=before)
    due, count = closed.order_by("pk"), 0
    while keys := list(due.values_list("pk", flat=True)[:BATCH]):
        count += _erase(due, keys)
    return count + _forget_unconfirmed(now)


def _forget_unconfirmed(now: datetime) -> int:
    rows = ReaderReport.objects.exclude(email="").order_by("pk")
    rows = rows.filter(email_confirmed_at__isnull=True, link_expires_at__lt=now)
    count = 0
    for report in list(rows):
        with transaction.atomic():
            OutboxMail.objects.filter(cause=address_cause(report)).delete()
            unconfirmed = rows.filter(pk=report.pk)
            count += unconfirmed.update(email="", token_digest="", link_expires_at=None)
    return count
