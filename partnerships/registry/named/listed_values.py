"""The values of filters, other than places and people, that words name."""

import functools
from collections import defaultdict

from partnerships.analysis import words
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
# Words of names of themes that say too little to name one by themselves.
COMMON_WORDS = frozenset(
    [
        *("acces", "developpement", "durable", "efficacite", "gestion", "hommes", "locale"),
        *("locales", "ouvertes", "politique", "publics", "publique", "ressources", "services"),
    ]
)
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
def listed_values() -> dict[str, tuple[Facet, str]]:
    """Returns the continent, theme, goal or kind of partnership of each key: folded words without
    stop words.
    """
    themes = {place_key(each.name): (Facet.THEME, slug) for slug, each in lists().themes.items()}
    goals = {
        place_key(f"{word} {number}"): (Facet.GOAL, number)
        for number in lists().goals
        for word in GOAL_WORDS
    }
    return _kinds() | goals | themes | _continents()


@kept_by_version
def themes_by_word() -> dict[str, str]:
    """Returns the theme that each folded word of names of themes says: the only one that has it, or
    the one that all of those are parts of.
    """
    having, themes = defaultdict(set), lists().themes
    for slug, theme in themes.items():
        for word in {*words(theme.name)} - COMMON_WORDS:
            having[word].add(slug)
    found = {}
    for word, slugs in having.items():
        wholes = {themes[slug].parent or slug for slug in slugs}
        if len(wholes) == 1:
            found[word] = (slugs if len(slugs) == 1 else wholes).pop()
    return found
