"""The public page of a proposition as it will be with its draft."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from partnerships.pages.propositions.proposal import proposal_context
from partnerships.pages.propositions.workshop.access import curated_proposal_or_404, curators_only
from partnerships.pages.propositions.workshop.draft_page import draft_url
from partnerships.pages.propositions.workshop.text_form import ProposalTextForm, text_as_typed
from partnerships.registry.listing import BEFORE
from proposals.models import ProposalDraft


@curators_only
@require_safe
def workshop_draft_preview(request, number):
    """The public page with the words of the draft, for curators alone; listed today or not."""
    with one_instant():
        proposal = curated_proposal_or_404(number)
        draft = get_object_or_404(ProposalDraft, proposal=proposal)
        proposal.text = text_as_typed(ProposalTextForm(draft.typed))
        context = proposal_context(proposal, request.GET.get(BEFORE, ""))
        context |= {
            "metadata": replace(context["metadata"], is_indexed=False),
            "draft_address": draft_url(proposal),
        }
        return render(request, "partnerships/propositions/workshop/draft_preview.html", context)
