from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.models import Dossier, LetterTemplate
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.components.paper_response import pdf_response, too_many_papers
from partnerships.pages.settings.letter_template_form import (
    KINDS,
    OUTCOMES,
    LetterTemplateForm,
    decision_to_show,
    kind_label,
    save_version,
    starting_wording,
    templates_by_outcome,
)
from partnerships.papers.decision import decision_letter, sender_of
from partnerships.papers.letter_fields import FIELDS, Letter, Numbering
from partnerships.workflow.refusals import Refused

# Number of dossiers proposed for the preview.
PROPOSED = 20


@permission_required("partnerships.lead_review", raise_exception=True)
@require_safe
def letter_templates(request):
    return render(
        request,
        "partnerships/settings/letter_templates.html",
        {"templates": templates_by_outcome()},
    )


def _outcome_and_kind_or_404(outcome, kind):
    """Returns the outcome and dossier kind of these names in the address."""
    if outcome not in OUTCOMES or kind not in KINDS:
        raise Http404
    return OUTCOMES[outcome], KINDS[kind]


def _preview_dossiers(user):
    """Dossiers available for a preview: deposited, and not of the user's own authorities."""
    return Dossier.objects.deposited().reviewable_by(user)


def _show(request, form, outcome, kind, status=200, error="", reference=""):
    """Renders the form. `outcome` and `kind`: their names in the address."""
    versions = LetterTemplate.objects.filter(outcome=OUTCOMES[outcome], kind=KINDS[kind])
    versions = list(versions.select_related("created_by").order_by("-number"))
    context = {
        "form": form,
        "outcome": outcome,
        "outcome_label": OUTCOMES[outcome].label,
        "kind": kind,
        "kind_label": kind_label(kind),
        "fields": [(f"{{{name}}}", label) for name, (label, _value) in FIELDS.items()],
        "versions": versions,
        "seen": versions[0].number if versions else 0,
        "is_own": bool(versions and versions[0].is_used),
        "files": _preview_dossiers(request.user).order_by("-submitted_at")[:PROPOSED],
        "reference": reference,
        "error": error,
    }
    return render(
        request, "partnerships/settings/letter_template_form.html", context, status=status
    )


def _save(request, form, outcome, kind):
    """Saves the typed wording, or withdraws it so that the more general one applies again."""
    is_used = "withdraw" not in request.POST
    wording = form.wording if is_used else starting_wording(outcome, kind)
    save_version(
        outcome, kind, wording, by=request.user, seen=sequence_seen(request), is_used=is_used
    )
    messages.success(
        request,
        _("Le modèle est enregistré\u202f: les prochaines lettres le suivront.")
        if is_used
        else _("Ce modèle n’est plus en usage\u202f: le modèle plus général le remplace."),
    )


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_edit(request, outcome, kind):
    selected = _outcome_and_kind_or_404(outcome, kind)
    if request.method != "POST":
        wording = starting_wording(*selected)
        initial = {"subject": wording.subject, "body": wording.body}
        return _show(request, LetterTemplateForm(selected[0], initial=initial), outcome, kind)
    form = LetterTemplateForm(selected[0], request.POST)
    if not form.is_valid() and "withdraw" not in request.POST:
        return _show(request, form, outcome, kind, status=422)
    try:
        _save(request, form, *selected)
    except Refused as refused:
        return _show(request, form, outcome, kind, status=409, error=str(refused))
    return redirect("partnerships:letter_templates")


@permission_required("partnerships.lead_review", raise_exception=True)
@require_POST
def letter_template_preview(request, outcome, kind):
    """Sends a preview of the unsaved wording, applied to a chosen dossier; saves nothing."""
    selected_outcome, _kind = _outcome_and_kind_or_404(outcome, kind)
    form = LetterTemplateForm(selected_outcome, request.POST)
    reference = request.POST.get("reference", "").replace("\x00", "").strip()
    dossiers = _preview_dossiers(request.user).select_related("lead_authority__successor")
    dossier = dossiers.filter(reference=reference).first()
    if not form.is_valid() or dossier is None:
        error = "" if dossier else _("Choisissez le dossier de l’aperçu par sa référence.")
        return _show(request, form, outcome, kind, 422, error=error, reference=reference)
    refused = too_many_papers(request)
    if refused:
        return refused
    decision = decision_to_show(dossier, selected_outcome, request.user)
    numbering = Numbering(timezone.localdate())
    sender = sender_of(decision, numbering.dated_on)
    content = decision_letter(Letter(decision, form.wording, numbering, sender))
    return pdf_response(content, f"{dossier.reference}-apercu-de-lettre")
