"""Notifies reports of readers: to those who answer them, and the answers to who wrote them."""

from cncd_portal.site_address import absolute_address
from partnerships.models import LocalAuthority, ReaderReport, ReaderReportStep, ReportStatus
from partnerships.notifications.dossier import people_of
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify

ANSWERS = (ReportStatus.CORRECTED, ReportStatus.REFUSED)


def cause_of(report: ReaderReport) -> str:
    """Returns the beginning of the causes of all mails about `report`."""
    return f"report:{report.uuid}:"


def announce_report(report: ReaderReport, authority: LocalAuthority | None) -> None:
    """Notifies the members of `authority`, if any, and lead reviewers; never who wrote it."""
    context = {"report": report, "link": address("report_detail", report.uuid)}
    cause = f"{cause_of(report)}new"
    members = people_of([authority]).exclude(pk=report.sent_by_id) if authority else ()
    told = {person.pk for person in members}
    notify(cause, members, "reader_report", **context)
    officers = leads().exclude(pk__in=[*told, report.sent_by_id or 0])
    notify(cause, officers, "reader_report_officer", **context)


def announce_address_link(report: ReaderReport, token: str) -> None:
    """Sends the link that confirms the address. Nothing typed stands in the mail, since anyone
    may have written this address.
    """
    notify(
        f"{cause_of(report)}address",
        [report],
        "reader_report_address",
        secret=token,
        report=report,
        link=address("report_address", token),
    )


def announce_report_answer(report: ReaderReport, step: ReaderReportStep, page: str) -> None:
    """Sends what `step` says to who wrote the report; nothing if they cannot be answered.

    `page`: the path of the page that the report is about.
    """
    if not report.may_be_answered or step.is_spam or not (step.text or step.status in ANSWERS):
        return
    person = report.sent_by
    if person and not person.is_active:
        return
    notify(
        f"{cause_of(report)}step:{step.pk}",
        [person or report],
        "reader_report_answer",
        report=report,
        step=step,
        link=absolute_address(page),
    )
