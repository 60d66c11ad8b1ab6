"""How many public partnerships carry each of the twenty propositions, and how."""

from collections.abc import Mapping
from dataclasses import dataclass

from partnerships.models import Facet, FacetCount
from partnerships.publication.contribution_values import STATUSES, contribution_value
from partnerships.publication.kept_by_version import kept_by_version
from proposals.models import NUMBERS


@dataclass(frozen=True)
class PartnershipCounts:
    """Numbers of public partnerships, each counted once: `accepted` by a decision, only `declared`
    by the authority, and fictitious (`demonstration`), whatever was decided of them.
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


def counts_of_propositions(by_value: Mapping[str, int]) -> dict[int, PartnershipCounts]:
    """Returns the counts of each proposition by its number; `by_value`: those of the values of
    `Facet.CONTRIBUTION`.
    """
    return {
        number: PartnershipCounts(
            *(by_value.get(contribution_value(number, status), 0) for status in STATUSES)
        )
        for number in NUMBERS
    }


@kept_by_version
def partnership_counts() -> dict[int, PartnershipCounts]:
    """Returns the counts of each proposition by its number, in one query of stored counts."""
    stored = FacetCount.objects.filter(facet=Facet.CONTRIBUTION).values_list("value", "count")
    return counts_of_propositions(dict(stored))
