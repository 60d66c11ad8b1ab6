"""Counts of facet values by source: what is declared, imported and fictitious is never added up."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from partnerships.models import Facet, PartnershipFacet, Provenance
from partnerships.models.partnership import IMPORTED
from partnerships.registry.facets.counts import Counts
from partnerships.registry.facets.held import HELD
from partnerships.registry.facets.sets import LEFT_OUT, FacetSets
from partnerships.registry.filters import PartnershipFilterSet


class Source(TextChoices):
    DECLARED = "declared", _("Déclaré par les collectivités")
    IMPORTED = "imported", _("Repris de sources publiques, non déclaré")
    DEMONSTRATION = "demonstration", _("Fictif, de démonstration")


PROVENANCES = {
    Source.DECLARED: (Provenance.DECLARED,),
    Source.IMPORTED: IMPORTED,
    Source.DEMONSTRATION: (Provenance.DEMONSTRATION,),
}
REAL = (Source.DECLARED, Source.IMPORTED)
SOURCE_OF = {each: source for source, provenances in PROVENANCES.items() for each in provenances}


IS_FICTITIOUS = Q(provenance=Provenance.DEMONSTRATION)


def real_first(partnerships: QuerySet) -> QuerySet:
    """Returns the newest of `partnerships` first, those that are fictitious last."""
    return partnerships.order_by(ExpressionWrapper(IS_FICTITIOUS, BooleanField()), "-pk")


def real_then_fictitious(segments: Iterable[QuerySet]) -> list[QuerySet]:
    """Returns the partnerships of all `segments` that are real, then the fictitious ones."""
    segments = list(segments)
    real = [rows.exclude(IS_FICTITIOUS) for rows in segments]
    return real + [rows.filter(IS_FICTITIOUS) for rows in segments]


def source_filterset(source: Source | None) -> PartnershipFilterSet:
    """Returns the choice of all partnerships of `source`; of all sources, for None."""
    query = QueryDict(mutable=True)
    query.setlist(Facet.PROVENANCE, PROVENANCES.get(source, ()))
    return PartnershipFilterSet(query)


def whole_source(filterset: PartnershipFilterSet) -> Source | None:
    """Returns the source of which `filterset` finds all partnerships and no other, if it does."""
    if filterset.words or set(filterset.chosen) != {Facet.PROVENANCE}:
        return None
    asked = set(filterset.chosen[Facet.PROVENANCE])
    in_use = filterset.in_use[Facet.PROVENANCE]
    sources = PROVENANCES.items()
    return next((each for each, of in sources if asked == {*filter(in_use.get, of)}), None)


# How a row that belongs to a partnership says one of its facet values, and where it comes from.
VALUE, PROVENANCE = "partnership__facets__value", "partnership__provenance"


def rows_about(rows: QuerySet, facet: Facet, values: Iterable[str]) -> QuerySet:
    """Returns those of `rows`, which belong to partnerships, whose public partnership has one of
    `values`, once for each; their VALUE is that value.
    """
    found = {"partnership__facets__facet": facet, f"{VALUE}__in": values}
    return rows.filter(**found).order_by()


def _keys_by_source(sets):
    return {
        source: sets.with_values(Facet.PROVENANCE, provenances)
        for source, provenances in PROVENANCES.items()
    }


def _counted_by_sets(sets, facet, values, others):
    found, by_source = {}, _keys_by_source(sets)
    for value in values:
        keys = sets.with_values(facet, [value])
        for source, all_of_source in by_source.items():
            if of_source := keys & all_of_source:
                counts = sets.counts(of_source, others)
                found[value, source] = {each: +counts[each] for each in others}
    return found


def _counted_by_sql(facet, values, others):
    """All the facets of these partnerships are counted: with a condition on them, SQLite would
    begin with those of the whole registry.
    """
    found = {}
    rows = rows_about(PartnershipFacet.objects.all(), facet, values)
    counted = rows.values_list(VALUE, PROVENANCE, "facet", "value").annotate(Count("pk"))
    for value, provenance, other, stored, count in counted:
        key = value, SOURCE_OF[provenance]
        counts = found.setdefault(key, {each: Counter() for each in others})
        if other in counts:
            counts[other][stored] += count
    return found


def counts_by_source(
    facet: Facet, values: list[str], others: Iterable[Facet]
) -> dict[tuple[str, Source], Counts]:
    """Returns {(value, source): {other facet: {its value: number of partnerships}}}, without the
    pairs that have no partnership: from the held sets, or in one query.
    """
    others = list(others)
    if sets := HELD.with_values_of(facet):
        return _counted_by_sets(sets, facet, values, others)
    return _counted_by_sql(facet, values, others)


def numbers_of_both(
    facet: Facet, value: str, others: dict[Facet, str], sets: FacetSets | None = None
) -> dict[Facet, dict[Source, int]]:
    """Returns, for each facet of `others`, how many public partnerships of each source have `value`
    and its one: from the held sets (`sets`, where they were just read), or in one query.
    """
    if sets := sets or HELD.with_values_of(facet):
        keys = sets.with_values(facet, [value])
        by_source = _keys_by_source(sets)
        both = {other: keys & sets.with_values(other, [code]) for other, code in others.items()}
        return {
            other: {
                source: found.intersection_cardinality(of_source)
                for source, of_source in by_source.items()
            }
            for other, found in both.items()
        }
    counts = _counted_by_sql(facet, [value], others)
    return {
        other: {
            source: counts[value, source][other][code]
            for source in Source
            if (value, source) in counts
        }
        for other, code in others.items()
    }


Value = tuple[Facet, str]
NumbersBySource = dict[Value, dict[Source, int]]


def _numbers_by_sql(wanted):
    by_facet = defaultdict(list)
    for facet, value in wanted:
        by_facet[facet].append(value)
    condition = Q(pk__in=[])
    for facet, values in by_facet.items():
        condition |= Q(facet=facet, value__in=values)
    rows = PartnershipFacet.objects.filter(condition).order_by()
    counted = rows.values_list("facet", "value", "partnership__provenance")
    numbers = defaultdict(Counter)
    for facet, value, provenance, count in counted.annotate(Count("pk")):
        numbers[facet, value][SOURCE_OF[provenance]] += count
    return numbers


def numbers_by_source(wanted: Iterable[Value]) -> NumbersBySource:
    """Returns {(facet, value): {source: number of public partnerships}} of the values `wanted`, in
    the order of sources and without zeros: from the held sets, and in one query for the others.
    """
    wanted, sets = set(wanted), HELD.now()
    held = {each for each in wanted if each[0] not in LEFT_OUT} if sets else set()
    others = wanted - held
    numbers = _numbers_by_sql(others) if others else {}
    keys = _keys_by_source(sets) if held else {}
    for facet, value in held:
        found = sets.with_values(facet, [value])
        numbers[facet, value] = {
            source: found.intersection_cardinality(each) for source, each in keys.items()
        }
    return {
        value: {source: numbers[value][source] for source in Source if numbers[value].get(source)}
        for value in wanted & numbers.keys()
    }
