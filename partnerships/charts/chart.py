"""Charts as data: a few numbers to be drawn, read in a table and downloaded. No query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _

# The longest bar, in percent of its track: its value stands after it.
LONGEST_BAR = 72
# Bars with a label of more characters have their labels above them.
LONGEST_LABEL = 26
# Heights of a chart of columns, in pixels.
COLUMNS_HEIGHT, VALUE_HEIGHT, AXIS_HEIGHT = 144, 20, 20
# At most so many years are named under an axis, and so many months, whose names are longer.
AXIS_LABELS, LONG_AXIS_LABELS = 6, 4
YEAR_LENGTH = 4


class Shape(StrEnum):
    """Horizontal bars, in any order; columns, over time."""

    BARS = "bars"
    COLUMNS = "columns"


@dataclass(frozen=True)
class Mark:
    """One number. `text`: the number as written; `address`: of what it counts, "" without a page.

    `reference`: what it is compared with, in the same unit, drawn as a tick; `note`: what is to be
    known of this number alone, as « année en cours ».
    """

    label: str
    value: float | Decimal
    text: str
    address: str = ""
    is_accent: bool = False
    reference: float | None = None
    note: str = ""

    @cached_property
    def spoken(self) -> str:
        values = {"label": self.label, "text": self.text, "note": self.note}
        if self.note:
            return _("%(label)s\u202f: %(text)s (%(note)s)") % values
        return _("%(label)s\u202f: %(text)s") % values


@dataclass(frozen=True)
class Series:
    """Numbers that go together. `label`, `text` and `address`: its name, number and page."""

    marks: Sequence[Mark]
    label: str = ""
    text: str = ""
    address: str = ""


@dataclass(frozen=True)
class Download:
    """A file of a chart: « CSV », and its address."""

    label: str
    address: str


@dataclass(frozen=True)
class Chart:
    """A chart. Several series are small multiples as bars, and stand side by side as columns.

    `title`: what it shows, a finding; `subtitle`: what is measured, in which unit; `note`: what is
    left out; `definition`: how it is counted, and from what; `label_head`, `value_head`: of the
    columns of its table; `most_shown`: how many bars are drawn, where the table has them all.
    """

    slug: str
    title: str
    subtitle: str
    series: Sequence[Series]
    label_head: str
    value_head: str
    definition: str
    day: date
    shape: Shape = Shape.BARS
    note: str = ""
    most_shown: int | None = None
    downloads: Sequence[Download] = ()

    @property
    def marks(self) -> Sequence[Mark]:
        """The marks of a chart that has one series."""
        return self.series[0].marks

    @property
    def is_columns(self) -> bool:
        return self.shape == Shape.COLUMNS

    @property
    def is_multiple(self) -> bool:
        return len(self.series) > 1

    @property
    def has_long_labels(self) -> bool:
        return any(
            len(mark.label) > LONGEST_LABEL
            for one in self.series
            for mark in one.marks[: self.most_shown]
        )

    @cached_property
    def greatest(self) -> float:
        """The value of the longest bar; 1 if all are 0."""
        marks = (mark for one in self.series for mark in one.marks)
        values = (value for mark in marks for value in (mark.value, mark.reference or 0))
        return max(values, default=0) or 1

    @property
    def drawn(self) -> list["DrawnSeries"]:
        longest = 100 if self.is_multiple else LONGEST_BAR
        return [DrawnSeries(each, self.greatest, longest, self.most_shown) for each in self.series]

    @property
    def columns(self) -> list["Column"]:
        return list(columns_of(self))

    @property
    def notes(self) -> list[str]:
        """What is to be known of the columns that are not like the others."""
        marks = {mark.label: mark.note for one in self.series for mark in one.marks if mark.note}
        text = _("%(label)s\u202f: %(note)s.")
        return [text % {"label": label, "note": note} for label, note in marks.items()]

    @property
    def names(self) -> list[str]:
        """The heads of the columns of numbers."""
        if self.is_multiple:
            return [each.label for each in self.series]
        return [self.value_head]

    @cached_property
    def rows(self) -> list[tuple[str, list[Mark | None]]]:
        """The table: each label with its mark in each series, None where it has none."""
        labels = dict.fromkeys(mark.label for one in self.series for mark in one.marks)
        marks = [{mark.label: mark for mark in one.marks} for one in self.series]
        return [(label, [each.get(label) for each in marks]) for label in labels]


def percent(value: float) -> str:
    """Returns a length of SVG, whatever the language: « 62.5% »."""
    return f"{value:.1f}".removesuffix(".0") + "%"


@dataclass(frozen=True)
class DrawnMark:
    """A mark with its lengths, in parts of the track of its bar."""

    mark: Mark
    width: str
    tick: str


class DrawnSeries:
    """A series of bars, `most` at most; `greatest` is `longest` percent of the track."""

    def __init__(self, series: Series, greatest: float, longest: float, most: int | None = None):
        self.series, self._most = series, most
        self._share = longest / float(greatest)

    def _length(self, value):
        return percent(min(100, float(value) * self._share))

    @property
    def marks(self) -> list[DrawnMark]:
        return [
            DrawnMark(
                mark,
                self._length(mark.value),
                "" if mark.reference is None else self._length(mark.reference),
            )
            for mark in self.series.marks[: self._most]
        ]


@dataclass(frozen=True)
class Column:
    """A column over time. Abscissas are in percent, heights in pixels, as SVG writes them.

    `rank`: of its series, in digits; `value_text` is written above it, at `value_x`, and
    `axis_text` under its slot, at `axis_x`; "" for most.
    """

    mark: Mark
    rank: str
    x: str
    width: str
    value_x: str
    axis_x: str
    y: str
    height: str
    value_text: str
    value_y: str
    axis_text: str


def named_positions(count: int, most: int = AXIS_LABELS) -> set[int]:
    """Returns which of `count` positions an axis names: the first, then at equal steps."""
    step = -(-count // most) if count else 1
    return set(range(0, count, step))


def _with_value(marks: Sequence[Mark], rank: int) -> set[int]:
    """Returns the positions whose value is written: all of a few; else the highest and the last,
    of the first series.
    """
    if len(marks) <= AXIS_LABELS:
        return set(range(len(marks)))
    if rank:
        return set()
    highest = max(range(len(marks)), key=lambda rank: marks[rank].value)
    last = len(marks) - 1
    return {highest} if last - highest < len(marks) / AXIS_LABELS else {highest, last}


def columns_of(chart: Chart) -> Iterable[Column]:
    count = max(len(each.marks) for each in chart.series)
    slot = 100 / max(count, AXIS_LABELS)
    width = slot * 0.8 / len(chart.series)
    has_years = len(chart.series[0].marks[-1].label) == YEAR_LENGTH
    named = named_positions(count, AXIS_LABELS if has_years else LONG_AXIS_LABELS)
    for rank, series in enumerate(chart.series):
        with_value = _with_value(series.marks, rank)
        for position, mark in enumerate(series.marks):
            x = position * slot + rank * width + slot * 0.1
            height = float(mark.value) * COLUMNS_HEIGHT / float(chart.greatest)
            top = VALUE_HEIGHT + COLUMNS_HEIGHT - height
            yield Column(
                mark,
                str(rank),
                percent(x),
                percent(width),
                percent(x + width / 2),
                percent(position * slot + slot / 2),
                f"{top:.1f}",
                f"{height:.1f}",
                mark.text if position in with_value else "",
                f"{top - 5:.1f}",
                mark.label if not rank and position in named else "",
            )
