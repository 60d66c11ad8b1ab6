"""Figures of the whole registry, read from stored counts."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, Sum

from partnerships.models import Facet, FacetCount, Provenance


@dataclass(frozen=True)
class KeyFigures:
    """The figures of the home page, without suspended partnerships."""

    partnerships: int
    declared: int
    imported: int
    authorities: int
    partners: int
    countries: int


def _count_under_way(year):
    """Returns the number of public partnerships under way in `year`, a text."""
    begun = Q(facet=Facet.FIRST_YEAR, value__lte=year)
    ended = Q(facet=Facet.LAST_YEAR, value__lt=year)
    counts = FacetCount.objects.filter(begun | ended).aggregate(
        begun=Sum("count", filter=begun, default=0), ended=Sum("count", filter=ended, default=0)
    )
    return counts["begun"] - counts["ended"]


def counts_by_year(first: Counter, last: Counter, today: int) -> dict[int, int]:
    """Returns {year: number under way}, without zeros, from the numbers of first and last years.

    Up to the year `today`, or to the last year of the counters if later.
    """
    years = [*first, *last]
    counts, under_way = {}, 0
    for year in range(min(years), max(*years, today) + 1) if years else ():
        under_way += first[year] - last[year - 1]
        if under_way:
            counts[year] = under_way
    return counts


def stored_count(facet: str, value: str) -> int:
    """Returns the number of public partnerships with `value`."""
    if facet == Facet.YEAR:
        return _count_under_way(value)
    stored = FacetCount.objects.filter(facet=facet, value=value).values_list("count", flat=True)
    return next(iter(stored), 0)


def key_figures() -> KeyFigures:
    """Returns the key figures, in one query of a few stored counts."""
    stored = FacetCount.objects.filter(
        Q(facet__in=[Facet.ALL, Facet.DISTINCT])
        | Q(facet=Facet.PROVENANCE, value=Provenance.DECLARED)
    )
    counts = {(each.facet, each.value): each.count for each in stored}
    total = counts.get((Facet.ALL, ""), 0)
    declared = counts.get((Facet.PROVENANCE, Provenance.DECLARED), 0)
    return KeyFigures(
        partnerships=total,
        declared=declared,
        imported=total - declared,
        authorities=counts.get((Facet.DISTINCT, Facet.AUTHORITY), 0),
        partners=counts.get((Facet.DISTINCT, Facet.PARTNER), 0),
        countries=counts.get((Facet.DISTINCT, Facet.COUNTRY), 0),
    )
