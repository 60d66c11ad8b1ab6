"""How large an area of a map follows the link of each circle."""

from bisect import bisect_left
from collections.abc import Sequence
from math import hypot

# Half the least size of a target (24 CSS pixels, WCAG 2.2, 2.5.8), in pixels of a map that is as
# narrow as a phone.
LEAST = 29.0


def target_radii(circles: Sequence[tuple[float, float, float]]) -> list[float]:
    """Returns the radius of the target of each circle (x, y, radius): LEAST, or as much as leaves
    the other circles, and the targets of their centres, free; never less than the circle.
    """
    by_x = sorted(range(len(circles)), key=lambda index: circles[index][0])
    all_x = [circles[index][0] for index in by_x]
    largest = max((radius for _x, _y, radius in circles), default=0)
    radii = []
    for index, (x, y, radius) in enumerate(circles):
        free = LEAST
        reach = max(2 * LEAST, LEAST + largest)
        for rank in range(bisect_left(all_x, x - reach), len(by_x)):
            if all_x[rank] > x + reach:
                break
            if by_x[rank] != index:
                other_x, other_y, other_radius = circles[by_x[rank]]
                between = hypot(other_x - x, other_y - y)
                free = min(free, between / 2, between - other_radius)
        radii.append(max(radius, free))
    return radii
