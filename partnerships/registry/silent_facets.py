"""What a choice leaves out for want of a word about it: most imports tell no theme."""

from collections.abc import Callable
from dataclasses import dataclass

from partnerships.models import NOT_STATED, Facet
from partnerships.registry.filters import PartnershipFilterSet

OFTEN_SILENT = (Facet.THEME, Facet.GOAL)


@dataclass(frozen=True)
class SilentFacet:
    """A facet, how many partnerships say nothing of it, and the query of these."""

    label: str
    count: int
    query: str


def silent_facets(
    filterset: PartnershipFilterSet, address: Callable[..., str]
) -> list[SilentFacet]:
    """Returns the facets chosen that partnerships found by the other choices say nothing of;
    `address`: of the same query with changes.
    """
    chosen = filterset.chosen
    return [
        SilentFacet(str(facet.label), count, address(**{facet.value: NOT_STATED}))
        for facet in OFTEN_SILENT
        if facet in chosen and NOT_STATED not in chosen[facet]
        if (count := filterset.counts[facet][NOT_STATED])
    ]
