"""Circles whose area is proportional to a number of partnerships."""

import math
from collections.abc import Iterable

from partnerships.maps.frames import Frame

# Pixels of the radius for one partnership, where they do not cover too much.
UNIT = 0.85
# The part of a frame that all circles together may cover.
COVERED_MAX = 0.06
SMALLEST = 1.8
# The same on a map that is enlarged.
SMALLEST_NEAR = 3
# Pixels of the radius of the largest circle of a legend.
LEGEND_RADIUS = 27


def radius(count: int, unit: float = UNIT) -> float:
    """Returns the radius of the circle of `count` partnerships, in pixels."""
    return max(SMALLEST, unit * math.sqrt(count))


def unit_of(counts: Iterable[int], frame: Frame, largest: float = UNIT) -> float:
    """Returns the radius for one partnership: `largest`, or less where many would cover `frame`."""
    covering = COVERED_MAX * frame.width * frame.height / math.pi
    return min(largest, math.sqrt(covering / max(1, sum(counts))))


def legend_counts(unit: float, largest: int) -> list[int]:
    """Returns the numbers whose circles a legend shows: 1, and the two highest powers of ten of
    which the circle is neither too large for it nor larger than that of `largest`.
    """
    power = min(int(2 * math.log10(LEGEND_RADIUS / unit)), int(math.log10(max(1, largest))))
    return sorted({1, 10 ** max(0, power - 1), 10**power})
