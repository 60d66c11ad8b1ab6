"""Maps of France: circles inside the outlines of its départements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.contrib.humanize.templatetags.humanize import intcomma

from partnerships.maps.circles import radius, unit_of
from partnerships.maps.drawing import EUROPE_SIZE, Circle, Dots, Drawing, Name, count_text, name_at
from partnerships.maps.frames import Frame, around, frame_of
from partnerships.maps.labels import Label, Mark, placed_labels
from partnerships.maps.land import departements_path, land_path, outline_rings
from partnerships.maps.paths import dots_path, number
from partnerships.proximity import Point

FRANCE = around((46.45, 2.3), 1_150, 392, 392)
WIDTH, HEIGHT = 392, 320
# Kilometres between the sides of the map of a département as small as Paris.
SMALLEST_KM = 60
# Pixels of the radius for one partnership.
UNIT = 2
# The part of a map that all circles together may cover: France fills most of it.
COVERED_MAX = 0.06
# Details smaller than this, in pixels, are left out of the outlines.
DETAIL, DETAIL_OF_FRANCE = 1.5, 3
# Circles that are links; the others, which have fewer partnerships, are dots.
CIRCLES_MAX = 60
# The labels of the first ones may cover smaller circles, so that the largest are named.
LEADING = 6
# The radius of the place that the page is about, however few partnerships it has.
HERE_RADIUS = 5


@dataclass(frozen=True)
class CountedPoint:
    """A département or an authority, and its number of partnerships. `address`: what it leads to;
    `is_here`: it is the one that the page is about.
    """

    name: str
    point: Point
    count: int
    address: str
    is_here: bool = False

    @property
    def kind(self) -> str:
        return "here" if self.is_here else "partner"


@dataclass(frozen=True)
class Ground:
    """A frame, its land and the outlines of its départements."""

    frame: Frame
    land: str
    outlines: str


@cache
def ground_of_france() -> Ground:
    outlines = departements_path(FRANCE, DETAIL_OF_FRANCE)
    return Ground(FRANCE, land_path(FRANCE), outlines)


@cache
def ground_of(codes: tuple[str, ...]) -> Ground | None:
    """Returns the smallest map that shows départements; None if none has an outline."""
    rings = outline_rings("departements")
    points = [point for code in codes for ring in rings.get(code, ()) for point in ring]
    frame = frame_of(points, WIDTH, HEIGHT, SMALLEST_KM) if points else None
    if not frame:
        return None
    return Ground(frame, land_path(frame), departements_path(frame, DETAIL))


def ground_around(points: Iterable[Point]) -> Ground | None:
    """Returns the smallest map that shows `points`; None if there is none, or if they are too far
    from each other.
    """
    points = list(points)
    frame = frame_of(points, WIDTH, HEIGHT, SMALLEST_KM) if points else None
    if not frame:
        return None
    return Ground(frame, land_path(frame), departements_path(frame, DETAIL))


def _mark(rank: int, each: CountedPoint, frame: Frame, unit: float) -> Mark:
    text = f"{each.name} {intcomma(each.count)}" if each.count else each.name
    smallest = HERE_RADIUS if each.is_here else 0
    return Mark(str(rank), frame.place(each.point), max(smallest, radius(each.count, unit)), text)


def _circle(each: CountedPoint, mark: Mark) -> Circle:
    x, y, r = map(number, (*mark.position, mark.radius))
    text = count_text(each.name, each.count) if each.count else each.name
    return Circle(x, y, r, text, each.address, each.kind)


def _name(each: CountedPoint, label: Label) -> Name:
    kind = "here" if each.is_here else "europe"
    return name_at(label, each.name, intcomma(each.count) if each.count else "", kind=kind)


def french_unit(counts: Iterable[int], frame: Frame) -> float:
    """Returns the radius for one partnership of circles on a map of France."""
    return unit_of(counts, frame, UNIT, COVERED_MAX)


def counted_drawing(
    ground: Ground, title: str, places: Sequence[CountedPoint], unit: float | None = None
) -> Drawing:
    """The first `places` as circles, the others as dots; that of the page stands on all others and
    has its label first. `unit`: the radius for one partnership, where several maps share it.
    """
    frame = ground.frame
    inside = [each for each in places if frame.holds(frame.place(each.point))]
    first, others = inside[:CIRCLES_MAX], inside[CIRCLES_MAX:]
    unit = unit or french_unit((each.count for each in first), frame)
    marks = [_mark(rank, each, frame, unit) for rank, each in enumerate(first)]
    here_first = sorted(marks, key=lambda mark: not first[int(mark.key)].is_here)
    here_last = sorted(zip(first, marks, strict=True), key=lambda pair: pair[0].is_here)
    size = EUROPE_SIZE, frame.width, frame.height
    leading, rest = here_first[:LEADING], here_first[LEADING:]
    labels = placed_labels(leading, *size)
    taken = [*(label.box for label in labels.values()), *(mark.box for mark in leading)]
    labels |= placed_labels(rest, *size, taken)
    dots = dots_path(frame.place(each.point) for each in others)
    return Drawing(
        frame,
        title,
        ground.land,
        ground.outlines,
        dots=[Dots(dots, "partner")] if dots else (),
        circles=[_circle(*pair) for pair in here_last],
        names=[_name(first[int(rank)], label) for rank, label in labels.items()],
    )
