from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.pages.propositions.workshop.access import curators_only
from partnerships.pages.propositions.workshop.proposal_settings_form import (
    OutdatedSettings,
    ProposalSettingsForm,
)
from proposals.models import Proposal


def _with_links():
    return Proposal.objects.with_text().prefetch_related(
        "themes", "goals", Prefetch("relations__other", Proposal.objects.with_text())
    )


def _write(form):
    """Saves the settings; returns whether they are, else with the reason in the form."""
    try:
        form.write()
    except OutdatedSettings:
        form.add_error(
            None,
            _(
                "Quelqu’un a changé ces réglages pendant que vous étiez sur cette page. Rien n’est "
                "enregistré\u202f: relisez les siens ci-dessous. Enregistrer de nouveau remplace "
                "les siens par ce que vous avez choisi."
            ),
        )
    return not form.errors


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_settings(request, number):
    """The window of publication of a proposition, its themes, goals and relations."""
    proposal = get_object_or_404(_with_links(), number=number)
    others = Proposal.objects.with_text().exclude(pk=proposal.pk).order_by("number")
    form = ProposalSettingsForm(request.POST or None, instance=proposal, others=others)
    if request.method == "POST" and form.is_valid() and _write(form):
        messages.success(request, _("Les réglages sont enregistrés."))
        return redirect("proposals:workshop_proposal", number)
    stored = get_object_or_404(_with_links(), number=number) if form.errors else proposal
    context = {
        "form": form,
        "proposal": stored,
        "seen": ProposalSettingsForm(instance=stored, others=others).initial["seen"],
    }
    status = 422 if form.errors else 200
    return render(
        request, "partnerships/propositions/workshop/workshop_settings.html", context, status=status
    )
