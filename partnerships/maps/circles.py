"""Circles whose area is proportional to a number of partnerships."""

import math

# Pixels of the radius for one partnership, at the widths of the two frames of the world.
AT_792, AT_328 = 0.85, 0.36
SMALLEST = 1.8
# The numbers whose circles the legend shows.
LEGEND = (1, 100, 1_000)


def radius(count: int, unit: float = AT_792) -> float:
    """Returns the radius of the circle of `count` partnerships, in pixels."""
    return max(SMALLEST, unit * math.sqrt(count))
