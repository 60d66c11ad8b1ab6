"""The land of the maps: how the source is read, and what the files of the repository hold."""

import gzip
import itertools
import json

import pytest
import shapely
from django.core.management import call_command

from partnerships.imports.reference import land
from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.scripted_land import SCRIPTED, scripted_land
from partnerships.maps.frames import WORLD

# Two squares of 10°: one over the equator, one over the 180° line; and Antarctica.
TOPOLOGY = {
    "transform": {"scale": [10, 10], "translate": [-180, -90]},
    "objects": {"land": {"geometries": [{"arcs": [[[0, ~1]], [[2]], [[3]]]}]}},
    "arcs": [
        [[18, 9], [1, 0], [0, 1]],
        [[18, 9], [0, 1], [1, 0]],
        [[35, 9], [0, 1], [-34, 0], [0, -1], [34, 0]],
        [[0, 0], [36, 0], [0, 1], [-36, 0], [0, -1]],
    ],
}


def test_topology_is_read_with_its_arcs_forwards_and_backwards():
    first, *_others = land.polygons(TOPOLOGY)

    assert first == [[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]]


def test_ring_over_the_180th_meridian_goes_on_beyond_it():
    _first, (ring,), _antarctica = land.polygons(TOPOLOGY)

    assert land.unwrapped(ring) == [(170, 0), (170, 10), (190, 10), (190, 0), (170, 0)]


def test_land_is_joined_without_antarctica():
    shape = land.joined(land.polygons(TOPOLOGY))

    assert shape.bounds == (0, 0, 190, 10)
    assert shape.area == pytest.approx(300)


def test_land_west_of_the_cut_is_moved_to_the_east():
    square = [(-175, 0), (-165, 0), (-165, 10), (-175, 10), (-175, 0)]

    shape = land.joined([[square]])

    assert shape.bounds == (-169, 0, 191, 10)
    assert shape.area == pytest.approx(100)


def test_command_writes_the_files(tmp_path, monkeypatch):
    for name in ("land-110m.json", "land-50m.json", "land-10m.json"):
        (tmp_path / name).write_text(json.dumps(TOPOLOGY))
    command = "partnerships.management.commands.build_land"
    monkeypatch.setattr(f"{command}.DATA", tmp_path)
    monkeypatch.setattr(f"{command}.SCRIPTED", tmp_path / "scripted.json")

    call_command("build_land", tmp_path)

    written = json.loads((tmp_path / land.WORLD).read_text("utf-8"))
    assert written["source"].startswith("Natural Earth")
    assert len(written["rings"]) == 2


@pytest.mark.parametrize("name", [land.WORLD, land.NEAR])
def test_rings_of_the_repository_are_closed_and_continuous(name):
    path = DATA / name
    rings = json.loads(path.read_text("utf-8"))["rings"]

    assert path.stat().st_size < 250_000
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
    assert all(-169 <= x <= 191 and -62 <= y <= 84 for ring in rings for x, y in ring)
    steps = [abs(b[0] - a[0]) for ring in rings for a, b in itertools.pairwise(ring)]
    assert max(steps) < 40


@pytest.mark.parametrize(
    ("place", "is_land"),
    [
        ((-73.6, 45.5), True),
        ((2.3, 48.9), True),
        ((184, 67), True),
        ((3, 35.5), True),
        ((-30, 0), False),
        ((5, 40), False),
        ((180, 0), False),
    ],
)
@pytest.mark.parametrize("name", [land.WORLD, land.NEAR])
def test_land_stands_where_it_is(name, place, is_land):
    rings = json.loads((DATA / name).read_text("utf-8"))["rings"]

    inside = sum(shapely.Polygon(ring).contains(shapely.Point(place)) for ring in rings)

    assert inside % 2 == is_land


def test_land_that_scripts_draw_is_that_of_the_repository():
    assert SCRIPTED.read_text("utf-8") == scripted_land()
    assert len(gzip.compress(SCRIPTED.read_bytes())) < 60_000


def test_land_that_scripts_draw_is_in_pixels_of_the_world():
    land = json.loads(SCRIPTED.read_text("utf-8"))

    rings = [
        list(zip(itertools.accumulate(ring[::2]), itertools.accumulate(ring[1::2]), strict=True))
        for ring in land["rings"]
    ]

    mali, atlantic = (
        shapely.Point(*(each * land["steps"] for each in WORLD.place(place)))
        for place in ((17, -2), (30, -40))
    )
    assert sum(shapely.Polygon(ring).contains(mali) for ring in rings) == 1
    assert sum(shapely.Polygon(ring).contains(atlantic) for ring in rings) == 0
