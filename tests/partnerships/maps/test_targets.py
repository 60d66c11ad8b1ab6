"""The areas of a map that follow the links of its circles."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from partnerships.maps.targets import LEAST, target_radii

CIRCLES = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(1.8, 60)), max_size=12)


def test_a_circle_alone_has_a_target_of_24_pixels_on_a_phone():
    assert target_radii([(100, 100, 1.8), (400, 100, 40)]) == [LEAST, 40]


def test_close_circles_share_what_is_between_them():
    assert target_radii([(100, 100, 2), (110, 100, 3), (110, 100, 3)]) == [5, 3, 3]


@given(CIRCLES)
def test_no_target_takes_the_place_of_another_circle(circles):
    radii = target_radii(circles)

    for (one, target), (other, its_target) in combinations(zip(circles, radii, strict=True), 2):
        between = hypot(one[0] - other[0], one[1] - other[1])
        assert target == one[2] or target + other[2] <= between + 1e-9
        assert its_target == other[2] or its_target + one[2] <= between + 1e-9
