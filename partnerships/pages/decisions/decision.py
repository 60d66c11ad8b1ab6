"""A pending decision: read, correct, countersign, settle, notify or take back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.models import Action, Dossier, DossierStatus
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.components.paper_response import pdf_response, too_many_papers
from partnerships.pages.components.review_address import origin_suffix, review_address
from partnerships.pages.decisions.decision_page import ACTS, DecisionPage, settlement_details
from partnerships.pages.decisions.messages_to_see import refuse_act_unshown
from partnerships.pages.decisions.review_decision import LETTER, decision_details, letter_details
from partnerships.pages.decisions.without_appeal import refuse_act_without_appeal
from partnerships.papers.decision import decision_letter, letter_of
from partnerships.papers.letter_fields import Numbering
from partnerships.workflow.decisions.decision import standing_decision_or_refuse
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused
from partnerships.workflow.transitions import available_actions, awaits_countersign

DONE = {
    Action.COUNTERSIGN: _("La décision est contresignée\u202f: elle peut être notifiée."),
    Action.UNCOUNTERSIGN: _(
        "Votre contreseing est retiré\u202f: la décision attend de nouveau d’être contresignée."
    ),
    Action.RELEASE: _(
        "La décision est notifiée\u202f: la lettre est au dossier, et le courriel qui la dit est "
        "en route."
    ),
    Action.CORRECT_DECISION: _("La décision est corrigée."),
    Action.ADDRESS_LETTER: _("L’adresse et les copies de la lettre sont enregistrées."),
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
    context = {
        "page": page,
        "dossier": dossier,
        "decision": page.decision,
        "origin": origin_suffix(request.GET),
    }
    return render(request, "partnerships/decisions/decision_detail.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def decision_detail(request, uuid):
    dossier = _dossier_or_404(request, uuid)
    if dossier.status != DossierStatus.DECIDED:
        return redirect(review_address(request, uuid))
    return _show(request, dossier)


def _details(action, data):
    if action == Action.CORRECT_DECISION:
        return decision_details(data, action)
    if action == Action.ADDRESS_LETTER:
        return dict.fromkeys(LETTER, "") | letter_details(data)
    if action == Action.SETTLE:
        return settlement_details(data)
    return {"reason": data.get("reason", "")} if action == Action.TAKE_BACK else {}


def _done(dossier, action):
    if action == Action.CORRECT_DECISION and awaits_countersign(dossier):
        return _("La décision est corrigée. Elle est à contresigner de nouveau.")
    return DONE[action]


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def decision_action(request, uuid, action):
    dossier = _dossier_or_404(request, uuid)
    if action not in ACTS:
        raise Http404
    try:
        details = _details(action, request.POST)
        refuse_act_without_appeal(action, dossier, by=request.user, data=request.POST)
        refuse_act_unshown(action, dossier, by=request.user, data=request.POST)
        dossier = perform(
            Action(action), dossier, by=request.user, seen=sequence_seen(request), **details
        )
    except Refused as refused:
        dossier = _dossier_or_404(request, uuid)
        if dossier.status != DossierStatus.DECIDED:
            messages.error(request, str(refused))
            return redirect(review_address(request, uuid))
        return _show(request, dossier, 409, typed=request.POST, error=str(refused), action=action)
    messages.success(request, _done(dossier, action))
    origin = origin_suffix(request.GET)
    if action == Action.RELEASE:
        return redirect(review_address(request, uuid) if origin else "partnerships:outbox")
    return redirect(f"{reverse('partnerships:decision_detail', args=[uuid])}{origin}")


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def decision_preview(request, uuid):
    """Sends the letter as it would be sent today, marked as a draft (« projet »)."""
    dossier = _dossier_or_404(request, uuid, status=DossierStatus.DECIDED)
    refused = too_many_papers(request)
    if refused:
        return refused
    try:
        decision = standing_decision_or_refuse(
            dossier, "submission", "decided_by", "countersigned_by"
        )
    except Refused as missing:
        raise Http404 from missing
    decision.dossier = dossier
    content = decision_letter(letter_of(decision, Numbering(timezone.localdate())))
    return pdf_response(content, f"{dossier.reference}-projet-de-lettre")
