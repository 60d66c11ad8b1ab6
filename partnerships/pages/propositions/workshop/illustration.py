import logging

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.pages.propositions.illustration import illustration_of
from partnerships.pages.propositions.workshop.access import curated_proposal_or_404, curators_only
from partnerships.pages.propositions.workshop.illustration_form import (
    IllustrationForm,
    OutdatedIllustration,
    illustration_state,
    remove_illustration,
    write_illustration,
)

logger = logging.getLogger(__name__)


def _outdated():
    return _(
        "Quelqu’un a changé l’image pendant que vous étiez sur cette page. Rien n’est "
        "enregistré\u202f: regardez la sienne, puis recommencez."
    )


def _write(proposal, form):
    """Stores the picture; returns whether it is, else with the reason in the form."""
    try:
        write_illustration(proposal, form.cleaned_data)
    except OutdatedIllustration:
        form.add_error(None, _outdated())
    except OSError:
        logger.exception("the store does not answer")
        message = _("L’image n’a pas pu être gardée\u202f: réessayez dans un instant.")
        form.add_error("file", message)
    return not form.errors


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_illustration(request, number):
    """The picture of a proposition: chosen, replaced, described."""
    proposal = curated_proposal_or_404(number)
    illustration = illustration_of(proposal)
    form = IllustrationForm(request.POST or None, request.FILES or None, illustration=illustration)
    if request.method == "POST" and form.is_valid() and _write(proposal, form):
        messages.success(request, _("L’image est enregistrée."))
        return redirect("proposals:workshop_proposal", number)
    illustration = illustration_of(proposal) if form.errors else illustration
    context = {
        "form": form,
        "proposal": proposal,
        "illustration": illustration,
        "seen": illustration_state(illustration),
    }
    status = 422 if form.errors else 200
    template = "partnerships/propositions/workshop/workshop_illustration.html"
    return render(request, template, context, status=status)


@curators_only
@require_POST
def illustration_removal(request, number):
    proposal = curated_proposal_or_404(number)
    try:
        remove_illustration(proposal, request.POST.get("seen", ""))
    except OutdatedIllustration:
        messages.error(request, _outdated())
        return redirect("proposals:workshop_illustration", number)
    messages.success(request, _("L’image est retirée."))
    return redirect("proposals:workshop_proposal", number)
