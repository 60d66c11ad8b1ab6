"""Matches the foreign places of a twinnings file to GeoNames towns by name and distance."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.models import FRENCH, Place, PlaceTerm
from partnerships.proximity import Point, distance_km

# Words of labels that are not towns: counties, provinces, departments… keep an unknown kind.
WIDER_THAN_A_TOWN = re.compile(
    r"\b(arrondissement|borough|canton|cercle|county|department|district|governorate|kreis|"
    r"landkreis|oblast|prefecture|province|provincia|raion|region|\w+shire|state|voivodeship)\b",
    re.IGNORECASE,
)
# « Lousã Municipality », « Gmina Żukowo », « City of Randwick »: the town's own administration.
MUNICIPALITY_OF = re.compile(
    r"^(?:City of|Gmina|Municipality of|Town of)\s+(.+)$|^(.+?)\s+(?:City|Municipality|Town)$"
)
# « Weiden in der Oberpfalz », « Menden (Sauerland) », « Dillingen/Saar »: a name with a location.
NAME_WITH_LOCATION = re.compile(
    r"^(.{3,}?)(?:\s+(?:a\.|am|an|auf|bei|im|in|ob|unter|upon|vor)\s+\S.*|\s*\(.+\)|/.+)$"
)
SPA = re.compile(r"^Bad\s+(.{3,})$")
IN_TWO_LANGUAGES = re.compile(r"\s+[/–]\s+")
# Maximum distance from the file's point: for the same name, and for a part of the label.
SAME_NAME_KM = 40
PART_OF_NAME_KM = 8
# Maximum distance for a town in another country than the file's.
OTHER_COUNTRY_KM = 15
# Beyond this distance, the match is a guess.
SURE_KM = 15
# Distance penalty of a town matched by an alternative name.
OTHER_NAME_PENALTY_KM = 10
BATCH = 500


@dataclass(frozen=True, slots=True)
class Town:
    geonames_id: int
    name: str
    folded: str
    country: str
    point: Point


@dataclass(frozen=True, slots=True)
class TownMatch:
    """The town matched to a label; `grounds`: why, in French, if it is a guess."""

    town: Town
    name: str
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a label: the town's name, and its maximum distance."""

    name: str
    km: float = SAME_NAME_KM
    is_whole: bool = False


def readings(label: str) -> Iterator[Reading]:
    """Yields the town names `label` may contain, likeliest first; none for a county or province."""
    if WIDER_THAN_A_TOWN.search(label.partition(",")[0]):
        return
    yield Reading(label, is_whole=True)
    for name in IN_TWO_LANGUAGES.split(label)[:2] if IN_TWO_LANGUAGES.search(label) else ():
        yield Reading(name)
    if "," in label:
        yield Reading(label.partition(",")[0].strip())
    if found := MUNICIPALITY_OF.match(label):
        yield Reading(found[1] or found[2])
    if found := NAME_WITH_LOCATION.match(label):
        yield Reading(found[1], PART_OF_NAME_KM)
    if found := SPA.match(label):
        yield Reading(found[1], PART_OF_NAME_KM)


class TownMatcher:
    """Matches labels to the towns named by one of their readings."""

    def __init__(self, labels: Iterable[str]):
        names = {fold(reading.name) for label in set(labels) for reading in readings(label)}
        self._named = defaultdict(list)
        self._load_towns(sorted(names - {""}))

    def _load_towns(self, names):
        ids = set()
        for start in range(0, len(names), BATCH):
            terms = PlaceTerm.objects.filter(term__in=names[start : start + BATCH])
            ids.update(terms.values_list("place_id", flat=True))
        known, ids = set(names), sorted(ids)
        for start in range(0, len(ids), BATCH):
            for place in Place.objects.filter(pk__in=ids[start : start + BATCH]):
                self._add(place, known)

    def _add(self, place, known):
        town = Town(
            place.geonames_id,
            place.name,
            fold(place.name),
            place.country_id,
            (place.latitude, place.longitude),
        )
        for name in {town.folded, *map(fold, place.other_names)} & known:
            self._named[name].append(town)

    def match(self, label: str, country: str, point: Point) -> TownMatch | None:
        """Returns the GeoNames town, or None if no town of that name is near the point."""
        for reading in readings(label):
            named = self._named.get(fold(reading.name), ())
            at_home = [each for each in named if each.country == country]
            town = _nearest(at_home, fold(reading.name), point, reading.km)
            if town:
                return self._town_match(label, reading, town, point)
        return self._abroad(label, country, point)

    def _town_match(self, label, reading, town, point):
        km = distance_km(town.point, point)
        values = {"town": town.name, "id": town.geonames_id, "km": km}
        if not reading.is_whole:
            grounds = _("«\u202f%(label)s\u202f» rapproché de la ville %(town)s (GeoNames %(id)d).")
            is_part = reading.km == PART_OF_NAME_KM
            name = label if is_part else reading.name
            return TownMatch(town, name, grounds % {**values, "label": label})
        if km > SURE_KM:
            grounds = _("Ville %(town)s (GeoNames %(id)d) à %(km)d km du point du fichier.")
            return TownMatch(town, label, grounds % values)
        return TownMatch(town, label)

    def _abroad(self, label, country, point):
        folded = fold(label)
        abroad = [
            town
            for town in self._named.get(folded, ())
            if town.country != country and town.country not in FRENCH
        ]
        town = _nearest(abroad, folded, point, OTHER_COUNTRY_KM)
        if town is None or WIDER_THAN_A_TOWN.search(label):
            return None
        grounds = _(
            "GeoNames place %(town)s (%(id)d) dans un autre pays (%(country)s) que le fichier."
        )
        values = {"town": town.name, "id": town.geonames_id, "country": town.country}
        return TownMatch(town, label, grounds % values)


def _nearest(towns, folded, point, km):
    """Returns the nearest of `towns` within `km`; a main name outranks an alternative one."""
    near = [
        (distance + OTHER_NAME_PENALTY_KM * (town.folded != folded), town.geonames_id, town)
        for town in towns
        if (distance := distance_km(town.point, point)) <= km
    ]
    return min(near)[2] if near else None
