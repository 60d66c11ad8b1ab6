"""Names followed by where they are: « Saint-Denis La Réunion », « Erbach Allemagne »."""

from collections.abc import Callable, Iterator

from django.db.models import Q

from partnerships.analysis import fold
from partnerships.country_names import CountryNames
from partnerships.models import Departement, Region
from partnerships.names import without_article

# Words after a name, at most: « Provence-Alpes-Côte d’Azur » has five.
PLACE_WORDS = 8


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


def in_france(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with a région or a département (its name or code).

    Returns the name before it, and the condition of the authorities there; None otherwise.
    """
    places = {}
    for field, model in (("region", Region), ("departement", Departement)):
        for code, name in model.objects.order_by("pk").values_list("pk", "name"):
            keys = [without_article(fold(name))]
            for key in [*keys, code.lower()] if model is Departement else keys:
                places[key] = places.get(key, Q()) | Q(**{field: code})
    return _first_located(folded, lambda place: places.get(without_article(place)))


def abroad(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with a name of a country.

    Returns the name before it, and the condition of the partners there; None otherwise.
    """
    names = CountryNames()

    def condition_of(place):
        named = [match.country.pk for match in names.named(place)]
        return Q(country__in=named) if named else None

    return _first_located(folded, condition_of)
