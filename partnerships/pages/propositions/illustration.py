from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from partnerships.models import ProposalIllustration
from partnerships.pages.components.stored_file import picture_response
from partnerships.pages.propositions.workshop.access import CURATE
from proposals.models import Proposal


def illustration_of(proposal: Proposal) -> ProposalIllustration | None:
    """Returns the picture of a proposition, with the result of its scan."""
    return ProposalIllustration.objects.filter(proposal=proposal).first()


@login_not_required
@require_safe
def proposal_illustration(request, number, uuid, width, end):
    """A size of the picture, for whoever may read the proposition."""
    proposals = Proposal.objects
    proposals = proposals.all() if request.user.has_perm(CURATE) else proposals.listed()
    proposal = get_object_or_404(proposals, number=number)
    picture = get_object_or_404(ProposalIllustration, proposal=proposal, uuid=uuid)
    return picture_response(request, picture, width, end)
