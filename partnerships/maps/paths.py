"""Paths as SVG writes them, and polygons cut at the sides of a frame."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from partnerships.maps.frames import Frame
from partnerships.maps.projections import Position
from partnerships.proximity import Point, point_towards, unit_vector

# A circle that crosses the frame is followed by steps of this many degrees.
STEP = 2
# How far the control point of the curve of a link stands aside, in parts of its length.
BEND = 0.16
# A dot for each pixel up to this number: a path must not grow with the registry.
DOTS_MAX = 6_000


def _cut(ring: Sequence[Position], axis: int, limit: float, sign: int) -> list[Position]:
    """Returns the part of the ring where sign × coordinate ≤ sign × limit (Sutherland–Hodgman)."""
    kept = []
    one, before = ring[-1], sign * (ring[-1][axis] - limit)
    for other in ring:
        after = sign * (other[axis] - limit)
        if (before <= 0) != (after <= 0):
            share = before / (before - after)
            crossing = [a + share * (b - a) for a, b in zip(one, other, strict=True)]
            crossing[axis] = limit
            kept.append((crossing[0], crossing[1]))
        if after <= 0:
            kept.append(other)
        one, before = other, after
    return kept


def clipped(ring: list[Position], width: float, height: float) -> list[Position]:
    """Returns the part of a closed ring that the frame shows; [] if it shows nothing of it."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    sides = [
        (0, 0, -1, min(xs) < 0),
        (0, width, 1, max(xs) > width),
        (1, 0, -1, min(ys) < 0),
        (1, height, 1, max(ys) > height),
    ]
    for axis, limit, sign, crosses in sides:
        if crosses and ring:
            ring = _cut(ring, axis, limit, sign)
    return ring


def number(value: float) -> str:
    """Returns a length rounded to a tenth of a pixel, as short as it can be: « -.5 »."""
    text = f"{round(value, 1) + 0:.1f}".removesuffix(".0")
    return text.replace("-0.", "-.").removeprefix("0") or "0"


def _steps(positions: Iterable[Position], smallest: float) -> list[tuple[int, int]]:
    """Returns positions in tenths of a pixel, without those nearer than `smallest` pixels to the
    one before.
    """
    kept = []
    for x, y in positions:
        step = round(x * 10), round(y * 10)
        if not kept or math.dist(kept[-1], step) >= smallest * 10:
            kept.append(step)
    return kept


@lru_cache(maxsize=65_536)
def _tenths(step: int) -> str:
    return number(step / 10)


def _relative(steps):
    pairs = [steps[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(steps))]
    start, *moves = (f"{_tenths(x)} {_tenths(y)}" for x, y in pairs)
    return f"M{start}l{' '.join(moves)}".replace(" -", "-")


def rings_path(rings: Iterable[list[Position]], frame: Frame, smallest: float) -> str:
    """Returns the path of projected rings within `frame`, without details of less than `smallest`
    pixels.
    """
    paths = []
    for ring in rings:
        steps = _steps(clipped(ring, frame.width, frame.height), smallest)
        if len(steps) > 2:
            paths.append(_relative(steps) + "z")
    return "".join(paths)


def dots_path(positions: Iterable[Position]) -> str:
    """Returns one path of strokes without length: a dot each where the line ends are round.

    Dots that fall on one pixel are one; on a square of two pixels, where they are many.
    """
    steps = {(round(x), round(y)) for x, y in positions}
    if len(steps) > DOTS_MAX:
        steps = {(x // 2 * 2, y // 2 * 2) for x, y in steps}
    # From one to the next, which compresses to half of what their places do.
    before, moves = (0, 0), []
    for x, y in sorted(steps):
        moves.append(f"m{x - before[0]} {y - before[1]}h0".replace(" -", "-"))
        before = x, y
    return "".join(moves)


def great_circle(one: Point, other: Point) -> list[Point]:
    """Returns points along the shortest way between two points of the globe, ends included."""
    vectors = unit_vector(one), unit_vector(other)
    cosine = max(-1, min(1, sum(a * b for a, b in zip(*vectors, strict=True))))
    angle = math.acos(cosine)
    if angle < 1e-9 or math.pi - angle < 1e-9:
        return [one, other]
    count = max(2, math.ceil(math.degrees(angle) / STEP))
    points = [one]
    for n in range(1, count):
        shares = (
            math.sin((1 - n / count) * angle) / math.sin(angle),
            math.sin(n / count * angle) / math.sin(angle),
        )
        x, y, z = (shares[0] * a + shares[1] * b for a, b in zip(*vectors, strict=True))
        points.append(point_towards((x, y, z)))
    return [*points, other]


def arc_parts(one: Point, other: Point, frame: Frame) -> list[list[Position]]:
    """Returns the shortest way between two points as it lies on the globe, in pixels of `frame`.

    Where it leaves one side of the world and enters by the other, it is broken into two parts.
    """
    parts, last = [[]], None
    for position in map(frame.place, great_circle(one, other)):
        if frame.is_world and last and abs(position[0] - last[0]) > frame.width / 2:
            parts.append([])
        parts[-1].append(position)
        last = position
    return parts


def arc_path(one: Point, other: Point, frame: Frame) -> str:
    """Returns the same as a path."""
    paths = (_steps(part, 1) for part in arc_parts(one, other, frame))
    return "".join(_relative(steps) for steps in paths if len(steps) > 1)


def link_path(one: Position, other: Position) -> str:
    """Returns the curve of a single link, bent upwards."""
    (x1, y1), (x2, y2) = sorted((one, other))
    x = (x1 + x2) / 2 + (y2 - y1) * BEND
    y = (y1 + y2) / 2 - (x2 - x1) * BEND
    ends = [number(each) for each in (x1, y1, x, y, x2, y2)]
    return "M{} {}Q{} {} {} {}".format(*ends)
