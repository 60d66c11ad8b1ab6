"""The partnerships that a choice leaves out because they do not state that facet."""

from collections.abc import Callable
from dataclasses import dataclass

from partnerships.models import NOT_STATED, Facet
from partnerships.registry.filters import PartnershipFilterSet

# Most imports have neither.
OFTEN_UNSTATED = (Facet.THEME, Facet.GOAL)


@dataclass(frozen=True)
class UnstatedFacet:
    """`count`: of the partnerships that do not state it; `query`: finds them."""

    label: str
    count: int
    query: str


def unstated_facets(
    filterset: PartnershipFilterSet, address: Callable[..., str]
) -> list[UnstatedFacet]:
    """Returns the chosen facets that partnerships found by the other choices do not state;
    `address`: of the same query with changes.
    """
    chosen = filterset.chosen
    return [
        UnstatedFacet(str(facet.label), count, address(**{facet.value: NOT_STATED}))
        for facet in OFTEN_UNSTATED
        if facet in chosen and NOT_STATED not in chosen[facet]
        if (count := filterset.counts[facet][NOT_STATED])
    ]
