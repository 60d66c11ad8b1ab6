"""Places that a text names: after a name (« Saint-Denis La Réunion »), or together (« Sénégal
Occitanie »).
"""

from collections.abc import Callable, Iterator

from django.db.models import Q

from partnerships.analysis import fold, words
from partnerships.country_names import CountryNameKind
from partnerships.models import Departement, Facet, LocalAuthority, Region
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.authority_search import NAME, search_authorities
from partnerships.registry.lists import country_names, lists
from partnerships.registry.search import searched_words

# Words after a name, at most: « Provence-Alpes-Côte d’Azur » has five.
PLACE_WORDS = 8
PLACE_FACETS = (Facet.COUNTRY, Facet.REGION, Facet.DEPARTEMENT)


def _splits(folded: str) -> Iterator[tuple[str, str]]:
    """Yields a folded text in two parts, a name and the words after it, the longest end first."""
    parts = folded.split()
    for start in range(max(1, len(parts) - PLACE_WORDS), len(parts)):
        yield " ".join(parts[:start]), " ".join(parts[start:])


def _first_located(folded: str, condition_of: Callable[[str], Q | None]) -> tuple[str, Q] | None:
    for name, place in _splits(folded):
        if condition := condition_of(place):
            return name, condition
    return None


def _key(text: str) -> str:
    return " ".join(words(text))


@kept_by_version
def _places_of_france() -> dict[str, list[tuple[Facet, str]]]:
    """Returns the régions and départements of each key: a name, or the code of a département."""
    places = {}
    for facet, model in ((Facet.REGION, Region), (Facet.DEPARTEMENT, Departement)):
        for code, name in model.objects.order_by("pk").values_list("pk", "name"):
            keys = [_key(name), fold(code)] if model is Departement else [_key(name)]
            for key in keys:
                places.setdefault(key, []).append((facet, code))
    return places


def in_france(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with a région or a département (its name or code).

    Returns the name before it, and the condition of the authorities there; None otherwise.
    """
    places = _places_of_france()

    def condition_of(place):
        found = places.get(_key(place), ())
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


@kept_by_version
def _themes() -> dict[str, str]:
    """Returns the theme of each key."""
    return {_key(theme.name): slug for slug, theme in lists().themes.items()}


def _first_named(parts, names, places) -> tuple[Facet | None, list[str], int]:
    """Returns the facet and values that the first of `parts` name, and how many parts that is."""
    for length in range(min(len(parts), PLACE_WORDS), 0, -1):
        name = " ".join(parts[:length])
        if name in places:
            facet, code = places[name][0]
            return facet, [code], length
        matches = [each for each in names.named(name) if each.kind != CountryNameKind.CODE]
        if foreign := [each.country.pk for each in matches if not each.country.is_french]:
            return Facet.COUNTRY, foreign, length
        if theme := _themes().get(name):
            return Facet.THEME, [theme], length
    return None, [], 1


def _authority_named(text: str) -> list[str]:
    """Returns the key of the one authority whose name is `text`, [] for none or several."""
    found = search_authorities(LocalAuthority.objects.existing(), text, 2) if text else []
    keys = [match.authority.key for match in found if match.rank == NAME]
    return keys if len(keys) == 1 else []


def place_named(words: list[str]) -> tuple[Facet, str] | None:
    """Returns the country, région or département that `words` end with, or the authority that all
    of them name, as a value of its facet; None if it is none or several.
    """
    names, places = country_names(), _places_of_france()
    for start in range(len(words)):
        facet, values, length = _first_named(words[start:], names, places)
        if facet in PLACE_FACETS and start + length == len(words):
            return (facet, values[0]) if len(values) == 1 else None
    keys = _authority_named(" ".join(words))
    return (Facet.AUTHORITY, keys[0]) if keys else None


def named_filters(text: str) -> dict[str, list[str]]:
    """Returns the filters of the registry that words of `text` name, whatever the other words.

    {} unless they name a foreign country or a theme, and another of these, a région, a département
    or an authority.
    """
    parts, found, others = searched_words(text), {}, []
    if len(parts) < 2:
        return {}
    names, places = country_names(), _places_of_france()
    while parts:
        facet, values, length = _first_named(parts, names, places)
        if facet:
            found.setdefault(facet.value, []).extend(values)
        else:
            others += parts[:length]
        parts = parts[length:]
    if not {Facet.COUNTRY, Facet.THEME} & {*found}:
        return {}
    if keys := _authority_named(" ".join(others)):
        found[Facet.AUTHORITY.value] = keys
    return dict(sorted(found.items())) if len(found) > 1 else {}
