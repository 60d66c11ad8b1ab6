"""Frames: what they show, and the paths that are drawn in them."""

import itertools
import re
from dataclasses import fields

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partnerships.maps.frames import EUROPE, WORLD, Frame, frame_of, middle
from partnerships.maps.land import land_path, land_rings, overseas_rings
from partnerships.maps.paths import (
    arc_path,
    clipped,
    dots_path,
    great_circle,
    link_path,
    number,
    rings_path,
)
from partnerships.proximity import distance_km

NANTES, LYON, NIIGATA, TURIN, FIJI = (
    (47.2, -1.6),
    (45.8, 4.8),
    (37.9, 139.0),
    (45.1, 7.7),
    (-18.1, 178.4),
)
POINTS = st.tuples(st.floats(-80, 80), st.floats(-180, 180))


def coordinates(path):
    """The absolute positions of a path of « M » and relative « l »."""
    positions = []
    for part in re.findall(r"M[^Mz]*", path):
        numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+", part)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            positions.append((x, y))
    return positions


@given(point=POINTS)
def test_world_shows_every_point_between_its_latitudes(point):
    latitude, _longitude = point

    assert WORLD.holds(WORLD.place(point)) == (WORLD.place(point)[1] >= 0) * (
        WORLD.place(point)[1] <= WORLD.height
    )
    if -55.5 <= latitude <= 77.5:
        assert WORLD.holds(WORLD.place(point))


def test_europe_shows_its_capitals_and_not_the_sahara():
    capitals = [(38.7, -9.1), (53.3, -6.3), (59.9, 10.8), (50.5, 30.5), (37.98, 23.7), (33.6, -7.6)]

    assert [EUROPE.holds(EUROPE.place(each)) for each in capitals] == [True] * 6
    assert not EUROPE.holds(EUROPE.place((20, 5)))


@given(points=st.lists(POINTS, min_size=1, max_size=6))
def test_frame_of_a_result_shows_all_its_points(points):
    frame = frame_of(points, 450, 200)

    if frame:
        assert all(frame.holds(frame.place(each)) for each in points)


def test_frame_of_one_point_is_a_country_wide():
    frame = frame_of([LYON], 450, 200)

    assert frame.place(LYON) == pytest.approx((225, 100))
    assert frame.width / frame.scale * 6371 == pytest.approx(900)


def test_far_results_are_on_the_world():
    assert frame_of([LYON, NIIGATA, (-33.9, 151.2)], 450, 200) is None


def test_middle_is_on_the_globe():
    assert middle([(0, 170), (0, -170)])[1] == pytest.approx(180)


@pytest.mark.parametrize("frame", [WORLD, EUROPE])
def test_land_stays_within_its_frame(frame):
    positions = coordinates(land_path(frame))

    assert len(positions) > 500
    # Steps are rounded to a tenth, and they do not add up.
    assert all(-0.3 <= x <= frame.width + 0.3 for x, _y in positions)
    assert all(-0.3 <= y <= frame.height + 0.3 for _x, y in positions)


def area(path):
    """That of the rings of a path, in square pixels."""
    total = 0
    for part in re.findall(r"M[^Mz]*", path):
        ring = coordinates(part)
        turned = zip(ring, [*ring[1:], ring[0]], strict=True)
        total += abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in turned)) / 2
    return total


@given(points=st.lists(POINTS, min_size=1, max_size=3))
def test_land_of_a_frame_is_that_of_its_whole_rings(points):
    frame = frame_of(points, 392, 240)
    assume(frame)
    name = "land_world.json" if frame.width / frame.scale * 6371 > 6000 else "land_near.json"
    whole = ([frame.project(point) for point in ring] for ring in land_rings(name))

    # Both are rounded to a tenth of a pixel.
    assert area(land_path(frame)) == pytest.approx(area(rings_path(whole, frame, 0.6)), abs=60)


def test_a_near_frame_projects_the_land_around_it_alone():
    frame, projected = frame_of([LYON, TURIN], 392, 240), []

    class Counting(Frame):
        def project(self, point):
            projected.append(point)
            return super().project(point)

    land_path(Counting(**{each.name: getattr(frame, each.name) for each in fields(frame)}))

    assert 100 < len(projected) < 500


def test_the_land_of_a_frame_is_kept_for_another_like_it():
    one, other = (frame_of([LYON, TURIN], 392, 240) for _turn in range(2))

    assert one is not other
    assert land_path(one) is land_path(other)


def test_no_land_streaks_across_the_world():
    path = land_path(WORLD)
    steps = [
        abs(float(x))
        for part in re.findall(r"l([^Mz]*)", path)
        for x in re.findall(r"-?\d*\.?\d+", part)[::2]
    ]

    # The longest are the upper side of the frame, over Greenland and Siberia.
    assert max(steps) < WORLD.width / 10


def test_chukotka_stays_whole_at_the_right():
    x, _y = WORLD.project((66, 190))

    assert WORLD.width * 0.75 < x < WORLD.width
    assert WORLD.place((66, -170))[0] == pytest.approx(x)


def test_overseas_land_has_its_two_territories():
    assert set(overseas_rings()) == {"987", "988"}
    assert all(rings for rings in overseas_rings().values())


def test_ring_is_cut_at_the_sides():
    square = [(-10, 5), (5, 5), (5, 20), (-10, 20)]

    assert sorted(clipped(square, 10, 10)) == [(0, 5), (0, 10), (5, 5), (5, 10)]
    assert clipped([(20, 20), (30, 20), (30, 30)], 10, 10) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.04, "0"), (0.5, ".5"), (-0.5, "-.5"), (10, "10"), (1.25, "1.2")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


@given(one=POINTS, other=POINTS)
def test_great_circle_is_the_shortest_way(one, other):
    points = great_circle(one, other)

    length = sum(distance_km(a, b) for a, b in itertools.pairwise(points))
    assert (points[0], points[-1]) == (one, other)
    assert length == pytest.approx(distance_km(one, other), rel=1e-3, abs=1)


def test_arc_to_japan_goes_by_the_north():
    positions = coordinates(arc_path(NANTES, NIIGATA, WORLD))

    highest = min(y for _x, y in positions)
    assert highest < min(WORLD.place(NANTES)[1], WORLD.place(NIIGATA)[1]) - 20


def test_arc_over_the_side_of_the_world_is_broken():
    assert arc_path(FIJI, (21.3, -157.8), WORLD).count("M") == 2
    assert arc_path(NANTES, FIJI, WORLD).count("M") == 1


def test_link_is_bent_upwards():
    assert link_path((0, 100), (100, 100)) == "M0 100Q50 84 100 100"
    assert link_path((100, 100), (0, 100)) == "M0 100Q50 84 100 100"


def test_dots_that_fall_together_are_drawn_once():
    assert dots_path([(1.2, 3), (0.9, 3.1), (5, 5)]) == "m1 3h0m4 2h0"
    assert dots_path([(9, 7), (4, 8), (9, 2)]) == "m4 8h0m5-6h0m0 5h0"
    assert dots_path([]) == ""


def test_path_of_dots_does_not_grow_with_their_number():
    every_pixel = [(x, y) for x in range(200) for y in range(200)]

    assert dots_path(every_pixel).count("h0") == 100 * 100
