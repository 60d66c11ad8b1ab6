"""Maps as shapes to be written as SVG: places in pixels, as texts that a template writes as is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from partnerships.maps.frames import EUROPE, Frame, frame_of
from partnerships.maps.labels import Label, Mark, placed_labels
from partnerships.maps.land import departements_path, land_path
from partnerships.maps.paths import dots_path, number
from partnerships.maps.projections import Position
from partnerships.maps.result import CountedCountry, ResultPlaces
from partnerships.maps.targets import target_radii
from partnerships.maps.world_labels import EUROPE_NAMES, FRANCE_NAME
from partnerships.proximity import POINTS_MAX, Point

# Sizes of labels in pixels of the frame: where it has its own width, and where it is as narrow as a
# phone, so that they are never less than 12 on the screen.
WIDE, NARROW = 13, 29
# Of the map of Europe: the size of its labels; outlines have no details smaller than this.
EUROPE_SIZE, EUROPE_DETAIL = 14, 1.2


@dataclass(frozen=True)
class Circle:
    """`text`: what it stands for, read aloud; `address`: of the partnerships it counts."""

    x: str
    y: str
    r: str
    text: str
    address: str = ""
    kind: str = "partner"


@dataclass(frozen=True)
class Name:
    """A label; `count`: the number after it, "" without one."""

    x: str
    y: str
    anchor: str
    text: str
    count: str = ""
    address: str = ""
    kind: str = "partner"


@dataclass(frozen=True)
class Dots:
    """Points of a side, as one path of strokes without length."""

    path: str
    kind: str


@dataclass(frozen=True)
class Arc:
    path: str
    text: str = ""
    address: str = ""


class Legend(NamedTuple):
    """Circles with their numbers, on one line of `height` pixels."""

    marks: Sequence[tuple[Circle, Name]]
    height: str


@dataclass(frozen=True)
class Drawing:
    """A map. `names`: the labels of a wide screen; `narrow_names`: those of a phone, [] where the
    same serve both.
    """

    frame: Frame
    title: str
    land: str
    outlines: str = ""
    dots: Sequence[Dots] = ()
    arcs: Sequence[Arc] = ()
    circles: Sequence[Circle] = ()
    names: Sequence[Name] = ()
    narrow_names: Sequence[Name] = ()
    legend: Legend | None = None

    @property
    def width(self) -> str:
        return str(self.frame.width)

    @property
    def targeted_circles(self) -> list[tuple[Circle, str]]:
        """The circles, each with the radius of the area that follows its link; "" where that is
        the circle itself.
        """
        linked = [each for each in self.circles if each.address]
        radii = target_radii([(float(each.x), float(each.y), float(each.r)) for each in linked])
        targets = dict(zip(map(id, linked), radii, strict=True))
        return [
            (each, number(radius) if (radius := targets.get(id(each), 0)) > float(each.r) else "")
            for each in self.circles
        ]

    @property
    def height(self) -> str:
        return str(self.frame.height)


@lru_cache(maxsize=4_096)
def _counted(count: int, _language: str) -> str:
    """Written once: a map has hundreds of small numbers."""
    text = ngettext("%(number)s partenariat", "%(number)s partenariats", count)
    return text % {"number": intcomma(count)}


def count_text(name: str, count: int) -> str:
    """Returns « Mali : 39 partenariats »."""
    return f"{name}\u202f: {_counted(count, get_language())}"


def name_at(label: Label, text: str, count: str = "", **others) -> Name:
    return Name(number(label.x), number(label.y), label.anchor, text, count, **others)


def label_text(name: str, count: int) -> str:
    return f"{name} {intcomma(count)}"


@lru_cache(maxsize=POINTS_MAX)
def _in_europe(point: Point) -> Position | None:
    """Returns where a point stands on the map of Europe, None outside of it."""
    position = EUROPE.place(point)
    return position if EUROPE.holds(position) else None


def _european_dots(places: dict[str, Counter]) -> str:
    points = (point for points in places.values() for point in points)
    return dots_path(filter(None, map(_in_europe, points)))


def _europe_name(label, counted, address) -> Name:
    """Returns the label of a country with its number, that of France for None."""
    if not counted:
        return name_at(label, _("France"), kind="europe")
    count, link = intcomma(counted.count), address(counted.code)
    return name_at(label, counted.name, count, address=link, kind="europe")


def europe_drawing(places: ResultPlaces, address: Callable[[str], str]) -> Drawing:
    """The towns of Europe and around, each a dot; the names of countries are the links."""
    marks = [Mark("", EUROPE.place(FRANCE_NAME), 0, _("France"), "", ("over", "below", "above"))]
    counts = {each.code: each for each in places.countries if each.code in EUROPE_NAMES}
    for code, each in counts.items():
        text, position = label_text(each.name, each.count), EUROPE.place(EUROPE_NAMES[code])
        marks.append(Mark(code, position, 0, text, "", ("over", "above", "below")))
    labels = placed_labels(marks, EUROPE_SIZE, EUROPE.width, EUROPE.height)
    names = [_europe_name(label, counts.get(code), address) for code, label in labels.items()]
    return Drawing(
        EUROPE,
        _("L’Europe et la Méditerranée, un point par ville"),
        land_path(EUROPE),
        departements_path(EUROPE, EUROPE_DETAIL),
        dots=[
            Dots(_european_dots(places.towns), "partner"),
            Dots(_european_dots(places.seats), "here"),
        ],
        names=names,
    )


def towns_drawing(places: ResultPlaces, counted: CountedCountry) -> Drawing | None:
    """The towns of one country, each a dot, in the smallest frame that shows them; None if none is
    known.
    """
    towns = places.towns.get(counted.code)
    frame = frame_of(towns, EUROPE.width, EUROPE.height) if towns else None
    if not frame:
        return None
    return Drawing(
        frame,
        _("Les villes partenaires, de plus près"),
        land_path(frame),
        dots=[Dots(dots_path(frame.place(point) for point in towns), "partner")],
    )
