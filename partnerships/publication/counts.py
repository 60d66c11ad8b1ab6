"""Figures of the whole registry, read from the kept counts."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from partnerships.models import Facet, FacetCount, Partnership, Provenance
from partnerships.publication.index import indexed_count


@dataclass(frozen=True)
class KeyFigures:
    """What the home page counts; nothing suspended is in it."""

    partnerships: int
    declared: int
    imported: int
    authorities: int
    partners: int
    countries: int


def _sum(**conditions):
    return Sum("count", filter=Q(**conditions), default=0)


def _values(facet):
    return Count("pk", filter=Q(facet=facet))


def key_figures() -> KeyFigures:
    """One query over the values in use, whatever the number of partnerships."""
    figures = FacetCount.objects.filter(count__gt=0).aggregate(
        partnerships=_sum(facet=Facet.ALL),
        declared=_sum(facet=Facet.PROVENANCE, value=Provenance.DECLARED),
        authorities=_values(Facet.AUTHORITY),
        partners=_values(Facet.PARTNER),
        countries=_values(Facet.COUNTRY),
    )
    return KeyFigures(imported=figures["partnerships"] - figures["declared"], **figures)


def published_count() -> int:
    kept = FacetCount.objects.filter(facet=Facet.ALL).values_list("count", flat=True)
    return kept.order_by("pk").first() or 0


def index_is_complete() -> bool:
    """Every public partnership is found by the search, and none else."""
    return indexed_count() == Partnership.objects.listed().count()
