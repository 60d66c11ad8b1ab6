"""Projections of the globe onto a plane, both of which keep areas.

Points are (latitude, longitude) in degrees; results are (x, y) in radii of the Earth, x to the
right and y downwards as on a screen.
"""

import math
from collections.abc import Callable
from functools import lru_cache

from partnerships.proximity import Point

Position = tuple[float, float]  # x, y
Projection = Callable[[Point], Position]

# Equal Earth (Šavrič, Patterson and Jenny, 2018): coefficients of θ, θ³, θ⁷ and θ⁹.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
HALF_ROOT_3 = math.sqrt(3) / 2
# Farther from the centre than this, in degrees, the plane is so stretched that points are put
# back at this distance, in their own direction.
FARTHEST = 150
# How far that is from the centre, on the plane.
RIM = 2 * math.sin(math.radians(FARTHEST) / 2)


def turned(longitude: float, centre: float) -> float:
    """Returns the degrees east of the meridian `centre`, from -180 to 180."""
    return (longitude - centre + 180) % 360 - 180


def equal_earth(point: Point, meridian: float = 0) -> Position:
    """Projects to Equal Earth. Longitudes may go beyond 180°, so that land keeps in one piece."""
    latitude, longitude = point
    theta = math.asin(HALF_ROOT_3 * math.sin(math.radians(latitude)))
    two, six = theta**2, theta**6
    slope = 9 * A4 * six * two + 7 * A3 * six + 3 * A2 * two + A1
    x = math.radians(longitude - meridian) * math.cos(theta) / (HALF_ROOT_3 * slope)
    return x, -theta * (A4 * six * two + A3 * six + A2 * two + A1)


@lru_cache(maxsize=1_024)
def azimuthal_equal_area(centre: Point) -> Projection:
    """Returns Lambert’s azimuthal equal-area projection around `centre`; the same one for the same
    centre, so that frames can be compared.
    """
    middle = math.radians(centre[0])
    sin_middle, cos_middle = math.sin(middle), math.cos(middle)
    lowest = math.cos(math.radians(FARTHEST))

    def project(point: Point) -> Position:
        latitude, longitude = math.radians(point[0]), math.radians(point[1] - centre[1])
        sin_lat, cos_lat = math.sin(latitude), math.cos(latitude)
        east = cos_lat * math.sin(longitude)
        north = cos_middle * sin_lat - sin_middle * cos_lat * math.cos(longitude)
        cosine = sin_middle * sin_lat + cos_middle * cos_lat * math.cos(longitude)
        if cosine >= lowest:
            scale = math.sqrt(2 / (1 + cosine))
        else:
            scale = RIM / (math.hypot(east, north) or 1)
        return east * scale, -north * scale

    return project
