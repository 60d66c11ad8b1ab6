"""Frames of the maps: a projection and the rectangle of it that is shown."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial

from partnerships.maps.projections import (
    Position,
    Projection,
    azimuthal_equal_area,
    equal_earth,
    turned,
)
from partnerships.proximity import EARTH_RADIUS_KM, Point, Vector, point_towards, unit_vector

# The meridian in the middle of the world, and where the land is cut on the other side.
MERIDIAN = 11
SOUTH, NORTH = -56, 78
EUROPE_CENTRE = (47.5, 9.5)
# Kilometres between the sides of the frame of Europe.
EUROPE_KM = 4_000
# A frame around points leaves this part of itself empty on each side, and shows at least so much.
MARGIN, SMALLEST_KM = 0.16, 900
# Points farther than this from their middle, in kilometres, are shown on the whole world.
NEAR_KM = 8_000


@dataclass(frozen=True)
class Frame:
    """A rectangle of `width` by `height` pixels; `scale`: pixels per radius of the Earth; `left`,
    `top`: what is at its corner, in pixels of the projection.
    """

    width: int
    height: int
    projection: Projection
    scale: float
    left: float
    top: float
    centre: Point
    is_world: bool = False

    def place(self, point: Point) -> Position:
        """Returns where a (latitude, longitude) stands, in pixels from the corner."""
        if self.is_world:
            point = point[0], MERIDIAN + turned(point[1], MERIDIAN)
        return self.project(point)

    def project(self, point: Point) -> Position:
        """Returns the same for a point of the land, whose longitude may go beyond 180°."""
        x, y = self.projection(point)
        return x * self.scale - self.left, y * self.scale - self.top

    @cached_property
    def vector(self) -> Vector:
        """The centre of the projection as a unit vector."""
        return unit_vector(self.centre)

    @cached_property
    def reach(self) -> float:
        """How far the farthest corner is from the centre of the projection, in radii of the
        Earth on the plane.
        """
        x = max(abs(self.left), abs(self.left + self.width))
        y = max(abs(self.top), abs(self.top + self.height))
        return math.hypot(x, y) / self.scale

    def holds(self, position: Position) -> bool:
        return 0 <= position[0] <= self.width and 0 <= position[1] <= self.height


def world(width: int) -> Frame:
    """Returns the whole world but Antarctica, `width` pixels wide."""
    half = equal_earth((0, 180))[0]
    scale = width / (2 * half)
    top, bottom = (equal_earth((latitude, 0))[1] * scale for latitude in (NORTH, SOUTH))
    projection = partial(equal_earth, meridian=MERIDIAN)
    return Frame(
        width, round(bottom - top), projection, scale, -width / 2, top, (0, MERIDIAN), True
    )


def around(centre: Point, km: float, width: int, height: int) -> Frame:
    """Returns the frame around `centre`, `km` wide."""
    scale = width / (km / EARTH_RADIUS_KM)
    project = azimuthal_equal_area(centre)
    return Frame(width, height, project, scale, -width / 2, -height / 2, centre)


def middle(points: Iterable[Point]) -> Point:
    """Returns the point in the middle of those given, on the globe."""
    x, y, z = map(sum, zip(*map(unit_vector, points), strict=True))
    return point_towards((x, y, z))


def frame_of(
    points: Iterable[Point], width: int, height: int, smallest_km: float = SMALLEST_KM
) -> Frame | None:
    """Returns the smallest frame that shows all `points`, at least `smallest_km` wide; None if they
    are so far from each other that the whole world is to be shown.
    """
    points = list(points)
    centre = middle(points)
    project = azimuthal_equal_area(centre)
    positions = [project(point) for point in points]
    if any(math.hypot(*each) * EARTH_RADIUS_KM > NEAR_KM for each in positions):
        return None
    xs, ys = [x for x, _y in positions], [y for _x, y in positions]
    spans = (max(xs) - min(xs)) / width, (max(ys) - min(ys)) / height
    smallest = smallest_km / EARTH_RADIUS_KM / width
    scale = (1 - 2 * MARGIN) / max(*spans, smallest * (1 - 2 * MARGIN))
    left = (min(xs) + max(xs)) / 2 * scale - width / 2
    top = (min(ys) + max(ys)) / 2 * scale - height / 2
    return Frame(width, height, project, scale, left, top, centre)


WORLD = world(792)
EUROPE = around(EUROPE_CENTRE, EUROPE_KM, 392, 344)
