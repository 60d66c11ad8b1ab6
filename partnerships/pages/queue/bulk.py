from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.identifiers import is_uuid, number_of
from partnerships.models import BulkAct, BulkRun, Dossier
from partnerships.notifications.lists import to_countersign_address
from partnerships.pages.components.access import officers_only
from partnerships.pages.decisions.messages_to_see import to_see_in_run
from partnerships.pages.decisions.without_appeal import outcomes_to_notify, refuse_without_appeal
from partnerships.pages.queue.bulk_contributions import BulkContributionsPage, may_judge_apart
from partnerships.pages.queue.bulk_forms import detail_form
from partnerships.pages.queue.bulk_page import BulkPage, BulkProgress
from partnerships.pages.queue.exports.pack import PRINT, ask_for_pack
from partnerships.pages.queue.queue_listing import posted_listing
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.workflow.bulk.plan import change_plan, decline_apart, prepare, set_details, start
from partnerships.workflow.bulk.run import ACTS, undo_decisions
from partnerships.workflow.bulk.tasks import do_run
from partnerships.workflow.refusals import Refused


def _run_or_404(request, uuid) -> BulkRun:
    runs = BulkRun.objects.visible_to(request.user)
    return get_object_or_404(runs.select_related("by", "origin"), uuid=uuid)


def _chosen_dossiers(request):
    """Returns the dossiers ticked, or all those of the list that the form stands in."""
    if request.POST.get("which") == "to_countersign":
        return Dossier.objects.to_countersign_by(request.user)
    if request.POST.get("which") == "all":
        return posted_listing(request, "filters").filterset.qs
    rows = Dossier.objects.visible_to(request.user)
    return rows.filter(uuid__in=list(filter(is_uuid, request.POST.getlist("dossier"))))


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_list(request):
    """The list of bulk acts; a POST prepares a new one on the dossiers chosen in the queue, or asks
    for their papers.
    """
    if request.method == "POST":
        return _prepare(request)
    runs = BulkRun.objects.visible_to(request.user).select_related("by", "origin")
    page = paginate(
        [runs.with_progress()],
        Order("prepared_at"),
        after=request.GET.get(AFTER, ""),
        before=request.GET.get(BEFORE, ""),
        size=30,
    )
    return render(request, "partnerships/queue/bulk_list.html", {"page": page})


def _prepare(request):
    act = request.POST.get("act", "")
    if act == PRINT:
        return ask_for_pack(request, _chosen_dossiers(request))
    try:
        if act not in ACTS:
            raise Refused(_("Choisissez ce qu’il faut faire des dossiers cochés."))
        return redirect(prepare(BulkAct(act), _chosen_dossiers(request), by=request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        if request.POST.get("from") == "outbox":
            return redirect(to_countersign_address())
        return redirect("partnerships:queue")


def _show(request, run, status=200, form=None):
    page = BulkPage(run, request.user, request.GET, form)
    context = {"run": run, "page": page, "form": page.form, "progress": page.progress}
    return render(request, "partnerships/queue/bulk_run.html", context, status=status)


@officers_only
@require_safe
def bulk_run(request, uuid):
    return _show(request, _run_or_404(request, uuid))


@officers_only
@require_POST
def bulk_details(request, uuid):
    """Saves the details of the act, then shows the updated plan."""
    run = _run_or_404(request, uuid)
    form = detail_form(run, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _show(request, run, status=422, form=form)
    set_details(run, by=request.user, **form.detail)
    return redirect(run)


def _leave_out_unread(request, run):
    """Leaves out the decisions that have messages to see."""
    dossiers = [dossier.pk for dossier, _count in to_see_in_run(run).dossiers]
    left_out = set(run.items.filter(dossier__in=dossiers).order_by().values_list("pk", flat=True))
    change_plan(run, by=request.user, left_out=left_out, included=set(), to={})


def _keys(texts):
    return {key for text in texts if (key := number_of(text))}


def _correct(request, run):
    """Saves the corrections made on the page: dossiers unticked, other officers chosen."""
    shown, ticked = _keys(request.POST.getlist("shown")), _keys(request.POST.getlist("keep"))
    to = {
        key: number_of(request.POST[sent]) for key in shown if (sent := f"to-{key}") in request.POST
    }
    change_plan(run, by=request.user, left_out=shown - ticked, included=shown & ticked, to=to)


@officers_only
@require_POST
def bulk_start(request, uuid):
    """Saves the corrections of the page, then starts the run, unless only saving was asked, or to
    leave out what has messages to see, or to judge the propositions of one dossier (`judge`: its
    uuid).
    """
    run, asked = _run_or_404(request, uuid), request.POST.get("do")
    try:
        if not run.started_at:
            _correct(request, run)
            if asked == "leave":
                _leave_out_unread(request, run)
        if is_uuid(judged := request.POST.get("judge")):
            return redirect("partnerships:bulk_contributions", uuid, judged)
        if asked not in ("save", "leave"):
            to_see_in_run(run).refuse_unshown(request.POST)
            refuse_without_appeal(outcomes_to_notify(run), request.POST)
            if start(run, by=request.user):
                do_run.enqueue(run.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(run)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_contributions(request, uuid, dossier):
    """Judges the propositions of one dossier apart from those of the others."""
    run = _run_or_404(request, uuid)
    item = get_object_or_404(run.items.select_related("run", "dossier"), dossier__uuid=dossier)
    if not may_judge_apart(run, request.user):
        return redirect(run)
    page = BulkContributionsPage(item, request.POST if request.method == "POST" else None)
    if not page.choices:
        raise Http404
    if page.typed is not None:
        try:
            decline_apart(item, by=request.user, declined=page.declined)
        except Refused as refusal:
            page.error = str(refusal)
        else:
            return redirect(run)
    status = 422 if page.error else 200
    context = {"run": run, "page": page, "dossier": item.dossier}
    return render(request, "partnerships/queue/bulk_contributions.html", context, status=status)


@officers_only
@require_safe
def bulk_progress(request, uuid):
    """The progress of the run, refreshed by htmx; reloads the page once the run ends or stalls."""
    run = _run_or_404(request, uuid)
    progress = BulkProgress(run)
    response = render(
        request, "partnerships/queue/_bulk_progress.html", {"run": run, "progress": progress}
    )
    if not progress.is_under_way or progress.is_stalled:
        response["HX-Refresh"] = "true"
    return response


@officers_only
@require_POST
def bulk_resume(request, uuid):
    """Resumes a run whose worker process died."""
    run = _run_or_404(request, uuid)
    if BulkRun.objects.under_way().filter(pk=run.pk).exists():
        do_run.enqueue(run.pk)
    return redirect(run)


@officers_only
@require_POST
def bulk_take_back(request, uuid):
    """Takes back, as a new run, the decisions of this run that were not notified; those that it
    countersigned, once its plan is confirmed. Or withdraws their countersignatures (`act`).
    """
    run = _run_or_404(request, uuid)
    is_withdrawn = request.POST.get("act") == BulkAct.UNCOUNTERSIGN
    act = BulkAct.UNCOUNTERSIGN if is_withdrawn else BulkAct.TAKE_BACK
    try:
        undo = undo_decisions(run, act, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(run)
    if undo.started_at:
        do_run.enqueue(undo.pk)
    return redirect(undo)
