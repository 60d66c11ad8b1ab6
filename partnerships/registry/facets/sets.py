"""The partnerships of each facet value, as sets of keys that are intersected to count."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from pyroaring import BitMap

from partnerships.models import Facet, PartnershipFacet

# It has as many values as there are partners, and nothing of the registry is counted by it.
LEFT_OUT = (Facet.PARTNER,)
READ_AT_ONCE = 10_000
# Sets of authorities that are looked at together.
GROUP = 64
EMPTY = BitMap()

Sets = dict[str, dict[str, BitMap]]


def facet_rows():
    """Returns (facet, value, partnership) of the stored facets that the sets hold."""
    rows = PartnershipFacet.objects.exclude(facet__in=LEFT_OUT).order_by()
    return rows.values_list("facet", "value", "partnership")


@dataclass(frozen=True)
class FacetSets:
    """The sets of one version of the registry: {facet: {value: keys}}; they are never changed."""

    version: int
    sets: Sets

    @classmethod
    def read(cls, version: int) -> "FacetSets":
        """Reads the sets from the stored facets, which are those of `version`."""
        rows = facet_rows().order_by("facet", "value", "partnership").iterator(READ_AT_ONCE)
        sets = defaultdict(dict)
        for (facet, value), group in groupby(rows, itemgetter(0, 1)):
            sets[facet][value] = BitMap([row[2] for row in group])
        return cls(version, dict(sets))

    def after(self, version: int, changed: Iterable[int], rows: Iterable[tuple]) -> "FacetSets":
        """Returns the sets of a later `version`, in which `changed` are the partnerships that
        changed and `rows` all their (facet, value, partnership).
        """
        changed, added = BitMap(changed), defaultdict(lambda: defaultdict(BitMap))
        for facet, value, pk in rows:
            added[facet][value].add(pk)
        sets = {}
        for facet in self.sets.keys() | added.keys():
            values = {
                value: keys - changed if keys.intersect(changed) else keys
                for value, keys in self.sets.get(facet, {}).items()
            }
            for value, keys in added.get(facet, {}).items():
                values[value] = values.get(value, EMPTY) | keys
            sets[facet] = {value: keys for value, keys in values.items() if keys}
        return FacetSets(version, sets)

    def counts(self, keys: BitMap | None, facets: Iterable[str]) -> dict[str, Counter]:
        """Returns {facet: {value: number of `keys`}}; None: of all partnerships."""
        number = len if keys is None else keys.intersection_cardinality
        found = {facet: self.sets.get(facet, {}) for facet in facets}
        return {
            facet: Counter(dict(zip(sets, map(number, sets.values()), strict=True)))
            for facet, sets in found.items()
        }

    def with_values(self, facet: str, values: Iterable[str]) -> BitMap:
        """Returns the partnerships with one of `values`."""
        sets = self.sets.get(facet, {})
        return BitMap().union(*(sets.get(value, EMPTY) for value in values))

    def values_found(self, facet: str, keys: BitMap | None, among: Iterable[str] | None) -> int:
        """Returns how many values of `facet`, of those `among`, the partnerships `keys` have.

        None: of all partnerships; among all values.
        """
        sets = self.sets.get(facet, {})
        if among is None and keys is not None and facet == Facet.AUTHORITY:
            only, groups = self._groups_of_authorities
            found = (each for union, each in groups if keys.intersect(union))
            others = sum(sum(map(keys.intersect, each)) for each in found)
            return keys.intersection_cardinality(only) + others
        values = sets.values() if among is None else [sets[each] for each in among if each in sets]
        return len(values) if keys is None else sum(map(keys.intersect, values))

    @cached_property
    def _groups_of_authorities(self) -> tuple[BitMap, list[tuple[BitMap, list[BitMap]]]]:
        """The partnerships that are the only one of exactly one authority, counted at once; then
        the sets of the other authorities by groups, each after its union: few keys meet few groups.
        """
        once, again, sets = BitMap(), BitMap(), self.sets.get(Facet.AUTHORITY, {}).values()
        for keys in sets:
            if len(keys) == 1:
                again |= once & keys
                once |= keys
        only = once - again
        others = [keys for keys in sets if len(keys) > 1 or not keys.issubset(only)]
        groups = [others[first : first + GROUP] for first in range(0, len(others), GROUP)]
        return only, [(BitMap().union(*each), each) for each in groups]

    def crossed(
        self, keys: BitMap | None, one: str, other: str, values: Iterable[str]
    ) -> dict[str, Counter]:
        """Returns {value of `one`: {value of `other`: number of `keys`}}, without zeros.

        Of `other`, `values` alone; "" stands for any of them. None: of all partnerships.
        """
        sets = {value: self.with_values(other, [value]) for value in values}
        sets[""] = self.with_values(other, sets)
        if keys is not None:
            sets = {value: each & keys for value, each in sets.items()}
        return {
            value: +Counter(
                {name: mine.intersection_cardinality(each) for name, each in sets.items()}
            )
            for value, mine in self.sets.get(one, {}).items()
        }

    def under_way(self, first: str, last: str) -> BitMap:
        """Returns the partnerships under way in one of the years from `first` to `last`."""
        begun = [year for year in self.sets.get(Facet.FIRST_YEAR, ()) if year <= last]
        ended = [year for year in self.sets.get(Facet.LAST_YEAR, ()) if year < first]
        begun = self.with_values(Facet.FIRST_YEAR, begun)
        return begun - self.with_values(Facet.LAST_YEAR, ended)
