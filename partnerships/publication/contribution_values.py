"""The stored values of `Facet.CONTRIBUTION`: a proposition, and how a partnership carries it."""

from partnerships.document.plain_fields import ACCEPTED_ON
from partnerships.models import Provenance

ACCEPTED, DECLARED, DEMONSTRATION = "acceptee", "declaree", "demonstration"
STATUSES = (ACCEPTED, DECLARED, DEMONSTRATION)


def contribution_value(number: int, status: str) -> str:
    return f"{number}-{status}"


def value_of_contribution(contribution: dict, provenance: str) -> str:
    """Returns the value of a contribution of a public projection: fictitious, accepted by a
    decision, or only declared.
    """
    if provenance == Provenance.DEMONSTRATION:
        status = DEMONSTRATION
    else:
        status = ACCEPTED if contribution.get(ACCEPTED_ON) else DECLARED
    return contribution_value(contribution["proposal"], status)
