"""Circles whose area is proportional to a number of partnerships."""

import math

# Pixels of the radius for one partnership.
UNIT = 0.85
SMALLEST = 1.8
# The same on a map that is enlarged.
SMALLEST_NEAR = 3
# The numbers whose circles the legend shows.
LEGEND = (1, 100, 1_000)


def radius(count: int, unit: float = UNIT) -> float:
    """Returns the radius of the circle of `count` partnerships, in pixels."""
    return max(SMALLEST, unit * math.sqrt(count))
