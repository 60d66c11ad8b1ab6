"""Counts of facet values by source: what is declared, imported and fictitious is never added up."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _

from partnerships.models import Facet, PartnershipFacet, Provenance
from partnerships.models.partnership import IMPORTED
from partnerships.registry.facet_counts import Counts
from partnerships.registry.held_facets import HELD


class Source(TextChoices):
    DECLARED = "declared", _("Déclaré par les collectivités")
    IMPORTED = "imported", _("Repris de sources publiques, non déclaré")
    DEMONSTRATION = "demonstration", _("Fictif, de démonstration")


PROVENANCES = {
    Source.DECLARED: (Provenance.DECLARED,),
    Source.IMPORTED: IMPORTED,
    Source.DEMONSTRATION: (Provenance.DEMONSTRATION,),
}
SOURCE_OF = {each: source for source, provenances in PROVENANCES.items() for each in provenances}


def rows_about(facet: Facet, values: Iterable[str]):
    """Returns the stored facets of the partnerships that have one of `values`; those of a
    partnership that has several come once for each.

    Of each row, `partnership__facets__value` is that value.
    """
    return PartnershipFacet.objects.filter(
        partnership__facets__facet=facet, partnership__facets__value__in=values
    ).order_by()


def _counted_by_sets(sets, facet, values, others):
    found = {}
    for value in values:
        keys = sets.with_values(facet, [value])
        for source, provenances in PROVENANCES.items():
            of_source = keys & sets.with_values(Facet.PROVENANCE, provenances)
            if of_source:
                counts = sets.counts(of_source, others)
                found[value, source] = {each: +counts[each] for each in others}
    return found


def _counted_by_sql(facet, values, others):
    found = defaultdict(lambda: defaultdict(Counter))
    rows = rows_about(facet, values).filter(facet__in=others)
    names = ("partnership__facets__value", "partnership__provenance", "facet", "value")
    for value, provenance, other, stored, count in rows.values_list(*names).annotate(Count("pk")):
        found[value, SOURCE_OF[provenance]][other][stored] += count
    return {key: {each: counts[each] for each in others} for key, counts in found.items()}


def counts_by_source(
    facet: Facet, values: list[str], others: Iterable[Facet]
) -> dict[tuple[str, Source], Counts]:
    """Returns {(value, source): {other facet: {its value: number of partnerships}}}, without the
    pairs that have no partnership: from the held sets, or in one query.
    """
    others = list(others)
    sets = HELD.now()
    if sets:
        return _counted_by_sets(sets, facet, values, others)
    return _counted_by_sql(facet, values, others)
