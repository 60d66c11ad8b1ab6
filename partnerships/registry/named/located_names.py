"""Places that a text names: after a name (« Saint-Denis La Réunion »), or together (« Sénégal
Occitanie »).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from django.db.models import Q

from partnerships.analysis import STOP_WORDS, fold
from partnerships.country_names import CountryNameKind
from partnerships.models import Facet, InternationalPartner, LocalAuthority
from partnerships.registry.authority_search import NAME, OTHER_NAME, search_authorities
from partnerships.registry.lists import country_names
from partnerships.registry.named.listed_values import listed_values
from partnerships.registry.partner_search import search_partners
from partnerships.registry.places_of_france import known_places, place_key

# Words after a name, at most: « Provence-Alpes-Côte d’Azur » has five.
PLACE_WORDS = 8
FRANCE = "france"
# How many times as many inhabitants as its namesakes a town has that is meant by its name alone.
DWARFS = 20
PLACE_FACETS = (Facet.COUNTRY, Facet.REGION, Facet.DEPARTEMENT)


def _splits(folded: str) -> Iterator[tuple[str, str]]:
    """Yields a folded text in two parts, a name and the words after it, the longest end first."""
    parts = folded.split()
    for start in range(max(1, len(parts) - PLACE_WORDS), len(parts)):
        yield " ".join(parts[:start]), " ".join(parts[start:])


def _first_located(folded: str, condition_of: Callable[[str], Q | None]) -> tuple[str, Q] | None:
    for name, place in _splits(folded):
        condition = condition_of(place)
        if condition is not None:
            return name, condition
    return None


def in_france(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with France, or with a région or a département (any of its
    names, or its code).

    Returns the name before it, and the condition of the authorities there; None otherwise.
    """
    places = known_places()

    def condition_of(place):
        if place_key(place) == FRANCE:
            return Q()
        found = places.get(place_key(place), ())
        conditions = [Q(**{facet.value: code}) for facet, code in found]
        return Q(*conditions, _connector=Q.OR) if conditions else None

    return _first_located(folded, condition_of)


def abroad(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with a name of a country.

    Returns the name before it, and the condition of the partners there; None otherwise.
    """
    names = country_names()

    def condition_of(place):
        named = [match.country.pk for match in names.named(place)]
        return Q(country__in=named) if named else None

    return _first_located(folded, condition_of)


class KnownNames:
    """The names of countries, of places of France by their keys, and of the other values of filters
    by theirs: read once for a text.
    """

    def __init__(self):
        self.countries = country_names()
        self.places = known_places()

    @cached_property
    def values(self) -> dict[str, tuple[Facet, str]]:
        return listed_values()

    def foreign(self, name: str) -> list[str]:
        """Returns the foreign countries that `name` is a name of, rather than a code."""
        return [
            match.country.pk
            for match in self.countries.named(name)
            if match.kind != CountryNameKind.CODE and not match.country.is_french
        ]

    def first(self, parts: list[str]) -> tuple[Facet | None, list[str], int]:
        """Returns the facet and values that the first of `parts` name, and how many parts that is.

        `parts`: folded words that are no stop words.
        """
        for length in range(min(len(parts), PLACE_WORDS), 0, -1):
            name = " ".join(parts[:length])
            if name in self.places:
                facet, code = self.places[name][0]
                return facet, [code], length
            if foreign := self.foreign(name):
                return Facet.COUNTRY, foreign, length
            if value := self.values.get(name):
                return value[0], [value[1]], length
        return None, [], 1


def authorities_named(text: str, where: Q | None = None) -> list[LocalAuthority]:
    """Returns the authority whose name is `text`, in French or else in another language, unless a
    foreign partner has it (« Libreville » is Charleville-Mézières there); of several the largest,
    if it dwarfs the others, or else two of them. [] for no authority. `where`: their condition.
    """
    rows = LocalAuthority.objects.existing().filter(where or Q())
    found = search_authorities(rows, text, 2) if text else []
    named = [match for match in found if match.rank == NAME]
    if not named and found and len(partners_named(text)) != 1:
        named = [match for match in found if match.is_in_other_language]
    rows = [match.authority for match in named]
    if len(rows) == 2 and all(row.population for row in rows):
        return rows[:1] if rows[0].population > DWARFS * rows[1].population else rows
    return rows


def partners_named(
    text: str, countries: Iterable[str] | None = None, most: int = 2
) -> list[InternationalPartner]:
    """Returns the partners that `text` names, of `countries` if given; at most `most` of them."""
    rows = InternationalPartner.objects.current()
    rows = rows if countries is None else rows.filter(country__in=countries)
    found = search_partners(rows, text, most)
    return [match.partner for match in found if match.rank <= OTHER_NAME]


def place_named(words: list[str]) -> tuple[Facet, str] | None:
    """Returns the country, région or département that `words` end with, or the authority that all
    of them name, as a value of its facet; None if it is none or several.
    """
    known = KnownNames()
    for start in range(len(words)):
        facet, values, length = known.first(words[start:])
        if facet in PLACE_FACETS and start + length == len(words):
            return (facet, values[0]) if len(values) == 1 else None
    rows = authorities_named(" ".join(words))
    return (Facet.AUTHORITY, rows[0].key) if len(rows) == 1 else None


def is_name(text: str) -> bool:
    """Whether `text` names a place, authorities, a theme, a goal or a kind of partnership."""
    said = [word for word in fold(text).split() if word not in STOP_WORDS]
    facet, _values, length = KnownNames().first(said)
    return bool(facet and length == len(said)) or bool(authorities_named(text))
