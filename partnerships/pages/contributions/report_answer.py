from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.identifiers import number_of
from partnerships.models import ReaderReport
from partnerships.pages.components.exchanges.unsent_message import (
    discard_unsent,
    store_until_sign_in,
    unsent_messages,
)
from partnerships.pages.contributions.report_page import ReportPage
from partnerships.reports.answering import answer_report
from partnerships.workflow.refusals import Refused

# The key of the answer among the unsent messages of the session.
BOX = "answer"


def _show(request, page, status=200):
    context = {"page": page, "report": page.report, "partnership": page.partnership}
    return render(request, "partnerships/contributions/report_detail.html", context, status=status)


def _unsent(request, uuid) -> dict:
    """Returns the answer that this person wrote while their session ended, if any."""
    message = unsent_messages(request, uuid).get(BOX)
    is_own = message and message["field_path"] == str(request.user.journal_id)
    return {"text": message["body"]} if is_own else {}


def _sign_in(request, uuid):
    if request.method == "POST":
        text, person = (request.POST.get(name, "") for name in ("text", "person"))
        store_until_sign_in(request, uuid, BOX, text, person, model=ReaderReport)
    return redirect_to_login(request.path)


@answers_without_session
@require_http_methods(["GET", "HEAD", "POST"])
def report_detail(request, uuid):
    """The page of a report: officers read all, members those about their own pages.

    Accepts a POST without a session: the text waits in the next session, for who wrote it.
    """
    if not request.user.is_authenticated:
        return _sign_in(request, uuid)
    rows = ReaderReport.objects.visible_to(request.user).select_related("sent_by")
    report = get_object_or_404(rows, uuid=uuid)
    if request.method != "POST":
        return _show(request, ReportPage(report, request.user, _unsent(request, uuid)))
    sent = request.POST
    try:
        answer_report(
            report,
            sent.get("status", ""),
            sent.get("text", ""),
            by=request.user,
            seen=number_of(sent.get("seen", "")),
        )
    except Refused as refused:
        report.refresh_from_db()
        return _show(request, ReportPage(report, request.user, sent, str(refused)), status=409)
    discard_unsent(request, uuid, BOX)
    messages.success(request, _("C’est noté."))
    return redirect(report)
