from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from cncd_portal.public_page import public_page
from partnerships.pages.components.picture.picture_file import shared_picture_response
from partnerships.pages.propositions.illustration import illustration_of
from partnerships.pages.propositions.proposal_metadata import (
    proposal_card,
    proposal_list_metadata,
    proposal_metadata,
)
from partnerships.registry.listing import BEFORE
from partnerships.registry.rows import PartnershipRows
from proposals.models import ProgressNote, Proposal

PAGE_SIZE = 20


@method_decorator(public_page(), name="dispatch")
class ProposalList(ListView):
    template_name = "partnerships/propositions/proposal_list.html"

    def get_queryset(self):
        return Proposal.objects.listed()

    def get_context_data(self, **kwargs):
        return super().get_context_data(metadata=proposal_list_metadata(), **kwargs)


class ProposalPage(DetailView):
    """What the page of a proposition shows: its text, and the partnerships that carry it, paginated
    by key.
    """

    template_name = "partnerships/propositions/proposal_detail.html"
    slug_field = slug_url_kwarg = "number"

    def get_proposals(self):
        return Proposal.objects.listed()

    def get_queryset(self):
        return self.get_proposals().prefetch_related(
            Prefetch("notes", ProgressNote.objects.standing().prefetch_related("evidence"))
        )

    def get_context_data(self, **kwargs):
        contributions = self.object.contributions.for_page().order_by("-pk")
        before = self.request.GET.get(BEFORE, "")
        is_continued = before.isascii() and before.isdigit() and len(before) < 19
        if is_continued:
            contributions = contributions.filter(pk__lt=int(before))
        rows = list(contributions[: PAGE_SIZE + 1])
        shown = rows[:PAGE_SIZE]
        has_next = len(rows) > PAGE_SIZE
        partnership_rows = PartnershipRows(each.partnership for each in shown)
        return super().get_context_data(
            contributions=list(zip(shown, partnership_rows, strict=True)),
            common=partnership_rows.common,
            next_before=str(shown[-1].pk) if has_next else "",
            is_continued=is_continued,
            illustration=illustration_of(self.object),
            metadata=proposal_metadata(self.object, before if is_continued else ""),
            **kwargs,
        )


@method_decorator(public_page(query=[BEFORE]), name="dispatch")
class ProposalDetail(ProposalPage):
    """The page of a proposition, as anyone reads it today."""


@login_not_required
@require_safe
def proposal_picture(request, number):
    proposal = get_object_or_404(Proposal.objects.listed(), number=number)
    return shared_picture_response(request, proposal_card(proposal), lambda: None)
