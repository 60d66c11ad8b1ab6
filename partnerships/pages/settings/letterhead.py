from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.models import Letterhead
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.settings.letter_preview import (
    chosen_dossier,
    decision_to_show,
    no_dossier,
    preview_context,
    preview_response,
)
from partnerships.pages.settings.letterhead_form import (
    LetterheadForm,
    save_letterhead,
    starting_values,
)
from partnerships.papers.decision import Senders
from partnerships.papers.letter_fields import Sender
from partnerships.workflow.refusals import Refused


def _show(request, form, status=200, error=""):
    versions = list(Letterhead.objects.select_related("created_by"))
    context = {
        "form": form,
        "versions": versions,
        "seen": versions[0].number if versions else 0,
        **preview_context(request, error),
    }
    return render(request, "partnerships/settings/letterhead.html", context, status=status)


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request):
    if request.method != "POST":
        return _show(request, LetterheadForm(initial=starting_values()))
    form = LetterheadForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        save_letterhead(form, by=request.user, seen=sequence_seen(request))
    except Refused as refused:
        return _show(request, form, status=409, error=str(refused))
    messages.success(
        request, _("L’en-tête est enregistré\u202f: les prochaines lettres le porteront.")
    )
    return redirect("partnerships:letter_templates")


@permission_required("partnerships.lead_review", raise_exception=True)
@require_POST
def letterhead_preview(request):
    """Sends a preview of the unsaved head, on the letter of a chosen dossier; saves nothing."""
    form = LetterheadForm(request.POST)
    dossier = chosen_dossier(request)
    if not form.is_valid() or dossier is None:
        return _show(request, form, 422, error="" if dossier else no_dossier())
    typed = form.save(commit=False)
    decision = decision_to_show(dossier, None, request.user)
    if not decision.pk:
        decision.copies = typed.copies
    signatory = Senders(timezone.localdate()).of(decision).signatory
    return preview_response(request, dossier, decision, sender=Sender(typed, signatory))
