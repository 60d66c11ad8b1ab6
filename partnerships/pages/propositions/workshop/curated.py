from django.shortcuts import get_object_or_404

from proposals.models import Proposal


def curated_proposal_or_404(number: int) -> Proposal:
    """Returns a proposition with its text in force, listed or not."""
    return get_object_or_404(Proposal.objects.with_text(), number=number)
