"""The partnerships shown on the pages of an authority, a partner, a country and a place."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partnerships.models import Facet, FacetCount, Partnership, PartnershipFacet
from partnerships.registry.facets.held import HELD
from partnerships.registry.facets.sets import FacetSets


def with_partnership_count(rows: QuerySet, facet: Facet, name: str) -> QuerySet:
    """Returns the `rows` with `partnership_count`: that of the value of their field `name`."""
    counts = FacetCount.objects.filter(facet=facet, value=OuterRef(name)).values("count")
    return rows.annotate(partnership_count=Coalesce(Subquery(counts[:1]), 0))


def in_use(rows: QuerySet, facet: Facet, name: str) -> QuerySet:
    """Returns the `rows` of which the field `name` is a value in use, by a subquery per row: a few
    rows do not cost the list of all values.
    """
    stored = FacetCount.objects.filter(facet=facet, count__gt=0, value=OuterRef(name))
    return rows.filter(Exists(stored))


def counts_within(
    facet: Facet,
    value: str,
    others: Iterable[Facet],
    provenances: Sequence[str] = (),
    sets: FacetSets | None = None,
) -> dict[str, dict[str, int]]:
    """Returns {facet: {value: number}} of the public partnerships with `value`, for the facets
    `others`: from the held sets (`sets`, where they were just read), or in one query that reads the
    facets of these partnerships. `provenances`: those counted, all of them if none is given.
    """
    if sets := sets or HELD.with_values_of(facet):
        keys = sets.with_values(facet, [value])
        if provenances:
            keys &= sets.with_values(Facet.PROVENANCE, provenances)
        found = sets.counts(keys, others)
        return {other: +counts for other, counts in found.items()}
    counts = {other: {} for other in others}
    partnerships = PartnershipFacet.objects.filter(facet=facet, value=value).values("partnership")
    rows = PartnershipFacet.objects.filter(facet__in=counts, partnership__in=partnerships)
    if provenances:
        rows = rows.filter(partnership__provenance__in=provenances)
    for other, found, count in rows.values_list("facet", "value").annotate(Count("pk")):
        counts[other][found] = count
    return counts


def stored_count(facet: Facet, value: str) -> int:
    """Returns how many public partnerships have `value`."""
    stored = FacetCount.objects.filter(facet=facet, value=value).values_list("count", flat=True)
    return stored.first() or 0


def partnerships_with(facet: Facet, value: str) -> QuerySet:
    """Returns the public partnerships with `value`."""
    found = PartnershipFacet.objects.filter(facet=facet, value=value)
    return Partnership.objects.listed().filter(pk__in=found.values("partnership"))


def first_rows(facet: Facet, value: str, most: int, leave: str = "") -> QuerySet:
    """Returns the last `most` public partnerships with `value` that entered the registry, without
    those of the provenance `leave`.
    """
    rows = partnerships_with(facet, value).for_list()
    rows = rows.exclude(provenance=leave) if leave else rows
    return rows.order_by("-pk")[:most]
