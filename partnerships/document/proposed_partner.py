"""Proposed partners, and the search for the known ones that may resemble them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID, uuid5

from django.db.models import Q

from partnerships.analysis import fold
from partnerships.document.canonical import canonical
from partnerships.identifiers import is_uuid
from partnerships.models import InternationalPartner, PartnerTerm, Place, PlaceTerm
from partnerships.names import (
    LONGEST_SPELT,
    name_key,
    one_letter_away,
    resembling_terms,
    without_titles,
)
from partnerships.near_spelling import Vocabulary

# Letters of all names together. With more, the terms of the registry are read instead of looking
# up every spelling, some 75 per letter.
LETTERS_SPELT = 300
# SQLite compiled with its own limit reads 32,766 parameters in a query, and 1,000 alternatives.
TERMS_PER_QUERY, STARTS_PER_QUERY = 20_000, 400
TERM_MAX = PartnerTerm._meta.get_field("term").max_length


@dataclass(frozen=True)
class Proposed:
    """A proposed partner. `key`: the uuid of its item; `kind`: "" if not chosen yet."""

    key: str
    name: str
    country: str
    kind: str = ""
    place: Place | None = None

    def is_same(self, other: "Proposed") -> bool:
        """Whether both have the same name but for its spelling, and are of one kind and country."""
        described = (name_key(each.name) for each in (self, other))
        is_one_name = len(set(described)) == 1
        return is_one_name and (self.kind, self.country) == (other.kind, other.country)

    @property
    def created_uuid(self) -> UUID | None:
        """The uuid of the partner that its publication creates."""
        place = self.place.pk if self.place else None
        described = {"name": self.name, "kind": self.kind, "country": self.country, "place": place}
        return created_uuid(self.key, **described) if is_uuid(self.key) else None


def created_uuid(item: str, *, name: str, kind: str, country: str, place: int | None) -> UUID:
    """Returns the uuid of the partner created from a proposal, the same each time."""
    return uuid5(UUID(item), canonical([name, kind, country, place]))


@dataclass(frozen=True)
class Sought:
    """A proposed partner, its folded names, their keys, and the terms of partners that resemble it.

    `is_town_of_its_country`: whether GeoNames has a town of that name in that country.
    """

    proposed: Proposed
    names: set[str]
    keys: frozenset[str]
    terms: set[str]
    is_town_of_its_country: bool

    @classmethod
    def of_name(cls, proposed: Proposed) -> "Sought":
        """Returns what compares `proposed` by its own name alone."""
        return cls(proposed, set(), frozenset([name_key(proposed.name)]), set(), True)

    @property
    def start(self) -> str:
        """The beginning of the terms of longer names."""
        return f"{without_titles(self.proposed.name)} "


def _spelt(name: str) -> set[str]:
    """Returns a name as search terms have it, with its titles and without."""
    return {fold(name), without_titles(name)} - {""}


def _town_names(proposed: list[Proposed]) -> dict[tuple[str, str], set[str]]:
    """Returns (country, folded name) → all names of the towns that have this name, folded.

    A town known by GeoNames under a name in Arabic is also found by its French name.
    """
    names = set().union(*(_spelt(each.name) for each in proposed))
    terms = PlaceTerm.objects.filter(term__in=names)
    towns = Place.objects.filter(pk__in=terms.values("place"))
    found = defaultdict(set)
    for town in towns.filter(country__in={each.country for each in proposed}):
        own = {fold(name) for name in (town.name, *town.other_names)} - {""}
        for name in own & names:
            found[town.country_id, name] |= own
    return found


def _spellings(names: set[str], countries: set[str]) -> Callable[[str], Iterable[str]]:
    """Returns a function that gives the spellings of a name with one mistake: all possible ones or,
    for many letters, only those among the terms of the partners of `countries`.
    """
    names = {name for name in map(without_titles, names) if len(name) <= LONGEST_SPELT}
    if sum(map(len, names)) <= LETTERS_SPELT:
        return one_letter_away
    terms = PartnerTerm.objects.filter(partner__country__in=countries).order_by()
    vocabulary = Vocabulary(terms.values_list("term", flat=True).distinct())
    near = {name: vocabulary.near(name, 1) for name in names}
    return lambda name: near.get(name, ())


def slices(values: set, size: int) -> Iterator[list]:
    ordered = sorted(values)
    return (ordered[i : i + size] for i in range(0, len(ordered), size))


def partners_by_term(sought: list[Sought]) -> dict[str, set[int]]:
    """Returns {term, or beginning of one and a space: primary keys of its partners}.

    Of other countries, only those with a term that is a whole name.
    """
    countries = {each.proposed.country for each in sought}
    names = set().union(*(each.names for each in sought))
    rows = PartnerTerm.objects.filter(partner__merged_into__isnull=True).order_by()
    found = defaultdict(set)
    for terms in slices(set().union(*(each.terms for each in sought)), TERMS_PER_QUERY):
        columns = "term", "partner", "partner__country"
        for term, pk, country in rows.filter(term__in=terms).values_list(*columns):
            if country in countries or term in names:
                found[term].add(pk)
    rows = rows.filter(partner__country__in=countries)
    for starts in slices({each.start for each in sought}, STARTS_PER_QUERY):
        wanted = reduce(or_, (Q(term__prefix=start) for start in starts))
        for term, pk in rows.filter(wanted).values_list("term", "partner"):
            for start in _beginnings(term):
                found[f"{start} "].add(pk)
    return found


def _beginnings(term):
    parts = term.split()
    return (" ".join(parts[:i]) for i in range(1, len(parts)))


def partners_at(places: set[int]) -> dict[int, set[int]]:
    """Returns {place: primary keys of its partners}."""
    rows = InternationalPartner.objects.current().filter(place__in=places).order_by()
    found = defaultdict(set)
    for place, pk in rows.values_list("place", "pk") if places else ():
        found[place].add(pk)
    return found


def sought_for(proposed: list[Proposed]) -> Iterator[Sought]:
    """Yields what to search for each; one query reads the names of their towns."""
    town_names = _town_names(proposed)
    named = [
        (each, set().union(*(town_names[each.country, name] for name in _spelt(each.name))))
        for each in proposed
    ]
    all_names = {each.name for each in proposed}.union(*(towns for _each, towns in named))
    spellings = _spellings(all_names, {each.country for each in proposed})
    for each, towns in named:
        names = {each.name, *towns}
        terms = set().union(*(resembling_terms(name, spellings=spellings) for name in names))
        yield Sought(
            proposed=each,
            names={term[:TERM_MAX] for name in names for term in _spelt(name)},
            keys=frozenset(map(name_key, names)),
            terms={term[:TERM_MAX] for term in terms},
            is_town_of_its_country=bool(towns),
        )
