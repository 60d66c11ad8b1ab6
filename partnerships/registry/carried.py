"""How many public partnerships carry each of the twenty propositions, and how."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from partnerships.models import NOT_STATED, Facet, PartnershipFacet, Provenance


@dataclass(frozen=True)
class Carried:
    """Numbers of public partnerships, each counted once: `accepted` by a decision, only `declared`
    by the authority, and fictitious (`demonstration`).
    """

    accepted: int = 0
    declared: int = 0
    demonstration: int = 0

    @property
    def real(self) -> int:
        return self.accepted + self.declared

    @property
    def total(self) -> int:
        """As the registry counts and filters them."""
        return self.real + self.demonstration


def carried_counts() -> dict[int, Carried]:
    """Returns the counts of the propositions that are carried, by their number, in one query."""
    rows = PartnershipFacet.objects.filter(facet=Facet.PROPOSAL).exclude(value=NOT_STATED)
    counted = rows.order_by().values_list("value", "partnership__provenance").annotate(Count("pk"))
    counts: defaultdict[str, Counter] = defaultdict(Counter)
    for value, provenance, count in counted:
        counts[value][provenance == Provenance.DEMONSTRATION] += count
    return {
        int(value): Carried(declared=each[False], demonstration=each[True])
        for value, each in counts.items()
    }
