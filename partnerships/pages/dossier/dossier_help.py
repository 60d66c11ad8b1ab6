"""Help while filling the form: errors, similar partnerships, preview of the public page."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.document.steps import LAST_STEP, STEPS_BY_SLUG
from partnerships.pages.components.access import edited_dossier_or_404, own_dossier_or_404
from partnerships.pages.components.who_else import FOUND_BY, WhoElse
from partnerships.pages.dossier.deposit_page import DepositPage
from partnerships.pages.dossier.step_page import StepPage


@require_safe
def dossier_help(request, uuid, step):
    """The parts of a step page that a save may change, refreshed after each; never an input."""
    step = STEPS_BY_SLUG.get(step)
    if step in (None, LAST_STEP):
        raise Http404
    dossier = edited_dossier_or_404(request.user, uuid)
    page = StepPage(dossier, step, request.user, is_checked="verifier" in request.GET)
    is_by_step = any(step.holds(name) for name in FOUND_BY)
    who_else = WhoElse(dossier, request.user, page.references) if is_by_step else None
    context = {"page": page, "dossier": dossier, "step": step, "who_else": who_else}
    return render(request, "partnerships/dossier/_dossier_help.html", context)


@require_safe
def dossier_preview(request, uuid):
    """The preview of the public page, from the current content of the dossier."""
    dossier = own_dossier_or_404(request.user, uuid)
    context = {"dossier": dossier, "page": DepositPage(dossier, request.user)}
    return render(request, "partnerships/dossier/dossier_preview.html", context)
