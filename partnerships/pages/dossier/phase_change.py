from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.document.steps import LAST_STEP
from partnerships.models import Action, Dossier, Partnership
from partnerships.pages.components.step_state import step_url
from partnerships.pages.dossier.phase_page import PhaseForm
from partnerships.workflow.amendment import AlreadyOpen, start_phase_change
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Invalid


def _deposit(request, partnership, data):
    """Opens the amendment and deposits it; if incomplete, redirects to the form to complete it."""
    ends_on = data["ends_on"].typed if data["ends_on"] else ""
    try:
        dossier = start_phase_change(
            partnership, request.user, phase=data["phase"], ends_on=ends_on, word=data["word"]
        )
    except AlreadyOpen as already_open:
        messages.error(request, str(already_open))
        return redirect("partnerships:phase_change", partnership.public_id)
    try:
        perform(Action.SUBMIT, dossier, by=request.user, seen=dossier.last_sequence)
    except Invalid as invalid:
        kept = _("Votre changement est gardé\u202f: complétez ce qui manque, puis déposez.")
        messages.warning(request, kept if invalid.errors else str(invalid))
        return redirect(step_url(dossier, LAST_STEP, "verifier=1"))
    messages.success(request, _("C’est déposé\u202f: l’administration va le lire et publier."))
    return redirect(dossier)


@require_http_methods(["GET", "HEAD", "POST"])
def phase_change(request, public_id):
    """Declares in one page that a partnership is dormant or over."""
    confirmable = Partnership.objects.confirmable_by(request.user)
    partnership = get_object_or_404(confirmable, public_id=public_id)
    form = PhaseForm(request.POST or None, starts_on=partnership.start)
    if request.method == "POST" and form.is_valid():
        return _deposit(request, partnership, form.cleaned_data)
    context = {
        "form": form,
        "partnership": partnership,
        "open_dossier": Dossier.objects.open().filter(partnership=partnership).first(),
    }
    status = 422 if form.errors else 200
    return render(request, "partnerships/dossier/phase_change.html", context, status=status)
