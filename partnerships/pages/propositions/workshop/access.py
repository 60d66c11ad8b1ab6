"""Who may use the workshop, and the proposition that an address names."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404

from proposals.models import Proposal

CURATE = "proposals.curate_proposals"
curators_only = permission_required(CURATE, raise_exception=True)


def curated_proposal_or_404(number: int) -> Proposal:
    """Returns a proposition with its text in force and `is_listed`."""
    return get_object_or_404(Proposal.objects.with_text().with_is_listed(), number=number)
