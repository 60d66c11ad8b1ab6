"""Reports are answered by officers, and by members for their own pages."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import ReaderReport, ReaderReportStep, ReportStatus
from partnerships.models.reader_report import OPEN_REPORTS
from partnerships.notifications.reader_report import announce_report_answer
from partnerships.reports.subject import page_of
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import NotAllowed, Refused

TEXT_MAX = ReaderReportStep._meta.get_field("text").max_length
S = ReportStatus


def next_statuses(report: ReaderReport, user) -> list[ReportStatus]:
    """Returns what `user`, who may answer it, may make of a report.

    Only officers set one aside as spam, and take up again one that is closed.
    """
    is_officer = user.has_perm("partnerships.review_dossier")
    if report.status in OPEN_REPORTS:
        return [S.IN_PROGRESS, S.CORRECTED, S.REFUSED, *([S.SPAM] if is_officer else [])]
    return [S.IN_PROGRESS] if is_officer else []


def _is_repeated(steps, by, status, text):
    """Whether the last step is this very one: a double click."""
    last = steps[-1] if steps else None
    return bool(last) and (last.by_id, last.status, last.text) == (by.pk, status, text)


def _check(status, text):
    if status == S.REFUSED and not text:
        raise Refused(_("Écrivez pourquoi vous laissez ce signalement sans suite."))
    refuse_too_long(text, TEXT_MAX)


@transaction.atomic
def answer_report(
    report: ReaderReport, status: str, text: str, *, by, seen: int
) -> ReaderReportStep:
    """Adds a step to `report`, and sends its text to who wrote it, if they can be answered.

    `seen`: number of steps that the page showed. Raises NotAllowed, or Refused.
    """
    rows = ReaderReport.objects.answerable_by(by).select_for_update(of=["self"])
    report = rows.filter(pk=report.pk).first()
    if report is None or not by.is_active:
        raise NotAllowed
    text, steps = clean_text(text), list(report.steps.all())
    if len(steps) == seen + 1 and _is_repeated(steps, by, status, text):
        return steps[-1]
    if len(steps) != seen:
        raise Refused(
            _(
                "Quelqu’un d’autre a répondu depuis que cette page est ouverte\u202f: lisez "
                "plus bas ce qui a été fait, puis recommencez s’il le faut."
            )
        )
    if status not in next_statuses(report, by):
        raise Refused(_("Choisissez ce que devient ce signalement."))
    _check(status, text)
    step = report.steps.create(status=status, text=text, by=by)
    report.status = status
    report.closed_at = None if status in OPEN_REPORTS else timezone.now()
    report.save(update_fields=["status", "closed_at"])
    announce_report_answer(report, step, page_of(report))
    return step
