"""Notifies reports of readers: to those who answer them, and the answers to who wrote them."""

from cncd_portal.site_address import absolute_address
from partnerships.models import LocalAuthority, ReaderReport, ReaderReportStep, ReportStatus
from partnerships.notifications.dossier import people_of
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify

ANSWERS = (ReportStatus.CORRECTED, ReportStatus.REFUSED)


def _cause(report, what) -> str:
    return f"report:{report.uuid}:{what}"


def _step_cause(report, step) -> str:
    return _cause(report, f"step:{step.pk}")


def address_cause(report: ReaderReport) -> str:
    """Returns the cause of the mail that asks to confirm the address."""
    return _cause(report, "address")


def causes_of(report: ReaderReport) -> list[str]:
    """Returns the causes of all mails and notifications about `report`."""
    steps = [_step_cause(report, step) for step in report.steps.all()]
    return [_cause(report, "new"), address_cause(report), *steps]


def announce_report(report: ReaderReport, authority: LocalAuthority | None) -> None:
    """Notifies the members of `authority`, if any, and lead reviewers; never who wrote it."""
    context = {"report": report, "link": address("report_detail", report.uuid)}
    cause = _cause(report, "new")
    members = people_of([authority]).exclude(pk=report.sent_by_id) if authority else ()
    notified = {person.pk for person in members}
    notify(cause, members, "reader_report", **context)
    officers = leads().exclude(pk__in=[*notified, report.sent_by_id or 0])
    notify(cause, officers, "reader_report_officer", **context)


def announce_address_link(report: ReaderReport, token: str) -> None:
    """Sends the link that confirms the address. Nothing typed stands in the mail, since anyone
    may have written this address.
    """
    notify(
        address_cause(report),
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
        _step_cause(report, step),
        [person or report],
        "reader_report_answer",
        report=report,
        step=step,
        link=absolute_address(page),
    )
