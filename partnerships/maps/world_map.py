"""The map of the world: a circle per country."""

from collections.abc import Callable
from functools import cached_property
from itertools import combinations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from partnerships.maps.circles import legend_counts, radius, unit_of
from partnerships.maps.drawing import (
    EUROPE_SIZE,
    NARROW,
    WIDE,
    Circle,
    Drawing,
    Legend,
    Name,
    count_text,
    label_text,
    name_at,
)
from partnerships.maps.frames import WORLD, Frame
from partnerships.maps.labels import EIGHT, Mark, placed_labels, text_width
from partnerships.maps.land import land_path
from partnerships.maps.paths import number
from partnerships.maps.result import CountedCountry, CountedPlaces, ResultPlaces
from partnerships.maps.world_labels import EUROPE_LABEL, FRANCE_NAME, LABELLED_FROM, PAIRED
from partnerships.models import Continent

# Fewer close circles of Europe than this each keep their label.
CROWD = 4
# Two circles with less between them make a crowd.
CLOSE = 6
# A circle up to this radius may stand on the label of another.
COVERING = 2.6
# The mark of France: its key and its radius.
FRANCE, FRANCE_RADIUS = "FR", 2.6
# Pixels of a line of the legend, whose circles may be smaller than its numbers.
LINE = 18


def _is_european(counted: CountedCountry) -> bool:
    return counted.country.continent == Continent.EUROPE


class WorldMap:
    """The circles of the world, or of what `frame` shows of it: one per country.

    `address`: of a country, `continent_address`: of a continent, from its code; `narrow`: the size
    of the labels of the world on a phone; `unit`: pixels of the radius for one partnership, where
    several maps share it.
    """

    def __init__(
        self,
        places: ResultPlaces | CountedPlaces,
        address: Callable[[str], str],
        continent_address: Callable[[str], str],
        frame: Frame = WORLD,
        narrow: int = NARROW,
        unit: float | None = None,
    ):
        self.places, self.address, self.continent_address = places, address, continent_address
        self.frame, self.narrow = frame, narrow
        placed = (each for each in places.countries if each.point)
        self.shown = [each for each in placed if frame.holds(frame.place(each.point))]
        self.unit = unit or unit_of((each.count for each in self.shown), frame)
        self.marks = {each.code: self._mark(each) for each in self.shown}

    @cached_property
    def france(self) -> Mark | None:
        """Where the other side of the partnerships is, on a map of the world that shows some."""
        if not (self.frame.is_world and self.shown):
            return None
        return Mark(FRANCE, self.frame.place(FRANCE_NAME), FRANCE_RADIUS, _("France"))

    def _mark(self, counted):
        code = counted.code
        position = self.frame.place(counted.point)
        group, sides = ("paired", PAIRED[code]) if code in PAIRED else ("", EIGHT)
        text = label_text(counted.name, counted.count)
        return Mark(code, position, radius(counted.count, self.unit), text, group, sides)

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
        crowd = self._crowd() if self.frame.is_world else set()
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
            text = label_text(str(continent.label), self.places.continent_count(continent))
            europe = [Mark("", self.frame.place(EUROPE_LABEL), 0, text, "", ("left", "above left"))]
        france = [self.france] if self.france else []
        labels = placed_labels(
            [*europe, *marks[:1], *france, *marks[1:]],
            size,
            self.frame.width,
            self.frame.height,
            others,
        )
        return [self._name(code, label, counted.get(code)) for code, label in labels.items()]

    def _name(self, code, label, counted):
        if code == FRANCE:
            return name_at(label, _("France"), kind="here")
        if counted:
            count = intcomma(counted.count)
            kind = "partner" if self.frame.is_world else "europe"
            return name_at(label, counted.name, count, address=self.address(code), kind=kind)
        europe = Continent.EUROPE
        count = intcomma(self.places.continent_count(europe))
        return name_at(label, str(europe.label), count, address=self.continent_address(europe))

    def _circles(self) -> list[Circle]:
        """The largest first, so that the smaller ones stand on them; then that of France."""
        circles = [
            Circle(
                *map(number, (*self.marks[each.code].position, self.marks[each.code].radius)),
                count_text(each.name, each.count),
                self.address(each.code),
            )
            for each in self.shown
        ]
        if self.france:
            place = map(number, (*self.france.position, self.france.radius))
            circles.append(Circle(*place, self.france.text, kind="here"))
        return circles

    def drawing(self) -> Drawing:
        return Drawing(
            self.frame,
            _("Le monde, un cercle par pays du partenaire"),
            land_path(self.frame),
            circles=self._circles(),
            names=self._names(WIDE if self.frame.is_world else EUROPE_SIZE),
            narrow_names=self._names(self.narrow) if self.frame.is_world else (),
            legend=legend(self.unit, max((each.count for each in self.shown), default=1)),
        )


def bare_world(frame: Frame = WORLD) -> Drawing:
    """The land alone."""
    return Drawing(frame, _("Le monde"), land_path(frame))


def legend(unit: float, largest: int) -> Legend:
    """Returns that of a map whose largest circle is of `largest` partnerships."""
    x, marks = 0.0, []
    counts = legend_counts(unit, largest)
    middle = max(radius(counts[-1], unit), LINE / 2)
    for count in counts:
        r, text = radius(count, unit), intcomma(count)
        circle = Circle(number(x + r), number(middle), number(r), text)
        name = Name(number(x + 2 * r + 4), number(middle + WIDE / 3), "start", "", text)
        marks.append((circle, name))
        x += 2 * r + text_width(text, WIDE) + 20
    return Legend(marks, number(2 * middle))
