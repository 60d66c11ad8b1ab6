"""Points on the globe: distances, unit vectors, items near a point in half-degree cells."""

import math
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

Point = tuple[float, float]  # latitude, longitude in degrees
Vector = tuple[float, float, float]  # from the centre of the Earth

CELLS_PER_DEGREE = 2
AROUND = 360 * CELLS_PER_DEGREE
EARTH_RADIUS_KM = 6371
KM_PER_DEGREE = 111.2
# Points of which a process keeps what it computed: the towns of a large registry.
POINTS_MAX = 262_144


def point_of(row) -> Point | None:
    """Returns the point of a row that has a latitude and a longitude, None if it is not known."""
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude, row.longitude


def distance_km(one: Point, other: Point) -> float:
    """Returns the great-circle distance (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1, half)))


def _cell(value):
    return math.floor(value * CELLS_PER_DEGREE)


def unit_vector(point: Point) -> Vector:
    latitude, longitude = map(math.radians, point)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)


def point_towards(vector: Vector) -> Point:
    """Returns the point of the globe that a vector of any length from its centre points to."""
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _square_chord(km: float) -> float:
    """Returns the squared chord between two unit vectors `km` apart on the ground."""
    return (2 * math.sin(min(km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2


def _km(square_chord: float) -> float:
    return 2 * EARTH_RADIUS_KM * math.asin(min(1, math.sqrt(square_chord) / 2))


class Nearby:
    """A spatial index of items.

    Points are compared as unit vectors: the squared chord increases with the great-circle
    distance, stays accurate for near points and needs no trigonometry.
    """

    def __init__(self):
        self._cells = defaultdict(list)

    def add(self, point: Point, item: object) -> None:
        column = (_cell(point[1]) + AROUND // 2) % AROUND - AROUND // 2
        self._cells[_cell(point[0]), column].append((*unit_vector(point), item))

    def within(self, point: Point, km: float) -> list[tuple[float, object]]:
        """Returns (distance, item) of the items within `km`, nearest first."""
        if km < 0:
            return []
        x, y, z = unit_vector(point)
        limit = _square_chord(km)
        near = [
            (chord, item)
            for cell in self._cells_around(point, km)
            for at_x, at_y, at_z, item in cell
            if (chord := (at_x - x) ** 2 + (at_y - y) ** 2 + (at_z - z) ** 2) <= limit
        ]
        near.sort(key=itemgetter(0))
        return [(_km(chord), item) for chord, item in near]

    def _cells_around(self, point: Point, km: float) -> Iterator[list[tuple]]:
        latitude, longitude = point
        height = km / KM_PER_DEGREE
        # Meridians converge towards the poles.
        reach = abs(latitude) + height
        width = 180 if reach >= 89 else min(180, height / math.cos(math.radians(reach)))
        for row in range(_cell(latitude - height), _cell(latitude + height) + 1):
            columns = range(_cell(longitude - width), _cell(longitude + width) + 1)
            for column in {(column + AROUND // 2) % AROUND - AROUND // 2 for column in columns}:
                yield self._cells.get((row, column), ())
