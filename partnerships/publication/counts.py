"""Figures of the whole registry, read from stored counts."""

from dataclasses import dataclass

from partnerships.models import Facet, FacetCount, Provenance


@dataclass(frozen=True)
class KeyFigures:
    """The figures of the home page, without suspended partnerships.

    `by_provenance`: {provenance: number of partnerships}.
    """

    partnerships: int
    by_provenance: dict[str, int]
    authorities: int
    partners: int
    countries: int


def key_figures() -> KeyFigures:
    """Returns the key figures, in one query of a few stored counts."""
    stored = FacetCount.objects.filter(facet__in=[Facet.ALL, Facet.DISTINCT, Facet.PROVENANCE])
    counts = {(each.facet, each.value): each.count for each in stored}
    return KeyFigures(
        partnerships=counts.get((Facet.ALL, ""), 0),
        by_provenance={
            source: counts[Facet.PROVENANCE, source]
            for source in Provenance
            if counts.get((Facet.PROVENANCE, source))
        },
        authorities=counts.get((Facet.DISTINCT, Facet.AUTHORITY), 0),
        partners=counts.get((Facet.DISTINCT, Facet.PARTNER), 0),
        countries=counts.get((Facet.DISTINCT, Facet.COUNTRY), 0),
    )
