from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.cleaning.merge import merge_records, undo_merge
from partnerships.models import DuplicatePair, Merge
from partnerships.pages.cleaning.merge_page import MergePage
from partnerships.pages.cleaning.merge_trace import MergeTrace
from partnerships.pages.cleaning.record_comparison_page import RecordComparisonPage, pair_to_compare
from partnerships.pages.components.access import officers_only
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.workflow.refusals import Refused


def _merge(request, pair):
    page = MergePage(pair, request.user, keep=request.POST.get("keep", ""), typed=request.POST)
    if not page.is_whole:
        raise Http404
    made = merge_records(
        page.kind,
        page.kept.pk,
        page.gone.pk,
        by=request.user,
        seen=request.POST.get("seen", ""),
        chosen=page.chosen,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Les deux fiches n’en font plus qu’une."))
    return redirect(made)


def show_pair(request, pair, *, typed=None, error="", status=200):
    """Renders the two records of a pair; texts of a refused act stay in their boxes."""
    keep = request.POST.get("keep", "") or request.GET.get("garder", "")
    page = MergePage(pair, request.user, keep=keep, typed=typed, error=error)
    if not page.is_whole:
        raise Http404
    texts = {name: request.POST.get(name, "") for name in ("reason", "because")}
    context = {"page": page, "pair": pair, **texts}
    return render(request, "partnerships/cleaning/duplicate_detail.html", context, status=status)


def _side_by_side(request, pair):
    """The two records of a pair, field by field, and the effects of merging them; a POST merges."""
    error, typed = "", None
    if request.method == "POST":
        try:
            return _merge(request, pair)
        except Refused as refused:
            error, typed = str(refused), request.POST
    return show_pair(request, pair, typed=typed, error=error, status=409 if error else 200)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_detail(request, pk):
    """A pair that the portal found."""
    pair = get_object_or_404(DuplicatePair.objects.select_related("settled_by"), pk=pk)
    return _side_by_side(request, pair)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_pair(request, kind, one, other):
    """Two records that an officer chose."""
    pair = pair_to_compare(kind, one, other)
    if not pair:
        raise Http404
    return _side_by_side(request, pair)


@officers_only
@require_safe
def record_comparison(request):
    """Where an officer chooses two records; once both are known, leads to them side by side."""
    page = RecordComparisonPage(request.GET)
    if page.address:
        return redirect(page.address)
    return render(request, "partnerships/cleaning/record_comparison.html", {"page": page})


@officers_only
@require_safe
def merge_list(request):
    page = paginate(
        [Merge.objects.select_related("merged_by", "undone_by")],
        Order("merged_at"),
        after=request.GET.get(AFTER, ""),
        before=request.GET.get(BEFORE, ""),
    )
    return render(request, "partnerships/cleaning/merge_list.html", {"page": page})


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge_detail(request, uuid):
    """A merge: what, by whom and why, and the state of the merged record; a POST undoes it."""
    made = get_object_or_404(Merge.objects.select_related("merged_by", "undone_by"), uuid=uuid)
    error = ""
    if request.method == "POST":
        try:
            undo_merge(made, by=request.user, reason=request.POST.get("reason", ""))
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, _("La fusion est annulée\u202f: tout est comme avant."))
            return redirect(made)
    trace = MergeTrace(made, request.user)
    context = {
        "made": made,
        "trace": trace,
        "error": error,
        "reason": request.POST.get("reason", ""),
    }
    status = 409 if error else 200
    return render(request, "partnerships/cleaning/merge_detail.html", context, status=status)
