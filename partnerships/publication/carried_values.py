"""The stored values of `Facet.CARRIED`: a proposition, and how a partnership carries it."""

from partnerships.document.plain_fields import ACCEPTED_ON
from partnerships.models import Provenance

ACCEPTED, DECLARED, DEMONSTRATION = "acceptee", "declaree", "demonstration"
MANNERS = (ACCEPTED, DECLARED, DEMONSTRATION)


def carried_value(number: int, manner: str) -> str:
    return f"{number}-{manner}"


def carried_in(contribution: dict, provenance: str) -> str:
    """Returns the value of a contribution of a public projection: fictitious, accepted by a
    decision, or only declared.
    """
    if provenance == Provenance.DEMONSTRATION:
        manner = DEMONSTRATION
    else:
        manner = ACCEPTED if contribution.get(ACCEPTED_ON) else DECLARED
    return carried_value(contribution["proposal"], manner)
