"""A pending decision: read, correct, countersign, settle, notify or take back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.models import Action, Dossier, DossierStatus
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.components.paper_response import pdf_response, too_many_papers
from partnerships.pages.decisions.decision_page import ACTS, DecisionPage, settlement_details
from partnerships.pages.decisions.review_decision import decision_details
from partnerships.papers.decision import Numbering, decision_letter, wording_of
from partnerships.workflow.decisions.decision import standing_decision
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused
from partnerships.workflow.transitions import available_actions

DONE = {
    Action.COUNTERSIGN: _("La décision est contresignée\u202f: elle peut être notifiée."),
    Action.RELEASE: _(
        "La décision est notifiée\u202f: la lettre est au dossier, et le courriel qui la dit est "
        "en route."
    ),
    Action.CORRECT_DECISION: _("La décision est corrigée."),
    Action.TAKE_BACK: _("La décision est reprise\u202f: le dossier est de nouveau en instruction."),
    Action.SETTLE: _("Les différences avec la fiche publiée sont réglées."),
}


def _dossier_or_404(request, uuid, **which):
    rows = (
        Dossier.objects.deposited()
        .reviewable_by(request.user)
        .select_related(
            "lead_authority__successor", "reviewer", "partnership__current_version", "base_version"
        )
    )
    return get_object_or_404(rows, uuid=uuid, **which)


def _show(request, dossier, status=200, **refused):
    try:
        page = DecisionPage(dossier, request.user, **refused)
    except Refused as missing:
        may_take_back = Action.TAKE_BACK in available_actions(dossier, request.user)
        context = {"dossier": dossier, "error": missing, "may_take_back": may_take_back}
        return render(request, "partnerships/decisions/decision_missing.html", context, status=409)
    context = {"page": page, "dossier": dossier, "decision": page.decision}
    return render(request, "partnerships/decisions/decision_detail.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def decision_detail(request, uuid):
    dossier = _dossier_or_404(request, uuid)
    if dossier.status != DossierStatus.DECIDED:
        return redirect("partnerships:review_detail", uuid)
    return _show(request, dossier)


def _details(action, data):
    if action == Action.CORRECT_DECISION:
        return decision_details(data, action)
    if action == Action.SETTLE:
        return settlement_details(data)
    return {"reason": data.get("reason", "")} if action == Action.TAKE_BACK else {}


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def decision_action(request, uuid, action):
    dossier = _dossier_or_404(request, uuid)
    if action not in ACTS:
        raise Http404
    try:
        details = _details(action, request.POST)
        dossier = perform(
            Action(action), dossier, by=request.user, seen=sequence_seen(request), **details
        )
    except Refused as refused:
        dossier = _dossier_or_404(request, uuid)
        if dossier.status != DossierStatus.DECIDED:
            messages.error(request, str(refused))
            return redirect("partnerships:review_detail", uuid)
        return _show(request, dossier, 409, typed=request.POST, error=str(refused), action=action)
    messages.success(request, DONE[action])
    if action == Action.RELEASE:
        return redirect("partnerships:outbox")
    return redirect("partnerships:decision_detail", uuid)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def decision_preview(request, uuid):
    """Sends the letter as it would be sent today, marked as a draft (« projet »)."""
    dossier = _dossier_or_404(request, uuid, status=DossierStatus.DECIDED)
    refused = too_many_papers(request)
    if refused:
        return refused
    try:
        decision = standing_decision(dossier, "submission", "decided_by", "countersigned_by")
    except Refused as missing:
        raise Http404 from missing
    decision.dossier = dossier
    content = decision_letter(decision, wording_of(decision), Numbering(timezone.localdate()))
    return pdf_response(content, f"{dossier.reference}-projet-de-lettre")
