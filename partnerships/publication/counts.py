"""Figures of the whole registry, read from stored counts."""

from dataclasses import dataclass

from django.db.models import Q

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
