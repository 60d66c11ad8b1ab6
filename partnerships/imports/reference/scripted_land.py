"""Builds the land that scripts draw, projected onto the frame of the world."""

import json
from itertools import pairwise

from django.conf import settings

from partnerships.maps.frames import WORLD
from partnerships.maps.land import land_rings
from partnerships.proximity import Point

# Steps in a pixel of the frame of the world, which is the map before any zoom.
STEPS = 20
# The file of the land, for a closer look than that of the drawing of the world.
SOURCE = "land_near.json"
SCRIPTED = settings.BASE_DIR / "static/map/land.json"


def _steps(points: list[Point]) -> list[int]:
    """Returns x and y of the first point, then of each step to the next one."""
    places = [tuple(round(each * STEPS) for each in WORLD.project(point)) for point in points]
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places) if a != b]
    return [number for pair in (places[0], *moves) for number in pair]


def scripted_land() -> str:
    """Returns {"steps": in a pixel, "rings": of whole steps} as JSON, one ring per line."""
    rings = ",\n".join(
        json.dumps(_steps(points), separators=(",", ":")) for points in land_rings(SOURCE)
    )
    return f'{{"steps":{STEPS},"rings":[\n{rings}\n]}}\n'
