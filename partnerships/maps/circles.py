"""Circles whose area is proportional to a number of partnerships."""

import math
from collections.abc import Iterable

from partnerships.maps.frames import Frame

# Pixels of the radius for one partnership, where they do not cover too much.
UNIT = 2
# The part of a frame that all circles together may cover.
COVERED_MAX = 0.031
# Pixels of the radius of the largest circle.
LARGEST_RADIUS = 29
SMALLEST = 1.8
# The same on a map that is enlarged.
SMALLEST_NEAR = 3
# Pixels of the radius of the largest circle of a legend.
LEGEND_RADIUS = 27


def radius(count: int, unit: float = UNIT) -> float:
    """Returns the radius of the circle of `count` partnerships, in pixels."""
    return max(SMALLEST, unit * math.sqrt(count))


def unit_of(
    counts: Iterable[int], frame: Frame, largest: float = UNIT, covered: float = COVERED_MAX
) -> float:
    """Returns the radius for one partnership: `largest`, or less where many would cover more than
    the part `covered` of `frame`, or one circle be larger than LARGEST_RADIUS.
    """
    counts = list(counts) or [1]
    covering = covered * frame.width * frame.height / math.pi
    of_largest = LARGEST_RADIUS / math.sqrt(max(1, *counts))
    return min(largest, math.sqrt(covering / max(1, sum(counts))), of_largest)


def legend_counts(unit: float, largest: int) -> list[int]:
    """Returns the numbers whose circles a legend shows: 1, and the two highest powers of ten of
    which the circle is neither too large for it nor larger than that of `largest`.
    """
    power = min(int(2 * math.log10(LEGEND_RADIUS / unit)), int(math.log10(max(1, largest))))
    return sorted({1, 10 ** max(0, power - 1), 10**power})
