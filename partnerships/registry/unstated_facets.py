"""The partnerships that a choice leaves out because they do not state that facet."""

from collections.abc import Callable
from dataclasses import dataclass

from partnerships.models import NOT_STATED, Facet
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.filters import FROM, TO, PartnershipFilterSet

# Most imports have neither.
OFTEN_UNSTATED = (Facet.THEME, Facet.GOAL)


@dataclass(frozen=True)
class UnstatedFacet:
    """`count`: of the partnerships that do not state it; `numbers`: the same, of each source apart;
    `query`: finds them.
    """

    label: str
    count: int
    numbers: str
    query: str


def _unstated(
    filterset: PartnershipFilterSet, facet: Facet, count: int, query: str
) -> UnstatedFacet:
    found = filterset.with_choice(facet, [NOT_STATED]).found(Facet.PROVENANCE)
    numbers = partnerships_text(found[Facet.PROVENANCE])
    return UnstatedFacet(str(facet.label), count, numbers, query)


def unstated_facets(
    filterset: PartnershipFilterSet, address: Callable[..., str]
) -> list[UnstatedFacet]:
    """Returns the chosen facets that partnerships found by the other choices do not state;
    `address`: of the same query with changes.
    """
    chosen = filterset.chosen
    return [
        _unstated(filterset, facet, count, address(**{facet.value: NOT_STATED}))
        for facet in OFTEN_UNSTATED
        if facet in chosen and NOT_STATED not in chosen[facet]
        if (count := filterset.counts[facet][NOT_STATED])
    ]


def undated(filterset: PartnershipFilterSet, address: Callable[..., str]) -> UnstatedFacet | None:
    """Returns the partnerships that the chosen period leaves out for want of a known start."""
    values = filterset.chosen.get(Facet.YEAR)
    if values is None or NOT_STATED in values:
        return None
    if not (count := filterset.counts[Facet.FIRST_YEAR][NOT_STATED]):
        return None
    query = address(**{FROM: None, TO: None, Facet.YEAR.value: NOT_STATED})
    return _unstated(filterset, Facet.YEAR, count, query)
