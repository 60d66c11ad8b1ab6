"""The values of a filter by the other names that people look for them under."""

from partnerships.analysis import has_words_beginning, words
from partnerships.models import Facet
from partnerships.registry.lists import country_names
from partnerships.registry.places_of_france import known_places, places_of_france


def _countries(text: str) -> set[str]:
    """A code is written whole: « USA »."""
    names = country_names()
    return {each.country.pk for each in (*names.named(text), *names.beginning(text))}


def _places(facet: Facet, text: str) -> set[str]:
    wanted = words(text)
    found = places_of_france(text)
    if wanted:
        for key, places in known_places().items():
            if has_words_beginning(key, wanted):
                found = [*found, *places]
    return {value for each, value in found if each == facet}


def named_otherwise(facet: Facet, text: str) -> set[str]:
    """Returns the countries, régions or départements, as `facet` says, that have any name with a
    word beginning by each word of `text`, or that it names; none for other facets.
    """
    if facet == Facet.COUNTRY:
        return _countries(text)
    return _places(facet, text) if facet in (Facet.REGION, Facet.DEPARTEMENT) else set()
