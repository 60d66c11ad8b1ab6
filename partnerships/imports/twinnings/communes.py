"""Matches the French places of a twinnings file to current communes.

Candidates are found by name and checked by the distance from their own point, mostly their town
hall, to the coordinates of the file.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.analysis import fold
from partnerships.imports.twinnings.rows import RowRefused
from partnerships.proximity import Point, distance_km

# Names absent from all lists of communes → INSEE code or SIREN of the current authority:
# English names, names lost in a merger (code officiel géographique), places within a commune.
OTHER_NAMES = {
    "bourgfelden": "68297",  # quarter of Saint-Louis since 1953
    "cherbourg": "50129",
    "cloyes sur le loir": "28103",  # Cloyes-les-Trois-Rivières, 2017
    "dunkirk": "59183",
    "granges sur vologne": "88218",  # Granges-Aumontzey, 2016
    "juan les pins": "06004",  # in Antibes
    "neuweg": "68297",  # quarter of Saint-Louis
    "nods": "25424",  # Les Premiers Sapins, 2016
    "saint germain source seine": "21084",  # Source-Seine, 2009
    "saint quentin en yvelines": "200058782",  # the communauté d’agglomération
    "trois monts": "14713",  # Montillières-sur-Orne, 2016
}
# Overseas collectivities, of which some communes have no point: centre, and maximum distance of
# their communes from it, in kilometres.
TERRITORIES = {
    "975": ((46.9, -56.3), 80),
    "977": ((17.9, -62.83), 20),
    "978": ((18.07, -63.08), 20),
    "986": ((-13.8, -177.2), 200),
    "987": ((-16.0, -145.0), 1900),
    "988": ((-21.3, 165.5), 500),
}
# A commune matches if the file's point is this close to its own: the town hall of a large commune
# may be far from the point (Lège-Cap-Ferret, 19 km).
SAME_PLACE_KM = 25
# The nearest of two namesakes is the one if the other is this many times as far.
DISTANCE_FACTOR = 3
# Population decides between adjacent namesakes if one is this many times nearer to the file's.
POPULATION_FACTOR = 1.5

HOMONYMS_APART = gettext_lazy(
    "%(count)d homonymes, départagés par les coordonnées\u202f: %(name)s."
)
BY_POINT = gettext_lazy("Homonymes voisins, départagés par leurs coordonnées\u202f: %(name)s.")
BY_POPULATION = gettext_lazy("Homonymes voisins, départagés par la population\u202f: %(name)s.")
LONGER_NAME = gettext_lazy("Nom plus long aujourd’hui, dans le bon département\u202f: %(name)s.")
UNVERIFIED = gettext_lazy("Commune sans coordonnées, position non vérifiée\u202f: %(name)s.")


@dataclass(frozen=True, slots=True)
class FrenchAuthority:
    """The fields of an authority used for matching."""

    key: str
    code: str
    name: str
    departement: str
    departement_name: str = ""
    former_names: tuple[str, ...] = ()
    population: int | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class FrenchMatch:
    """The current authority matched to a name and a point.

    `grounds`: why this one, in French, if the name alone did not decide.
    """

    authority: FrenchAuthority
    grounds: str = ""


class FrenchMatcher:
    """Matches (name, point) to an authority."""

    def __init__(self, communes: Iterable[FrenchAuthority], groups: Iterable[FrenchAuthority] = ()):
        self._by_name = defaultdict(list)
        self._by_first_word = defaultdict(list)
        self._by_code = {}
        for commune in communes:
            self._add(commune)
        for group in groups:
            self._by_code[group.code] = group

    def _add(self, commune):
        self._by_code[commune.code] = commune
        folded = fold(commune.name)
        for name in dict.fromkeys([folded, *map(fold, commune.former_names)]):
            self._by_name[name].append(commune)
        self._by_first_word[folded.split()[0]].append(commune)

    def match(self, label: str, point: Point, population: int | None) -> FrenchMatch:
        """Returns the current authority. Raises RowRefused with a reason in French."""
        head, _comma, qualifier = label.partition(",")
        folded = fold(head) or fold(label)
        if folded in OTHER_NAMES and OTHER_NAMES[folded] in self._by_code:
            return self._other_name(label, point, OTHER_NAMES[folded])
        named = self._by_name.get(folded, [])
        if qualifier:
            named = [c for c in named if fold(c.departement_name) == fold(qualifier)] or named
        there = [commune for commune in named if _is_there(commune, point)]
        if not there:
            return self._longer_name(label, folded, named, point, population)
        chosen, grounds = self._choose(label, there, point, population)
        if len(there) == 1 and len(named) > 1:
            grounds = self._grounds(HOMONYMS_APART, chosen, count=len(named))
        if not (chosen.point or grounds):
            grounds = self._grounds(UNVERIFIED, chosen)
        return FrenchMatch(chosen, grounds)

    def _longer_name(self, label, folded, named, point, population):
        """Matches the commune at `point` whose current name begins with the old one."""
        longer = [
            commune
            for commune in self._by_first_word.get(folded.split()[0], ())
            if fold(commune.name).startswith(f"{folded} ") and _is_there(commune, point)
        ]
        if not longer:
            raise RowRefused(self._not_there_reason(label, named))
        chosen, grounds = self._choose(label, longer, point, population)
        return FrenchMatch(chosen, " ".join([self._grounds(LONGER_NAME, chosen), grounds]).strip())

    def _other_name(self, label, point, code):
        authority = self._by_code[code]
        if not _is_there(authority, point):
            raise RowRefused(self._not_there_reason(label, [authority]))
        grounds = _("«\u202f%(label)s\u202f» est aujourd’hui %(name)s (ou en fait partie).")
        return FrenchMatch(authority, grounds % {"label": label, "name": authority.name})

    def _choose(self, label, communes, point, population):
        """Returns the most likely of `communes`, and the grounds if there are several."""
        if len(communes) == 1:
            return communes[0], ""
        if all(commune.point for commune in communes):
            nearest, second = sorted(communes, key=lambda each: distance_km(each.point, point))[:2]
            limit = DISTANCE_FACTOR * distance_km(nearest.point, point)
            if distance_km(second.point, point) > limit:
                return nearest, self._grounds(BY_POINT, nearest)
        closest = self._closest_population(label, communes, population)
        return closest, self._grounds(BY_POPULATION, closest)

    def _closest_population(self, label, communes, population):
        ranked = sorted(communes, key=lambda commune: _gap(commune, population))
        first, second = (_gap(commune, population) for commune in ranked[:2])
        if math.isinf(first) or second - first < math.log(POPULATION_FACTOR):
            names = ", ".join(f"{commune.name} ({commune.code})" for commune in communes[:5])
            raise RowRefused(
                _("«\u202f%(label)s\u202f» peut être plusieurs communes voisines\u202f: %(names)s.")
                % {"label": label, "names": names}
            )
        return ranked[0]

    def _grounds(self, template, chosen, **values):
        return template % {"name": f"{chosen.name} ({chosen.code})", **values}

    def _not_there_reason(self, label, named):
        if not named:
            return _(
                "Aucune commune d’aujourd’hui ne porte ni n’a porté le nom «\u202f%(label)s\u202f»."
            ) % {"label": label}
        names = ", ".join(f"{commune.name} ({commune.code})" for commune in named[:5])
        return _(
            "Aucune commune «\u202f%(label)s\u202f» n’est à l’endroit que dit le fichier "
            "(ailleurs\u202f: %(names)s)."
        ) % {"label": label, "names": names}


def _is_there(commune, point):
    """Whether `commune` can be at `point`."""
    if commune.point is None:
        return commune.departement == _territory_of(point)
    return distance_km(commune.point, point) <= SAME_PLACE_KM


@lru_cache(maxsize=256)
def _territory_of(point):
    """Returns the code of the overseas collectivity of `point`, or None."""
    return next(
        (
            departement
            for departement, (centre, km) in TERRITORIES.items()
            if distance_km(centre, point) <= km
        ),
        None,
    )


def _gap(commune, population):
    """Returns |log| of the ratio of the commune's population to the file's; inf if unknown."""
    if not population or commune.population is None:
        return math.inf
    return abs(math.log((commune.population + 100) / (population + 100)))
