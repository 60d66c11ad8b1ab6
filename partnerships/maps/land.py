"""The land that the maps are drawn on: no border, no name."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partnerships.maps.frames import Frame, middle
from partnerships.maps.paths import rings_path
from partnerships.proximity import EARTH_RADIUS_KM, Point, distance_km

DATA = Path(__file__).resolve().parents[1] / "data"
# A frame wider than this, in kilometres, needs only the coarser land.
WIDE_KM = 6_000


@cache
def _read(name: str) -> list:
    return json.loads((DATA / name).read_text(encoding="utf-8"))["rings"]


def _points(ring) -> list[Point]:
    return [(latitude, longitude) for longitude, latitude in ring[:-1]]


def land_rings(name: str) -> list[list[Point]]:
    """Returns the rings of one of the files of the land, each with its last point once."""
    return [_points(ring) for ring in _read(name)]


@dataclass(frozen=True)
class Ring:
    """A closed ring of the land or of an outline, its last point once; `centre`, `radius_km`: a
    circle around it.
    """

    points: list[Point]
    centre: Point
    radius_km: float

    def is_near(self, frame: Frame) -> bool:
        """Whether the frame may show a part of it."""
        if frame.is_world:
            return True
        # The chord, which the projection keeps, is shorter than the way on the ground.
        reach = 2 * EARTH_RADIUS_KM * math.asin(min(1, frame.reach_km / (2 * EARTH_RADIUS_KM)))
        return distance_km(frame.centre, self.centre) <= reach + self.radius_km


def _ring(points: list[Point]) -> Ring:
    centre = middle(points)
    return Ring(points, centre, max(distance_km(centre, each) for each in points))


@cache
def _rings(name: str) -> list[Ring]:
    return [_ring(points) for points in land_rings(name)]


@cache
def outline_rings(kind: str) -> dict[str, list[list[Point]]]:
    """Returns {code: rings} of the départements or of the régions, by the files of the IGN."""
    text = (DATA / f"outlines_{kind}.json").read_text(encoding="utf-8")
    rings = {}
    for each in json.loads(text)["features"]:
        geometry = each["geometry"]
        is_one = geometry["type"] == "Polygon"
        parts = [geometry["coordinates"]] if is_one else geometry["coordinates"]
        rings[each["properties"]["code"]] = [_points(ring) for part in parts for ring in part]
    return rings


@cache
def overseas_rings() -> dict[str, list[list[Point]]]:
    """Returns {code of the territory: rings} of those that have no outline of their communes."""
    read = _read("land_overseas.json")
    return {code: [_points(ring) for ring in rings] for code, rings in read}


def land_path(frame: Frame) -> str:
    """Returns the path of the land that `frame` shows."""
    is_coarse = frame.is_world or frame.width / frame.scale * EARTH_RADIUS_KM > WIDE_KM
    rings = _rings("land_world.json" if is_coarse else "land_near.json")
    near = (ring.points for ring in rings if ring.is_near(frame))
    return rings_path(([frame.project(point) for point in points] for points in near), frame)


def outlines_path(rings: Iterable[list[Point]], frame: Frame, smallest: float = 1) -> str:
    """Returns the path of outlines within `frame`."""
    return rings_path(([frame.project(point) for point in ring] for ring in rings), frame, smallest)


@cache
def fixed_land_path(frame: Frame) -> str:
    """Returns the path of the land of one of the few frames that are always the same."""
    return land_path(frame)


@cache
def _departement_rings() -> dict[str, list[Ring]]:
    outlines = outline_rings("departements")
    return {code: [_ring(points) for points in rings] for code, rings in outlines.items()}


@cache
def departement_centre(code: str) -> Point | None:
    """Returns the middle of its largest part; None if it has no outline."""
    rings = _departement_rings().get(code)
    return max(rings, key=lambda ring: ring.radius_km).centre if rings else None


def departements_path(frame: Frame, smallest: float) -> str:
    """Returns the outlines of the mainland’s départements that `frame` shows, without details of
    less than `smallest` pixels.
    """
    rings = (ring for _code, parts in sorted(_departement_rings().items()) for ring in parts)
    return outlines_path((ring.points for ring in rings if ring.is_near(frame)), frame, smallest)


@cache
def fixed_departements_path(frame: Frame, smallest: float) -> str:
    """Returns the same of one of the few frames that are always the same."""
    return departements_path(frame, smallest)
