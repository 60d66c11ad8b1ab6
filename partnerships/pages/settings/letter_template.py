from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.models import Letterhead, LetterTemplate, Signatory
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.settings.letter_preview import (
    chosen_dossier,
    decision_to_show,
    no_dossier,
    preview_context,
    preview_response,
)
from partnerships.pages.settings.letter_template_form import (
    KINDS,
    OUTCOMES,
    LetterTemplateForm,
    kind_label,
    save_version,
    starting_wording,
    templates_by_outcome,
)
from partnerships.papers.letter_fields import FIELDS
from partnerships.workflow.refusals import Refused


@permission_required("partnerships.lead_review", raise_exception=True)
@require_safe
def letter_templates(request):
    letterhead = Letterhead.objects.select_related("created_by").current()
    context = {
        "templates": templates_by_outcome(),
        "letterhead": letterhead,
        "has_appeal": bool(letterhead and letterhead.appeal),
        "signatory_count": Signatory.objects.on(timezone.localdate()).count(),
    }
    return render(request, "partnerships/settings/letter_templates.html", context)


def _outcome_and_kind_or_404(outcome, kind):
    """Returns the outcome and dossier kind of these names in the address."""
    if outcome not in OUTCOMES or kind not in KINDS:
        raise Http404
    return OUTCOMES[outcome], KINDS[kind]


def _show(request, form, outcome, kind, status=200, error=""):
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
        **preview_context(request, error),
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
    dossier = chosen_dossier(request)
    if not form.is_valid() or dossier is None:
        error = "" if dossier else no_dossier()
        return _show(request, form, outcome, kind, 422, error=error)
    decision = decision_to_show(dossier, selected_outcome, request.user)
    return preview_response(request, dossier, decision, wording=form.wording)
