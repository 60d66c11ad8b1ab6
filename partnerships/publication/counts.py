"""Figures of the whole registry, read from stored counts."""

from dataclasses import dataclass, replace

from django.db.models import Count

from partnerships.models import Facet, FacetCount, PartnershipFacet, Provenance
from partnerships.models.partnership import IMPORTED


@dataclass(frozen=True)
class KeyFigures:
    """The figures of the registry, without suspended partnerships.

    `by_provenance`: {provenance: number of partnerships}; `leaves_out`: how many fictitious ones
    are not counted.
    """

    partnerships: int
    by_provenance: dict[str, int]
    authorities: int
    partners: int
    countries: int
    leaves_out: int = 0

    @property
    def declared(self) -> int:
        return self.by_provenance.get(Provenance.DECLARED, 0)

    @property
    def imported(self) -> int:
        return sum(self.by_provenance.get(each, 0) for each in IMPORTED)

    @property
    def fictitious(self) -> int:
        return self.by_provenance.get(Provenance.DEMONSTRATION, 0)

    @property
    def is_mixed(self) -> bool:
        """Whether there are fictitious partnerships beside others."""
        return 0 < self.fictitious < self.partnerships


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


def facets_without_fiction(facets):
    """Returns the stored values of `facets`, without those of fictitious partnerships."""
    fictitious = PartnershipFacet.objects.filter(
        facet=Facet.PROVENANCE, value=Provenance.DEMONSTRATION
    )
    rows = PartnershipFacet.objects.filter(facet__in=facets).order_by()
    return rows.exclude(partnership__in=fictitious.values("partnership"))


def without_fiction(figures: KeyFigures) -> KeyFigures:
    """Returns `figures` without the fictitious partnerships, which are no data, in one query; as
    they are where all of them are fictitious, or none.
    """
    if not figures.is_mixed:
        return figures
    rows = facets_without_fiction([Facet.AUTHORITY, Facet.PARTNER, Facet.COUNTRY])
    counts = dict(rows.values_list("facet").annotate(Count("value", distinct=True)))
    sources = figures.by_provenance.items()
    return replace(
        figures,
        partnerships=figures.partnerships - figures.fictitious,
        by_provenance={
            source: count for source, count in sources if source != Provenance.DEMONSTRATION
        },
        authorities=counts.get(Facet.AUTHORITY, 0),
        partners=counts.get(Facet.PARTNER, 0),
        countries=counts.get(Facet.COUNTRY, 0),
        leaves_out=figures.fictitious,
    )
