"""The strip of overseas France: an outline, points and a number for each of seven territories."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from partnerships.maps.frames import Frame, frame_of
from partnerships.maps.land import outline_rings, outlines_path, overseas_rings
from partnerships.maps.paths import dots_path
from partnerships.maps.result import ResultPlaces
from partnerships.models import Region

# Codes of régions, from west to east but for the Pacific, which is last.
TERRITORIES = ("01", "02", "03", "04", "06", "988", "987")
WIDTH, HEIGHT = 52, 44
# Details smaller than this, in pixels, are left out of an outline.
DETAIL = 0.4


@dataclass(frozen=True)
class Territory:
    """`address`: of its partnerships."""

    name: str
    count: int
    outline: str
    dots: str
    address: str


@cache
def _drawn(code: str) -> tuple[Frame, str]:
    rings = overseas_rings().get(code) or outline_rings("regions")[code]
    points = [point for ring in rings for point in ring]
    frame = frame_of(points, WIDTH, HEIGHT, smallest_km=20)
    return frame, outlines_path(rings, frame, DETAIL)


def territories(
    places: ResultPlaces, address: Callable[[str], str], codes: Collection[str] = TERRITORIES
) -> list[Territory]:
    """Returns those of the territories whose code is in `codes`, in their order; `address`: of the
    partnerships of a région.
    """
    names = dict(Region.objects.filter(pk__in=TERRITORIES).values_list("pk", "name"))
    found = []
    for code in TERRITORIES:
        if code not in names or code not in codes:
            continue
        frame, outline = _drawn(code)
        positions = [frame.place(point) for point in places.seats.get(code, ())]
        dots = dots_path(position for position in positions if frame.holds(position))
        count = places.count_of_region(code)
        found.append(Territory(names[code], count, outline, dots, address(code)))
    return found
