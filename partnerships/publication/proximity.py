"""What lies near a point: a grid of half a degree, searched by rings."""

import math
from collections import defaultdict
from collections.abc import Iterator

Point = tuple[float, float]  # latitude, longitude in degrees

CELLS_PER_DEGREE = 2
AROUND = 360 * CELLS_PER_DEGREE
EARTH_RADIUS_KM = 6371
KM_PER_DEGREE = 111.2


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1, half)))


def _cell(value):
    return math.floor(value * CELLS_PER_DEGREE)


class Nearby:
    """Items by their point, found again by distance."""

    def __init__(self):
        self._cells = defaultdict(list)

    def add(self, point: Point, item: object) -> None:
        column = (_cell(point[1]) + AROUND // 2) % AROUND - AROUND // 2
        self._cells[_cell(point[0]), column].append((point, item))

    def within(self, point: Point, km: float) -> list[tuple[float, object]]:
        """Items at `km` or less, with their distance, the nearest first."""
        found = [
            (distance, item)
            for at, item in self._around(point, km)
            if (distance := distance_km(point, at)) <= km
        ]
        return sorted(found, key=lambda pair: pair[0])

    def _around(self, point: Point, km: float) -> Iterator[tuple[Point, object]]:
        latitude, longitude = point
        height = km / KM_PER_DEGREE
        # Meridians draw near each other towards the poles.
        reach = abs(latitude) + height
        width = 180 if reach >= 89 else min(180, height / math.cos(math.radians(reach)))
        for row in range(_cell(latitude - height), _cell(latitude + height) + 1):
            columns = range(_cell(longitude - width), _cell(longitude + width) + 1)
            for column in {(column + AROUND // 2) % AROUND - AROUND // 2 for column in columns}:
                yield from self._cells.get((row, column), ())
