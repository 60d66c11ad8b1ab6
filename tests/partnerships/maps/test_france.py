"""Maps of France: where départements stand, and what is a circle or a dot on them."""

import pytest

from partnerships.maps.france import (
    CIRCLES_MAX,
    FRANCE,
    CountedPoint,
    counted_drawing,
    ground_around,
    ground_of,
    ground_of_france,
)
from partnerships.maps.land import departement_centre, outline_rings

LYON = (45.76, 4.84)


def points(count, **fields):
    """`count` places in a row, south of Lyon, each with one partnership less than the last."""
    return [
        CountedPoint(f"Ville {n}", (45.7 - n / 100, 4.84), count - n, f"/{n}/", **fields)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("code", "point"), [("59", (50.4, 3.2)), ("69", (45.9, 4.7)), ("2A", (41.9, 8.9))]
)
def test_departement_stands_in_its_middle(code, point):
    assert departement_centre(code) == pytest.approx(point, abs=0.35)


def test_unknown_departement_has_no_middle_and_no_map():
    assert departement_centre("00") is None
    assert ground_of(("00",)) is None
    assert ground_of(()) is None


def test_france_holds_its_mainland_and_corsica():
    outside = {
        code
        for code in outline_rings("departements")
        if not FRANCE.holds(FRANCE.place(departement_centre(code)))
    }

    assert outside == {"971", "972", "973", "974", "976"}
    assert ground_of_france().outlines


@pytest.mark.parametrize("codes", [("75",), ("59", "62"), ("974",), ("13", "84")])
def test_map_of_departements_shows_the_whole_of_them(codes):
    frame = ground_of(codes).frame

    rings = outline_rings("departements")
    shown = [frame.place(point) for code in codes for ring in rings[code] for point in ring]
    assert all(frame.holds(position) for position in shown)


def test_map_around_points_far_from_each_other_is_none():
    assert ground_around([]) is None
    assert ground_around([(48.8, 2.3), (-41.0, 175.0)]) is None
    assert ground_around([LYON]).frame.holds(ground_around([LYON]).frame.place(LYON))


def test_first_places_are_circles_and_the_others_dots():
    places = points(CIRCLES_MAX + 5)

    drawing = counted_drawing(ground_of_france(), "La France", places)

    assert len(drawing.circles) == CIRCLES_MAX
    assert drawing.circles[0].address == "/0/"
    assert [each.kind for each in drawing.dots] == ["partner"]
    assert counted_drawing(ground_of_france(), "La France", places[:3]).dots == ()


def test_place_outside_of_the_map_is_not_drawn():
    away = CountedPoint("Papeete", (-17.5, -149.6), 3, "/p/")

    assert counted_drawing(ground_of_france(), "La France", [away]).circles == []


def test_place_of_the_page_stands_on_the_others_and_has_a_label_without_a_number():
    here = CountedPoint("Lyon", LYON, 0, "", is_here=True)

    drawing = counted_drawing(ground_of(("69",)), "Autour de Lyon", [here, *points(30)])

    assert drawing.circles[-1].kind == "here"
    assert (drawing.circles[-1].text, drawing.circles[-1].address) == ("Lyon", "")
    (label,) = [each for each in drawing.names if each.kind == "here"]
    assert (label.text, label.count) == ("Lyon", "")
