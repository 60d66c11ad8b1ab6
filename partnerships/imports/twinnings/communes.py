"""Matches the French places of a twinnings file to current communes.

Candidates are found by name and checked against the coordinates of the file. A commune without
known coordinates is checked by its département: that of the certain neighbours of the point.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.analysis import fold
from partnerships.imports.twinnings.rows import RowRefused
from partnerships.proximity import Nearby, Point, distance_km

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
# Overseas territories: centre, and maximum distance of their communes from it, in kilometres.
TERRITORIES = {
    "971": ((16.2, -61.5), 150),
    "972": ((14.65, -61.0), 60),
    "973": ((4.0, -53.0), 450),
    "974": ((-21.1, 55.5), 80),
    "975": ((46.9, -56.3), 80),
    "976": ((-12.8, 45.15), 60),
    "977": ((17.9, -62.83), 20),
    "978": ((18.07, -63.08), 20),
    "986": ((-13.8, -177.2), 200),
    "987": ((-16.0, -145.0), 1900),
    "988": ((-21.3, 165.5), 500),
}
# A commune with known coordinates matches if it is this close to the file's point.
SAME_PLACE_KM = 15
# The départements of a point are those of its 12 nearest certain neighbours and of all within
# BESIDE_KM (WIDE_KM for a merged commune), never beyond NEIGHBOURHOOD_KM.
NEIGHBOURS = 12
BESIDE_KM = 25
WIDE_KM = 35
NEIGHBOURHOOD_KM = 60
# Neighbours decide between two namesakes if one has this many times the votes of the other.
VOTES_FACTOR = 3
# Population decides between adjacent namesakes if one is this many times nearer to the file's.
POPULATION_FACTOR = 1.5

HOMONYMS_APART = gettext_lazy(
    "%(count)d homonymes, départagés par les coordonnées\u202f: %(name)s."
)
BY_POINT = gettext_lazy("Homonymes voisins, départagés par leurs coordonnées\u202f: %(name)s.")
BY_NEIGHBOURS = gettext_lazy(
    "Homonymes voisins, départagés par les communes autour\u202f: %(name)s."
)
BY_POPULATION = gettext_lazy("Homonymes voisins, départagés par la population\u202f: %(name)s.")
LONGER_NAME = gettext_lazy("Nom plus long aujourd’hui, dans le bon département\u202f: %(name)s.")
UNVERIFIED = gettext_lazy("Nom d’une seule commune, position non vérifiée\u202f: %(name)s.")


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

    `grounds`: why this one, in French, if the name alone did not decide; `is_same`: it still has
    the name of the file, so that the file's point is its own.
    """

    authority: FrenchAuthority
    grounds: str = ""
    is_same: bool = False


