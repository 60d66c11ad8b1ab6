"""Figures of the whole registry, read from the kept counts."""

from dataclasses import dataclass

from django.db.models import Q

from partnerships.models import Facet, FacetCount, Provenance


@dataclass(frozen=True)
class KeyFigures:
    """What the home page counts; nothing suspended is in it."""

    partnerships: int
    declared: int
    imported: int
    authorities: int
    partners: int
    countries: int


def kept_count(facet: str, value: str) -> int:
    """How many public partnerships have `value`."""
    kept = FacetCount.objects.filter(facet=facet, value=value).values_list("count", flat=True)
    return next(iter(kept), 0)


def key_figures() -> KeyFigures:
    """One query of a handful of kept counts."""
    kept = FacetCount.objects.filter(
        Q(facet__in=[Facet.ALL, Facet.DISTINCT])
        | Q(facet=Facet.PROVENANCE, value=Provenance.DECLARED)
    )
    counts = {(each.facet, each.value): each.count for each in kept}
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
