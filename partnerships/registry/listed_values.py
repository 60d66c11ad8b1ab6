"""The values of filters, other than places and people, that words name."""

import functools

from partnerships.models import Continent, Facet, PartnershipKind
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.lists import lists
from partnerships.registry.places_of_france import place_key

KIND_WORDS = {
    PartnershipKind.TWINNING: (
        *("jumelage", "jumelages", "jumelé", "jumelée", "jumelés", "jumelées"),
        *("ville jumelée", "villes jumelées", "commune jumelée", "communes jumelées"),
    ),
    PartnershipKind.OUDIN_SANTINI: ("Oudin-Santini", "loi Oudin-Santini"),
    PartnershipKind.HUMANITARIAN: ("humanitaire", "aide humanitaire", "aide d’urgence"),
    PartnershipKind.CROSS_BORDER: (
        *("transfrontalier", "transfrontalière", "transfrontaliers", "transfrontalières"),
        *("coopération transfrontalière", "coopérations transfrontalières"),
    ),
    PartnershipKind.TURNKEY: ("clés en main",),
}
GOAL_WORDS = ("ODD", "objectif", "objectif de développement durable")


@functools.cache
def _continents() -> dict[str, tuple[Facet, str]]:
    """Returns the continent of each key."""
    return {place_key(str(label)): (Facet.CONTINENT, code) for code, label in Continent.choices}


@functools.cache
def _kinds() -> dict[str, tuple[Facet, str]]:
    """Returns the kind of partnership of each key."""
    return {
        place_key(name): (Facet.KIND, kind.value)
        for kind, names in KIND_WORDS.items()
        for name in names
    }


@kept_by_version
def _values() -> dict[str, tuple[Facet, str]]:
    """Returns the value of each key."""
    themes = {place_key(each.name): (Facet.THEME, slug) for slug, each in lists().themes.items()}
    goals = {
        place_key(f"{word} {number}"): (Facet.GOAL, number)
        for number in lists().goals
        for word in GOAL_WORDS
    }
    return _kinds() | goals | themes | _continents()


def listed_value(key: str) -> tuple[Facet, str] | None:
    """Returns the continent, theme, goal or kind of partnership that `key` names; None for none.

    `key`: folded words without stop words.
    """
    return _values().get(key)
