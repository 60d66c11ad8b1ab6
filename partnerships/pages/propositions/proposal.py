from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.models import EvidenceDocument
from partnerships.pages.components.picture.picture_file import shared_picture_response
from partnerships.pages.components.stored_file import download_response
from partnerships.pages.propositions.carrying_page import CarryingPage
from partnerships.pages.propositions.proposal_list_page import ProposalListPage
from partnerships.pages.propositions.proposal_metadata import (
    proposal_card,
    proposal_list_metadata,
    proposal_metadata,
)
from partnerships.pages.propositions.proposal_page import ProposalPage
from partnerships.registry.listing import BEFORE
from proposals.models import ProgressNote, Proposal


@public_page()
@require_safe
def proposal_list(request):
    """The twenty, by where their words come from."""
    with one_instant():
        context = {"page": ProposalListPage(), "metadata": proposal_list_metadata()}
        return render(request, "partnerships/propositions/proposal_list.html", context)


def _listed_or_404(number) -> Proposal:
    return get_object_or_404(Proposal.objects.listed(), number=number)


def proposal_context(proposal: Proposal, before: str = "") -> dict:
    """What the template of a proposition shows. `before`: the cursor of its partnerships, "" on the
    first page.
    """
    page, carrying = ProposalPage(proposal), CarryingPage(proposal, before)
    return {
        "proposal": proposal,
        "page": page,
        "carrying": carrying,
        "metadata": proposal_metadata(proposal, carrying.before, page.counts),
    }


@public_page(query=[BEFORE])
@require_safe
def proposal_detail(request, number):
    """A proposition, what became of it, and the partnerships that carry it, paginated by key."""
    with one_instant():
        context = proposal_context(_listed_or_404(number), request.GET.get(BEFORE, ""))
        return render(request, "partnerships/propositions/proposal_detail.html", context)


@login_not_required
@require_safe
def proposal_picture(request, number):
    proposal = _listed_or_404(number)
    card = proposal_card(proposal, ProposalPage(proposal).counts)
    return shared_picture_response(request, card, lambda: None)


@login_not_required
@require_safe
def evidence_document(request, number, uuid):
    """The document of a note that stands, of a proposition that anyone may read; `uuid`: of the
    evidence.
    """
    notes = ProgressNote.objects.standing().filter(proposal=_listed_or_404(number))
    rows = EvidenceDocument.objects.filter(evidence__note__in=notes)
    file = get_object_or_404(rows, evidence__uuid=uuid)
    return download_response(request, file, cache="private, no-cache")
