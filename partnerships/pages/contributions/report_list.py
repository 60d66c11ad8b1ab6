from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import ReaderReport
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE, SENT_SHOWN = 20, 50
STATE, ANSWERED = "etat", "repondus"


def _context(request, reports):
    """The open reports, or those that were answered, by pages; the last sent first."""
    is_answered = request.GET.get(STATE, "") == ANSWERED
    rows = reports.closed() if is_answered else reports.open()
    page = paginate(
        [rows],
        Order("sent_at"),
        after=request.GET.get(AFTER, ""),
        before=request.GET.get(BEFORE, ""),
        size=PAGE_SIZE,
    )
    return {
        "page": page,
        "is_answered": is_answered,
        "kept": f"{STATE}={ANSWERED}&" if is_answered else "",
        "open_count": reports.open().count(),
    }


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def report_desk(request):
    context = _context(request, ReaderReport.objects.visible_to(request.user))
    return render(request, "partnerships/contributions/report_desk.html", context)


@require_safe
def report_list(request):
    """For a member: reports about their authorities' pages, then those that they sent."""
    context = _context(request, ReaderReport.objects.about_own_of(request.user))
    sent = ReaderReport.objects.filter(sent_by=request.user).prefetch_related("steps")
    context["sent"] = list(sent[:SENT_SHOWN])
    return render(request, "partnerships/contributions/report_list.html", context)
