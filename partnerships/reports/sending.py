"""A report is sent by anyone; its e-mail address, if any, is confirmed by a link."""

from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.models import ReaderReport
from partnerships.notifications.reader_report import (
    announce_address_link,
    announce_report,
    announce_report_answer,
)
from partnerships.reports.spam import check_text, digest_of_words
from partnerships.reports.subject import Subject, page_of
from partnerships.workflow.link import digest_of, draw_token

LINK_LIFETIME = timedelta(days=7)


def sent_report(report: ReaderReport) -> ReaderReport | None:
    """Returns the report that the same form sent before with the same words, if it did."""
    sent = ReaderReport.objects.filter(uuid=report.uuid).first()
    return sent if sent and (sent.topic, sent.text) == (report.topic, report.text) else None


def send_report(report: ReaderReport, subject: Subject, *, by) -> ReaderReport:
    """Saves and announces a report validated by a form. Idempotent by `uuid` and words: other
    words, sent after a step back, are another report.

    `by`: who is signed in, whose own address replaces any other. Raises Refused if it looks like
    spam.
    """
    if sent := sent_report(report):
        return sent
    if ReaderReport.objects.filter(uuid=report.uuid).exists():
        report.uuid = uuid4()
    report.subject_kind, report.subject_key = subject.kind, subject.key
    report.subject_label = subject.label[:300]
    report.text_digest = digest_of_words(report.text)
    report.email = "" if by.is_authenticated else report.email.lower()
    report.sent_by = by if by.is_authenticated else None
    check_text(report)
    try:
        with transaction.atomic():
            _save(report, subject)
    except IntegrityError:
        if sent := sent_report(report):
            return sent
        raise
    return report


def _save(report, subject):
    token = draw_token() if report.email else ""
    if token:
        report.token_digest = digest_of(token)
        report.link_expires_at = timezone.now() + LINK_LIFETIME
    report.save()
    announce_report(report, subject.authority)
    if token:
        announce_address_link(report, token)


def report_with_link(token: str) -> ReaderReport | None:
    """Returns the report whose address this link confirms, or confirmed; None once it expired."""
    report = ReaderReport.objects.filter(token_digest=digest_of(token)).exclude(email="").first()
    if report is None or (report.awaits_confirmation and report.link_expires_at < timezone.now()):
        return None
    return report


@transaction.atomic
def confirm_address(report: ReaderReport) -> bool:
    """Confirms the address of `report`, and sends the answers given before. Returns whether it
    did: once only.
    """
    rows = ReaderReport.objects.select_for_update(of=["self"]).exclude(email="")
    locked = rows.filter(pk=report.pk, email_confirmed_at__isnull=True).first()
    if locked is None:
        return False
    locked.email_confirmed_at = timezone.now()
    locked.save(update_fields=["email_confirmed_at"])
    page = page_of(locked)
    for step in locked.steps.all():
        announce_report_answer(locked, step, page)
    return True
