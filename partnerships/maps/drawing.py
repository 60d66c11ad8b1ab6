"""Maps as shapes to be written as SVG: places in pixels, as texts that a template writes as is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.circles import LEGEND, radius
from partnerships.maps.frames import EUROPE, WORLD, Frame, frame_of
from partnerships.maps.labels import EIGHT, Label, Mark, placed_labels, text_width
from partnerships.maps.land import departements_path, land_path
from partnerships.maps.paths import dots_path, number
from partnerships.maps.projections import Position
from partnerships.maps.result import CountedCountry, ResultPlaces
from partnerships.maps.world_labels import (
    EUROPE_LABEL,
    EUROPE_NAMES,
    FRANCE_NAME,
    LABELLED_FROM,
    PAIRED,
)
from partnerships.models import Continent
from partnerships.proximity import Point

# Sizes of labels in pixels of the frame: where it has its own width, and where it is as narrow as a
# phone, so that they are never less than 12 on the screen.
WIDE, NARROW = 13, 29
# Of the map of Europe: the size of its labels; outlines have no details smaller than this.
EUROPE_SIZE, EUROPE_DETAIL = 14, 1.2
# Fewer close circles of Europe than this each keep their label.
CROWD = 4
# Two circles with less between them make a crowd.
CLOSE = 6
# A circle up to this radius may stand on the label of another.
COVERING = 2.6


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
    legend: Sequence[tuple[Circle, Name]] = ()

    @property
    def width(self) -> str:
        return str(self.frame.width)

    @property
    def height(self) -> str:
        return str(self.frame.height)


def count_text(name: str, count: int) -> str:
    """Returns « Mali : 39 partenariats »."""
    text = ngettext("%(number)s partenariat", "%(number)s partenariats", count)
    return f"{name}\u202f: {text % {'number': intcomma(count)}}"


def name_at(label: Label, text: str, count: str = "", **others) -> Name:
    return Name(number(label.x), number(label.y), label.anchor, text, count, **others)


def _label_text(name: str, count: int) -> str:
    return f"{name} {intcomma(count)}"


def _is_european(counted: CountedCountry) -> bool:
    return counted.country.continent == Continent.EUROPE


class WorldMap:
    """The circles of the world: one per country. `address`: of a country, `continent_address`: of
    a continent, from its code.
    """

    def __init__(
        self,
        places: ResultPlaces,
        address: Callable[[str], str],
        continent_address: Callable[[str], str],
    ):
        self.places, self.address, self.continent_address = places, address, continent_address
        self.shown = [each for each in places.countries if each.point]
        self.marks = {each.code: self._mark(each) for each in self.shown}

    def _mark(self, counted):
        code = counted.code
        position = WORLD.place(counted.point)
        group, sides = ("paired", PAIRED[code]) if code in PAIRED else ("", EIGHT)
        text = _label_text(counted.name, counted.count)
        return Mark(code, position, radius(counted.count), text, group, sides)

    def _crowd(self) -> set[str]:
        """Returns the European countries whose circles are close to one another."""
        marks = [self.marks[each.code] for each in self.shown if _is_european(each)]
        crowd = set()
        for one, other in combinations(marks, 2):
            (x1, y1), (x2, y2) = one.position, other.position
            apart = ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 - one.radius - other.radius
            if apart < CLOSE:
                crowd |= {one.key, other.key}
        return crowd if len(crowd) >= CROWD else set()

    def _labelled(self, crowd) -> list[Mark]:
        """Returns the countries to be labelled: from LABELLED_FROM, and the first of a continent
        that would have none.
        """
        known, spoken = [], set()
        for each in self.shown:
            continent = each.country.continent
            if each.code in crowd:
                continue
            if each.count >= LABELLED_FROM or continent not in spoken:
                known.append(each.code)
                spoken.add(continent)
        paired = [code for code in self.marks if code in PAIRED]
        if any(code in known for code in paired):
            known += [code for code in paired if code not in known]
        return [self.marks[code] for code in known]

    def _names(self, size) -> list[Name]:
        crowd = self._crowd()
        counted = {each.code: each for each in self.shown}
        marks = self._labelled(crowd)
        # Small circles without a label may stand on the names: else few countries had theirs.
        labelled = {mark.key for mark in marks}
        others = [
            mark.box
            for code, mark in self.marks.items()
            if code not in labelled and mark.radius > COVERING
        ]
        europe = []
        if crowd:
            continent = Continent.EUROPE
            text = _label_text(str(continent.label), self.places.continent_count(continent))
            europe = [Mark("", WORLD.place(EUROPE_LABEL), 0, text, "", ("left", "above left"))]
        labels = placed_labels([*europe, *marks], size, WORLD.width, WORLD.height, others)
        return [self._name(code, label, counted.get(code)) for code, label in labels.items()]

    def _name(self, code, label, counted):
        if counted:
            count = intcomma(counted.count)
            return name_at(label, counted.name, count, address=self.address(code))
        europe = Continent.EUROPE
        count = intcomma(self.places.continent_count(europe))
        return name_at(label, str(europe.label), count, address=self.continent_address(europe))

    def _circles(self) -> list[Circle]:
        """The largest first, so that the smaller ones stand on them."""
        return [
            Circle(
                *map(number, (*self.marks[each.code].position, self.marks[each.code].radius)),
                count_text(each.name, each.count),
                self.address(each.code),
            )
            for each in self.shown
        ]

    def drawing(self) -> Drawing:
        return Drawing(
            WORLD,
            _("Le monde, un cercle par pays du partenaire"),
            land_path(WORLD),
            circles=self._circles(),
            names=self._names(WIDE),
            narrow_names=self._names(NARROW),
            legend=legend(),
        )


def bare_world() -> Drawing:
    """The land alone."""
    return Drawing(WORLD, _("Le monde"), land_path(WORLD))


def legend() -> list[tuple[Circle, Name]]:
    """The circles of the legend and their numbers, on one line."""
    x, pairs = 0.0, []
    middle = radius(LEGEND[-1])
    for count in LEGEND:
        r, text = radius(count), intcomma(count)
        circle = Circle(number(x + r), number(middle), number(r), text)
        name = Name(number(x + 2 * r + 4), number(middle + WIDE / 3), "start", "", text)
        pairs.append((circle, name))
        x += 2 * r + text_width(text, WIDE) + 20
    return pairs


@lru_cache(maxsize=65_536)
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
        text, position = _label_text(each.name, each.count), EUROPE.place(EUROPE_NAMES[code])
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