class FrenchMatcher:
    """Matches (name, point) to an authority; call `learn` with the places of the file first."""

    def __init__(self, communes: Iterable[FrenchAuthority], groups: Iterable[FrenchAuthority] = ()):
        self._by_name = defaultdict(list)
        self._by_first_word = defaultdict(list)
        self._by_code = {}
        self._sizes = Counter()
        self._certain = Nearby()
        self._last_point, self._last_around = None, []
        for commune in communes:
            self._add(commune)
        for group in groups:
            self._by_code[group.code] = group

    def _add(self, commune):
        self._by_code[commune.code] = commune
        self._sizes[commune.departement] += 1
        folded = fold(commune.name)
        for name in dict.fromkeys([folded, *map(fold, commune.former_names)]):
            self._by_name[name].append(commune)
        self._by_first_word[folded.split()[0]].append(commune)
        if commune.point:
            self._certain.add(commune.point, commune)

    def learn(self, places: Iterable[tuple[str, Point]]) -> None:
        """Adds as certain neighbours the places whose name is unique to one commune.

        A name may now be unique to a commune elsewhere (Évry, in the Yonne): a place without two
        neighbours of the commune's département is left out.
        """
        single = Nearby()
        unique = [
            (point, found[0])
            for label, point in places
            if len(found := self._by_name.get(fold(label), ())) == 1
        ]
        for point, commune in unique:
            single.add(point, commune)
        for point, commune in unique:
            around = [
                *single.within(point, NEIGHBOURHOOD_KM),
                *self._certain.within(point, NEIGHBOURHOOD_KM),
            ]
            around = sorted((km, near.departement) for km, near in around if near is not commune)
            votes = [departement for _km, departement in around[:NEIGHBOURS]]
            if votes.count(commune.departement) >= 2 and not commune.point:
                self._certain.add(point, commune)
        self._last_point = None

    def match(self, label: str, point: Point, population: int | None) -> FrenchMatch:
        """Returns the current authority. Raises RowRefused with a reason in French."""
        head, _comma, qualifier = label.partition(",")
        folded = fold(head) or fold(label)
        if folded in OTHER_NAMES and OTHER_NAMES[folded] in self._by_code:
            return self._other_name(label, point, OTHER_NAMES[folded])
        named = self._by_name.get(folded, [])
        if qualifier:
            named = [c for c in named if fold(c.departement_name) == fold(qualifier)] or named
        there = self._filter_there(named, folded, point)
        if not there:
            return self._longer_name(label, folded, named, point, population)
        chosen, grounds = self._choose(label, there, point, population)
        if len(there) == 1 and len(named) > 1:
            grounds = self._grounds(HOMONYMS_APART, chosen, count=len(named))
        if self._is_unverified(chosen, point):
            grounds = grounds or self._grounds(UNVERIFIED, chosen)
            return FrenchMatch(chosen, grounds)
        is_same = fold(chosen.name) == folded and there == [chosen]
        return FrenchMatch(chosen, grounds, is_same)

    def _filter_there(self, named, folded, point):
        """Returns the communes of `named` that can be at `point`."""
        there = [commune for commune in named if self._is_there(commune, point)]
        if len(named) == 1 and fold(named[0].name) != folded and not there:
            # The successor of a merged commune is large: its neighbours are farther away.
            there = [commune for commune in named if self._is_there(commune, point, WIDE_KM)]
        return there

    def _longer_name(self, label, folded, named, point, population):
        """Matches the commune at `point` whose current name begins with the old one."""
        longer = [
            commune
            for commune in self._by_first_word.get(folded.split()[0], ())
            if fold(commune.name).startswith(f"{folded} ") and self._is_there(commune, point)
        ]
        if not longer:
            raise RowRefused(self._not_there_reason(label, named))
        chosen, grounds = self._choose(label, longer, point, population)
        return FrenchMatch(chosen, " ".join([self._grounds(LONGER_NAME, chosen), grounds]).strip())

    def _other_name(self, label, point, code):
        authority = self._by_code[code]
        if not self._is_there(authority, point):
            raise RowRefused(self._not_there_reason(label, [authority]))
        grounds = _("«\u202f%(label)s\u202f» est aujourd’hui %(name)s (ou en fait partie).")
        return FrenchMatch(authority, grounds % {"label": label, "name": authority.name})

    def _is_there(self, commune, point, beside_km=BESIDE_KM):
        """Whether `commune` can be at `point`, judging by its territory or its neighbours.

        Its own coordinates are not used: they were found by its name, so they prove nothing.
        """
        territory = _territory_of(point)
        if territory or commune.departement in TERRITORIES:
            return commune.departement == territory
        if self._is_alone(commune):
            return not commune.point or distance_km(commune.point, point) <= SAME_PLACE_KM
        votes = self._votes(commune, point, beside_km)
        return not votes or votes[commune.departement] > 0

    def _is_alone(self, commune):
        """Whether `commune` is the only one of its département (Paris): it has no neighbours."""
        return self._sizes[commune.departement] == 1

    def _votes(self, commune, point, beside_km=BESIDE_KM):
        """Counts certain neighbours of `point`, without `commune`, by département."""
        around = self._certain_around(point)
        around = [(km, near) for km, near in around if near is not commune]
        return Counter(
            near.departement
            for rank, (km, near) in enumerate(around)
            if rank < NEIGHBOURS or km <= beside_km
        )

    def _certain_around(self, point):
        """Returns the certain neighbours of `point`; the last result is cached."""
        if self._last_point != point:
            self._last_point = point
            self._last_around = self._certain.within(point, NEIGHBOURHOOD_KM)
        return self._last_around

    def _is_unverified(self, commune, point):
        is_overseas = commune.departement in TERRITORIES
        return not (is_overseas or self._is_alone(commune) or self._votes(commune, point))

    def _choose(self, label, communes, point, population):
        """Returns the most likely of `communes`, and the grounds if there are several."""
        if len(communes) == 1:
            return communes[0], ""
        placed = [
            commune
            for commune in communes
            if commune.point and distance_km(commune.point, point) <= SAME_PLACE_KM
        ]
        # Decisive only if all have coordinates: the others might be as close.
        if len(placed) == 1 and all(commune.point for commune in communes):
            return placed[0], self._grounds(BY_POINT, placed[0])
        votes = [(self._votes(c, point)[c.departement], c.code, c) for c in communes]
        (second, *_rest), (first, _code, favourite) = sorted(votes)[-2:]
        if first and first >= VOTES_FACTOR * second:
            return favourite, self._grounds(BY_NEIGHBOURS, favourite)
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


@lru_cache(maxsize=256)
def _territory_of(point):
    """Returns the code of the overseas département or territory of `point`, or None."""
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
