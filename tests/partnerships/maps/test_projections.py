"""Projections: known values, and areas that are kept."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.maps.projections import azimuthal_equal_area, equal_earth, turned

LATITUDES, LONGITUDES = st.floats(-80, 80), st.floats(-179, 179)


def test_equal_earth_keeps_the_middle_and_the_published_extent():
    # The extent that the authors of the projection publish, in radii of the Earth.
    assert equal_earth((0, 0)) == pytest.approx((0, 0))
    assert equal_earth((0, 180)) == pytest.approx((2.70663, 0), abs=1e-5)
    assert equal_earth((90, 0)) == pytest.approx((0, -1.31736), abs=1e-5)


def test_equal_earth_is_symmetric_around_its_meridian():
    west, east = equal_earth((45, -29), 11), equal_earth((45, 51), 11)

    assert west[0] == pytest.approx(-east[0])
    assert west[1] == east[1]


def test_azimuthal_keeps_its_centre_and_the_chord_to_it():
    project = azimuthal_equal_area((47.5, 9.5))

    assert project((47.5, 9.5)) == pytest.approx((0, 0))
    # A quarter of the globe away: the chord is √2.
    assert math.hypot(*project((-42.5, 9.5))) == pytest.approx(math.sqrt(2))


def test_azimuthal_has_the_north_above_and_the_east_at_the_right():
    project = azimuthal_equal_area((47.5, 9.5))

    assert project((50, 9.5))[1] < 0 < project((45, 9.5))[1]
    assert project((47.5, 8))[0] < 0 < project((47.5, 12))[0]


def test_azimuthal_puts_what_is_behind_back_on_its_rim():
    project = azimuthal_equal_area((40, 0))
    rim = 2 * math.sin(math.radians(75))

    assert math.hypot(*project((-40, 170))) == pytest.approx(rim)
    assert math.hypot(*project((-40, 180))) <= rim


def area(corners):
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


@pytest.mark.parametrize("project", [equal_earth, azimuthal_equal_area((47.5, 9.5))])
@given(latitude=LATITUDES, longitude=LONGITUDES)
def test_areas_are_kept(project, latitude, longitude):
    if math.hypot(*azimuthal_equal_area((47.5, 9.5))((latitude, longitude))) > 1.9:
        return  # behind the rim
    half = 0.01
    corners = [
        (latitude - half, longitude - half),
        (latitude - half, longitude + half),
        (latitude + half, longitude + half),
        (latitude + half, longitude - half),
    ]
    sines = [math.sin(math.radians(latitude + each)) for each in (-half, half)]
    on_globe = math.radians(2 * half) * (sines[1] - sines[0])

    assert area([project(each) for each in corners]) == pytest.approx(on_globe, rel=1e-3)


@given(longitude=st.floats(-1000, 1000))
def test_degrees_east_of_a_meridian_are_within_a_turn(longitude):
    degrees = turned(longitude, 11)

    assert -180 <= degrees < 180
    assert (longitude - 11 - degrees) % 360 == pytest.approx(0, abs=1e-6) or (
        longitude - 11 - degrees
    ) % 360 == pytest.approx(360, abs=1e-6)
