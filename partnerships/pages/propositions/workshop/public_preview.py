"""The public page of a proposition as it will be with its draft."""

from dataclasses import replace

from django.http import Http404
from django.utils.decorators import method_decorator

from partnerships.pages.propositions.proposal import ProposalPage
from partnerships.pages.propositions.workshop.access import curators_only
from partnerships.pages.propositions.workshop.draft_page import draft_url
from partnerships.pages.propositions.workshop.text_form import ProposalTextForm, text_as_typed
from proposals.models import Proposal, ProposalDraft


@method_decorator(curators_only, name="dispatch")
class WorkshopDraftPreview(ProposalPage):
    """The public page with the words of the draft, for curators alone; listed today or not."""

    template_name = "partnerships/propositions/workshop/draft_preview.html"

    def get_proposals(self):
        return Proposal.objects.with_text()

    def get_object(self, queryset=None):
        proposal = super().get_object(queryset)
        draft = ProposalDraft.objects.filter(proposal=proposal).first()
        if draft is None:
            raise Http404
        proposal.text = text_as_typed(ProposalTextForm(draft.typed))
        return proposal

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "metadata": replace(context["metadata"], is_indexed=False),
            "draft_address": draft_url(self.object),
        }
