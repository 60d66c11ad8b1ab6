"""Matches each foreign place of a file to a partner of the registry: one partner per place."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.imports.twinnings.french_names import SOURCE, FrenchNames
from partnerships.imports.twinnings.towns import TownMatcher
from partnerships.models import InternationalPartner, InternationalPartnerKind, Place
from partnerships.proximity import Point, distance_km, point_of
from partnerships.publication.partners import create_partners

# Two places of the same name and country this close are the same.
SAME_PLACE_KM = 20


@dataclass(slots=True)
class Candidate:
    """A partner as described by the file, which calls it `label`; `known`: the registry's
    partner, if any.
    """

    label: str
    name: str
    name_fr: str
    country: str
    point: Point
    geonames_id: int | None
    known: InternationalPartner | None = None

    @property
    def identity(self) -> str:
        """The stable key of the place, the same at each import."""
        if self.geonames_id:
            return f"geonames-{self.geonames_id}"
        latitude, longitude = self.point
        name = slugify(fold(self.label))[:40]
        return f"{name}-{self.country.lower()}-{latitude:.1f}-{longitude:.1f}"


class PartnerMatcher:
    """Groups the foreign places of rows into partners, and finds those of the registry."""

    def __init__(self, towns: TownMatcher):
        self._towns = towns
        self._french_names = FrenchNames()
        self._by_place = {}
        self._by_name = defaultdict(list)
        self._known_by_place = defaultdict(list)
        self._known_by_name = defaultdict(list)
        rows = InternationalPartner.objects.select_related("merged_into", "place")
        for partner in rows.order_by("pk"):
            self._index(partner)

    def _index(self, partner):
        current = partner.current
        if partner.place_id and partner.kind == InternationalPartnerKind.MUNICIPALITY:
            self._known_by_place[partner.place_id].append((partner, current))
        if point := point_of(partner):
            key = fold(partner.name), partner.country_id
            self._known_by_name[key].append((point, partner, current))

    def match(self, label: str, country: str, point: Point) -> tuple[Candidate, str]:
        """Returns the partner of that place, and the grounds in French if it is a guess."""
        match = self._towns.match(label, country, point)
        if match:
            candidate = self._of_town(match)
            return candidate, " ".join(filter(None, (match.grounds, self._beside(candidate))))
        return self._of_name(label, country, point), ""

    def _of_town(self, match):
        town = match.town
        if town.geonames_id not in self._by_place:
            candidate = self._candidate(match.name, town.country, town.point, town.geonames_id)
            known = self._known_of_town(match)
            candidate.known = known or self._known_near(candidate)
            self._by_place[town.geonames_id] = candidate
        return self._by_place[town.geonames_id]

    def _known_of_town(self, match):
        """Returns the known partner that is the town itself, not another one that stands there."""
        for partner, current in self._known_by_place[match.town.geonames_id]:
            own = {fold(partner.name), fold(partner.name_fr)} - {""}
            place = partner.place
            names = {fold(match.name), fold(place.name), *map(fold, place.other_names)}
            if partner.source == SOURCE or own & names:
                return current
        return None

    def _beside(self, candidate):
        """Returns the grounds to create a partner where the registry has another one, or ""."""
        if candidate.known or not self._known_by_place[candidate.geonames_id]:
            return ""
        names = ", ".join(
            str(current) for _, current in self._known_by_place[candidate.geonames_id]
        )
        return _("Créé à côté d’un autre partenaire de la même ville\u202f: %(names)s.") % {
            "names": names
        }

    def _of_name(self, label, country, point):
        same = self._by_name[fold(label), country]
        for candidate in same:
            if distance_km(candidate.point, point) <= SAME_PLACE_KM:
                return candidate
        candidate = self._candidate(label, country, point, None)
        candidate.known = self._known_near(candidate)
        same.append(candidate)
        return candidate

    def _candidate(self, label, country, point, geonames_id):
        names = self._french_names.of(country, label)
        return Candidate(label, names.local, names.french, country, point, geonames_id)

    def _known_near(self, candidate):
        """Returns a nearby partner of that name without a place: created before its town."""
        for name in dict.fromkeys((fold(candidate.label), fold(candidate.name))):
            for at, partner, current in self._known_by_name[name, candidate.country]:
                is_near = distance_km(at, candidate.point) <= SAME_PLACE_KM
                if is_near and not partner.place_id:
                    return current
        return None


def create_missing(candidates: list[Candidate]) -> int:
    """Creates the partners missing from the registry. Returns how many."""
    missing = [candidate for candidate in candidates if candidate.known is None]
    places = Place.objects.in_bulk([c.geonames_id for c in missing if c.geonames_id])
    created = create_partners([_partner(c, places.get(c.geonames_id)) for c in missing])
    for candidate, partner in zip(missing, created, strict=True):
        candidate.known = partner
    return len(created)


def _partner(candidate, place):
    kinds = InternationalPartnerKind
    return InternationalPartner(
        name=candidate.name,
        name_fr=candidate.name_fr,
        kind=kinds.MUNICIPALITY if place else kinds.UNKNOWN,
        country_id=candidate.country,
        place=place,
        latitude=candidate.point[0],
        longitude=candidate.point[1],
        source=SOURCE,
    )
