"""How many of the partnerships found have each facet value: by sets of keys, or by SQL.

Each facet is counted without its own choice, so that its other values say what they would add.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import reduce
from typing import Protocol

from django.db.models import Count, QuerySet
from pyroaring import BitMap

from partnerships.models import NOT_STATED, Facet, FacetCount, PartnershipFacet
from partnerships.registry.facets.held import HELD
from partnerships.registry.facets.periods import Period
from partnerships.registry.facets.sets import LEFT_OUT, FacetSets
from partnerships.registry.pagination import MOST_COUNTED
from partnerships.registry.search import has_many_matches, keys_found, keys_named

Counts = dict[str, Counter]
YEARS = (Facet.FIRST_YEAR, Facet.LAST_YEAR)
# Not panels of the registry: they are counted only where `found` asks for them.
UNCOUNTED = (Facet.AUTHORITY, Facet.SEAT, Facet.TOWN, Facet.CONTRIBUTION, *LEFT_OUT)


class Choice(Protocol):
    """What a reader chose: words, values of each facet, and periods for the years."""

    words: str
    chosen: dict[Facet, list[str]]
    periods: list[Period]

    def rows(self, without: Facet | None = None) -> QuerySet: ...


def stored_counts(facets: Iterable[Facet]) -> Counts:
    """Returns how many partnerships of the whole registry have each value of `facets`."""
    counts = defaultdict(Counter)
    stored = FacetCount.objects.filter(facet__in=facets, count__gt=0)
    for facet, value, count in stored.values_list("facet", "value", "count"):
        counts[facet][value] = count
    return counts


def _own_facets(choice: Choice) -> dict[Facet, list[Facet]]:
    """Returns the stored facets that are counted without each choice: those of the period, unless
    they are chosen themselves; none for what has no panel.
    """
    return {
        facet: [
            each
            for each in (YEARS if facet == Facet.YEAR else (facet,))
            if each == facet or each not in choice.chosen
        ]
        for facet in choice.chosen
        if facet not in UNCOUNTED
    }


class CountedBySql:
    """Counts of a small registry, or of one whose sets this process does not have."""

    def __init__(self):
        self.in_use: Counts = defaultdict(Counter)
        stored = FacetCount.objects.filter(count__gt=0).exclude(facet__in=UNCOUNTED)
        for facet, value, count in stored.values_list("facet", "value", "count"):
            self.in_use[facet][value] = count
        self._distinct = self.in_use.pop(Facet.DISTINCT, Counter())

    def counts(self, choice: Choice) -> Counts:
        if not (choice.words or choice.chosen):
            return self.in_use
        own = _own_facets(choice)
        counts = defaultdict(Counter)
        counts |= self._counted(choice.rows(), set(self.in_use).difference(*own.values()))
        for facet, stored in own.items():
            counts |= self._counted(choice.rows(without=facet), stored)
        return counts

    def found(self, choice: Choice, facets: Iterable[Facet]) -> Counts:
        """Returns how many of the partnerships found have each value of `facets`."""
        if choice.words or choice.chosen:
            return self._counted(choice.rows(), facets)
        return stored_counts(facets)

    def crossed_counts(self, choice: Choice, one: Facet, other: Facet, values: list[str]) -> Counts:
        """Returns {value of `one`: {value of `other`: number}}; "": with any of `values`."""
        found = PartnershipFacet.objects.filter(
            facet=one,
            partnership__in=choice.rows().values("pk"),
            partnership__facets__facet=other,
            partnership__facets__value__in=values,
        ).order_by()
        counts = defaultdict(Counter)
        pairs = found.values_list("value", "partnership__facets__value")
        for value, crossed, number in pairs.annotate(number=Count("pk")):
            counts[value][crossed] = number
        number = Count("partnership", distinct=True)
        for value, any_of_them in found.values_list("value").annotate(number=number):
            counts[value][""] = any_of_them
        return counts

    def found_in(
        self, choice: Choice, facet: Facet, groups: dict[str, list[str]]
    ) -> dict[str, int]:
        """Returns how many of the partnerships found have one of the values of each group."""
        group_of = {value: name for name, values in groups.items() for value in values}
        rows = PartnershipFacet.objects.filter(facet=facet)
        if choice.words or choice.chosen:
            rows = rows.filter(partnership__in=choice.rows().values("pk"))
        found = defaultdict(set)
        for value, key in rows.order_by().values_list("value", "partnership"):
            if value in group_of:
                found[group_of[value]].add(key)
        return {name: len(found[name]) for name in groups}

    def authority_count(self, choice: Choice, among: QuerySet | None) -> int:
        """Returns how many authorities, of those `among`, the partnerships found have."""
        if not (choice.words or choice.chosen):
            return self._distinct[Facet.AUTHORITY]
        rows = choice.rows().values("pk")
        found = PartnershipFacet.objects.filter(facet=Facet.AUTHORITY, partnership__in=rows)
        if among is not None:
            found = found.filter(value__in=among.values("key"))
        return found.aggregate(count=Count("value", distinct=True))["count"]

    def is_frequent(self, words: str) -> bool:
        """Whether more partnerships match `words` than are counted one by one."""
        return has_many_matches(words)

    def known_keys(self, choice: Choice, *, by_name_first: bool) -> None:
        """None: no key is known without the sets."""

    def _counted(self, rows: QuerySet, facets: Iterable[str]) -> Counts:
        counts = defaultdict(Counter)
        found = PartnershipFacet.objects.filter(facet__in=facets, partnership__in=rows.values("pk"))
        grouped = found.order_by().values_list("facet", "value").annotate(number=Count("pk"))
        for facet, value, number in grouped:
            counts[facet][value] = number
        return counts


class CountedBySets:
    """Counts of a registry whose facets are held as sets."""

    def __init__(self, sets: FacetSets):
        self.sets = sets
        self.in_use = sets.counts(None, [each for each in Facet if each not in UNCOUNTED])
        self._found = {}

    def _with_words(self, words):
        if words not in self._found:
            self._found[words] = BitMap(keys_found(words))
        return self._found[words]

    def is_frequent(self, words: str) -> bool:
        """Whether more partnerships match `words` than are counted one by one."""
        return len(self._with_words(words)) > MOST_COUNTED

    def known_keys(self, choice: Choice, *, by_name_first: bool) -> list[BitMap]:
        """Returns the keys found, `by_name_first` in two parts: those named exactly as searched,
        then the others.
        """
        keys = self._keys(choice)
        found = _all_of(keys.values()) if keys else self.sets.with_values(Facet.ALL, [""])
        if not by_name_first:
            return [found]
        keys["words"] = BitMap(keys_named(choice.words))
        named = _all_of(keys.values())
        return [named, found - named]

    def _keys(self, choice: Choice) -> dict[Facet | str, BitMap]:
        """Returns the keys that each part of the choice keeps: its words, and each facet."""
        keys = {
            facet: self._with_values(facet, values, choice.periods)
            for facet, values in choice.chosen.items()
        }
        if choice.words:
            keys["words"] = self._with_words(choice.words)
        return keys

    def _with_values(self, facet, values, periods):
        if facet == Facet.YEAR:
            return self._in_periods(periods, values)
        if facet in LEFT_OUT:
            rows = PartnershipFacet.objects.filter(facet=facet, value__in=values)
            return BitMap(rows.values_list("partnership", flat=True))
        return self.sets.with_values(facet, values)

    def _in_periods(self, periods, values):
        keys = BitMap().union(*(self.sets.under_way(each.first, each.last) for each in periods))
        if NOT_STATED in values:
            keys |= self.sets.with_values(Facet.FIRST_YEAR, [NOT_STATED])
        return keys

    def counts(self, choice: Choice) -> Counts:
        keys = self._keys(choice)
        if not keys:
            return self.in_use
        own = _own_facets(choice)
        others = set(self.in_use).difference(*own.values())
        counts = self.sets.counts(_all_of(keys.values()), others)
        for facet, stored in own.items():
            rest = [each for name, each in keys.items() if name != facet]
            counts |= self.sets.counts(_all_of(rest), stored)
        return counts

    def found(self, choice: Choice, facets: Iterable[Facet]) -> Counts:
        """Returns how many of the partnerships found have each value of `facets`."""
        counts = self.sets.counts(self._keys_found(choice), facets)
        return {
            facet: Counter({value: count for value, count in values.items() if count})
            for facet, values in counts.items()
        }

    def crossed_counts(self, choice: Choice, one: Facet, other: Facet, values: list[str]) -> Counts:
        """Returns {value of `one`: {value of `other`: number}}; "": with any of `values`."""
        return self.sets.crossed(self._keys_found(choice), one, other, values)

    def found_in(
        self, choice: Choice, facet: Facet, groups: dict[str, list[str]]
    ) -> dict[str, int]:
        """Returns how many of the partnerships found have one of the values of each group."""
        keys = self._keys_found(choice)
        sets = {name: self.sets.with_values(facet, values) for name, values in groups.items()}
        return {
            name: len(each) if keys is None else keys.intersection_cardinality(each)
            for name, each in sets.items()
        }

    def _keys_found(self, choice):
        return _all_of(self._keys(choice).values())

    def authority_count(self, choice: Choice, among: QuerySet | None) -> int:
        """Returns how many authorities, of those `among`, the partnerships found have."""
        found = self._keys_found(choice)
        if among is not None:
            stored = FacetCount.objects.filter(facet=Facet.AUTHORITY, count__gt=0)
            among = stored.filter(value__in=among.values("key")).values_list("value", flat=True)
        return self.sets.values_found(Facet.AUTHORITY, found, among)


def _all_of(sets: Iterable[BitMap]) -> BitMap | None:
    """Returns the intersection of `sets`, from the smallest; None if there are none."""
    sets = sorted(sets, key=len)
    return reduce(lambda one, other: one & other, sets) if sets else None


def facet_counter() -> CountedBySets | CountedBySql:
    """Returns what counts the facets of the registry as it is being read."""
    sets = HELD.now()
    return CountedBySets(sets) if sets else CountedBySql()
