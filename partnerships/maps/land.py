"""The land that the maps are drawn on: no border, no name."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from partnerships.maps.frames import Frame, middle
from partnerships.maps.paths import rings_path
from partnerships.maps.projections import RIM
from partnerships.proximity import EARTH_RADIUS_KM, Point, distance_km, unit_vector

DATA = Path(__file__).resolve().parents[1] / "data"
# A frame wider than this, in kilometres, needs only the coarser land.
WIDE_KM = 6_000
# Details smaller than this, in pixels, are left out of the land.
DETAIL = 0.6
# Frames whose land this process keeps, some 5 KB each.
FRAMES_KEPT = 512
# Points of a ring that are looked at together.
RUN = 24


@cache
def _read(name: str) -> list:
    return json.loads((DATA / name).read_text(encoding="utf-8"))["rings"]


def _points(ring) -> list[Point]:
    return [(latitude, longitude) for longitude, latitude in ring[:-1]]


def land_rings(name: str) -> list[list[Point]]:
    """Returns the rings of one of the files of the land, each with its last point once."""
    return [_points(ring) for ring in _read(name)]


class Cap:
    """A circle on the globe that holds some points."""

    def __init__(self, points: Sequence[Point]):
        self.centre = middle(points)
        self.radius_km = max(distance_km(self.centre, each) for each in points)
        self._vector = unit_vector(self.centre)
        radius = min(self.radius_km / EARTH_RADIUS_KM, math.pi / 2)
        self._cos, self._sin = math.cos(radius), math.sin(radius)

    def is_near(self, frame: Frame) -> bool:
        """Whether the frame may show what is in the circle, or straight lines from one of its
        points to another.
        """
        if frame.is_world:
            return True
        (x, y, z), (at_x, at_y, at_z) = self._vector, frame.vector
        cos = x * at_x + y * at_y + z * at_z
        sin = math.sqrt(max(0, 1 - cos**2))
        if sin <= self._sin:  # it holds the centre of the frame, or the point opposite to it
            return True
        # All the circle is beyond a straight line at this distance from the centre of the plane.
        chord = math.sqrt(2 - 2 * (cos * self._cos + sin * self._sin))
        return min(chord, RIM) * math.sqrt(1 - (self._sin / sin) ** 2) <= frame.reach


@dataclass(frozen=True)
class Ring:
    """A closed ring of the land or of an outline, its last point once; `runs`: its points by
    RUN, each with a circle around them and the point after them.
    """

    cap: Cap
    runs: list[tuple[Cap, list[Point]]]

    def near(self, frame: Frame) -> list[Point]:
        """Returns the points that draw in `frame` what all would: of runs that it cannot show,
        only the first.
        """
        near = []
        for cap, points in self.runs:
            near += points if cap.is_near(frame) else points[:1]
        return near


def _ring(points: list[Point]) -> Ring:
    closed = [*points, points[0]]
    starts = range(0, len(points), RUN)
    runs = [(Cap(closed[n : n + RUN + 1]), points[n : n + RUN]) for n in starts]
    return Ring(Cap(points), runs)


def _near_path(rings: Iterable[Ring], frame: Frame, smallest: float) -> str:
    near = (ring.near(frame) for ring in rings if ring.cap.is_near(frame))
    return outlines_path(near, frame, smallest)


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


@lru_cache(maxsize=FRAMES_KEPT)
def land_path(frame: Frame) -> str:
    """Returns the path of the land that `frame` shows."""
    is_coarse = frame.is_world or frame.width / frame.scale * EARTH_RADIUS_KM > WIDE_KM
    rings = _rings("land_world.json" if is_coarse else "land_near.json")
    return _near_path(rings, frame, DETAIL)


def outlines_path(rings: Iterable[list[Point]], frame: Frame, smallest: float) -> str:
    """Returns the path of outlines within `frame`."""
    return rings_path(([frame.project(point) for point in ring] for ring in rings), frame, smallest)


@cache
def _departement_rings() -> dict[str, list[Ring]]:
    outlines = outline_rings("departements")
    return {code: [_ring(points) for points in rings] for code, rings in outlines.items()}


@cache
def departement_centre(code: str) -> Point | None:
    """Returns the middle of its largest part; None if it has no outline."""
    rings = _departement_rings().get(code)
    return max(rings, key=lambda ring: ring.cap.radius_km).cap.centre if rings else None


@lru_cache(maxsize=FRAMES_KEPT)
def departements_path(frame: Frame, smallest: float) -> str:
    """Returns the outlines of the mainland’s départements that `frame` shows, without details of
    less than `smallest` pixels.
    """
    rings = (ring for _code, parts in sorted(_departement_rings().items()) for ring in parts)
    return _near_path(rings, frame, smallest)
