from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.identifiers import number_of
from partnerships.models import ReaderReport
from partnerships.pages.contributions.report_page import ReportPage
from partnerships.reports.answering import answer_report
from partnerships.workflow.refusals import Refused


def _show(request, page, status=200):
    context = {"page": page, "report": page.report, "partnership": page.partnership}
    return render(request, "partnerships/contributions/report_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def report_detail(request, uuid):
    """The page of a report: officers read all, members those about their own pages."""
    rows = ReaderReport.objects.visible_to(request.user).select_related("sent_by")
    report = get_object_or_404(rows, uuid=uuid)
    if request.method != "POST":
        return _show(request, ReportPage(report, request.user))
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
    messages.success(request, _("C’est noté."))
    return redirect(report)
