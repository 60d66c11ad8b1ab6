from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.pages.propositions.illustration import illustration_of
from partnerships.pages.propositions.workshop.access import curators_only
from partnerships.pages.propositions.workshop.overview_page import WorkshopRow, workshop_proposals
from partnerships.pages.propositions.workshop.proposal_settings_form import related
from partnerships.registry.facets.partnership_counts import partnership_counts
from proposals.models import Proposal, ProposalRelation, RelationKind


def _named_by_others(proposal):
    """Returns the relations of others to this one, each with the text of the other."""
    others = {each.pk: each for each in Proposal.objects.with_text()}
    rows = ProposalRelation.objects.filter(other=proposal).order_by("proposal__number")
    return [(others[row.proposal_id], row.get_kind_display()) for row in rows]


def _neighbours(number):
    numbers = [0, *Proposal.objects.order_by("number").values_list("number", flat=True), 0]
    place = numbers.index(number)
    before, after = numbers[place - 1], numbers[place + 1]
    return {
        "previous_url": before and reverse("proposals:workshop_proposal", args=[before]),
        "next_url": after and reverse("proposals:workshop_proposal", args=[after]),
        "previous_label": _("Proposition %(number)s") % {"number": before},
        "next_label": _("Proposition %(number)s") % {"number": after},
    }


@curators_only
@require_safe
def workshop_proposal(request, number):
    """A proposition in the workshop: what stands, what comes, and each act."""
    proposals = (
        workshop_proposals()
        .with_is_listed()
        .prefetch_related(
            "themes", "goals", Prefetch("relations__other", Proposal.objects.with_text())
        )
    )
    proposal = proposals.filter(number=number).first()
    if proposal is None:
        raise Http404
    context = {
        "proposal": proposal,
        "row": WorkshopRow(proposal, timezone.now(), partnership_counts()[number]),
        "illustration": illustration_of(proposal),
        "completes": related(proposal, RelationKind.COMPLETES),
        "depends_on": related(proposal, RelationKind.DEPENDS_ON),
        "named_by": _named_by_others(proposal),
        **_neighbours(number),
    }
    return render(request, "partnerships/propositions/workshop/workshop_proposal.html", context)
