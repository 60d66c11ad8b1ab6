"""A chart as one picture that stands alone: shapes with their places and colours, in pixels."""

from dataclasses import dataclass, field
from textwrap import wrap

from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.charts.chart import (
    AXIS_HEIGHT,
    COLUMNS_HEIGHT,
    VALUE_HEIGHT,
    Chart,
    DrawnMark,
    DrawnSeries,
)
from partnerships.papers.paper import printed
from partnerships.svg_file import svg_file

WIDTH, MARGIN = 720, 24
LABELS, GAP = 220, 10
BAR, STEP = 16, 24
PANEL_COLUMNS, PANEL_LABELS, PANEL_VALUES = 2, 104, 48
INK, GREY, PAPER = "#161616", "#666666", "#ffffff"
ACCENT, PLAIN, BRICK, SECOND = "#000091", "#929292", "#a94645", "#e3b6b5"
# An average character of Marianne, in parts of its size.
CHARACTER = 0.55


@dataclass(frozen=True)
class Rectangle:
    x: str
    y: str
    width: str
    height: str
    fill: str


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    text: str
    size: int
    fill: str = INK
    weight: int = 400
    anchor: str = "start"


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _lines(text: str, size: int, width: float) -> list[str]:
    return wrap(text, max(8, int(width / (size * CHARACTER)))) or [""]


@dataclass
class Drawing:
    """The picture of `chart`, drawn from the top: `y` is where the next shape goes."""

    chart: Chart
    y: float = MARGIN
    shapes: list[Rectangle] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def __post_init__(self):
        self._paragraph(self.chart.title, 20, 28, weight=700)
        self._paragraph(self.chart.subtitle, 14, 20, fill=GREY)
        self.y += 16
        if self.chart.is_columns:
            self._columns()
        elif self.chart.is_multiple:
            self._multiples()
        else:
            for mark in self.chart.drawn[0].marks:
                self._bar(mark)
        self.y += 12
        if self.chart.is_columns and self.chart.notes:
            self._paragraph(" ".join(self.chart.notes), 12, 18, fill=GREY)
        if self.chart.note:
            self._paragraph(self.chart.note, 12, 18, fill=GREY)
        self._paragraph(self._source(), 12, 18, fill=GREY)
        self.y += MARGIN / 2

    @property
    def title(self) -> str:
        return printed(self.chart.title)

    @property
    def height(self) -> str:
        return _px(self.y)

    @property
    def width(self) -> str:
        return _px(WIDTH)

    def _source(self):
        values = {"day": french_date(self.chart.day), "definition": self.chart.definition}
        return _("%(definition)s Villes partagées, registre de la coopération, %(day)s.") % values

    def _text(self, x, y, text, size=13, **style):
        self.texts.append(Text(_px(x), _px(y), printed(text), size, **style))

    def _rectangle(self, x, y, width, height, fill):
        self.shapes.append(Rectangle(_px(x), _px(y), _px(width), _px(height), fill))

    def _paragraph(self, text, size, leading, **style):
        for line in _lines(text, size, WIDTH - 2 * MARGIN):
            self._text(MARGIN, self.y + size, line, size, **style)
            self.y += leading

    def _bar(self, drawn: DrawnMark):
        mark, track = drawn.mark, WIDTH - 2 * MARGIN - LABELS - GAP
        lines = _lines(mark.label, 13, LABELS)
        left, top = MARGIN + LABELS + GAP, self.y
        for rank, line in enumerate(lines):
            self._text(left - GAP, top + 13 + rank * 16, line, anchor="end")
        width = float(drawn.width[:-1]) * track / 100
        self._rectangle(left, top, width, BAR, ACCENT if mark.is_accent else PLAIN)
        self._text(left + width + 6, top + 13, mark.text, weight=700)
        self._tick(drawn, left, track, top)
        self.y += max(STEP, 16 * len(lines) + 8)

    def _tick(self, drawn, left, track, top):
        if drawn.tick:
            at = left + float(drawn.tick[:-1]) * track / 100
            self._rectangle(at - 1, top - 3, 2, BAR + 6, BRICK)

    def _multiples(self):
        width = (WIDTH - 2 * MARGIN - 24) / PANEL_COLUMNS
        top, lowest = self.y, self.y
        for rank, series in enumerate(self.chart.drawn):
            column = rank % PANEL_COLUMNS
            if not column:
                top = lowest
            lowest = max(lowest, self._panel(series, MARGIN + column * (width + 24), top, width))
        self.y = lowest

    def _panel(self, drawn: DrawnSeries, left, top, width):
        name = f"{drawn.series.label} {drawn.series.text}".strip()
        self._text(left, top + 14, name, 14, weight=700)
        top += 24
        track = width - PANEL_LABELS - PANEL_VALUES - GAP
        for each in drawn.marks:
            mark, start = each.mark, left + PANEL_LABELS + GAP
            weight = 700 if mark.is_accent else 400
            label = _lines(mark.label, 13, PANEL_LABELS)[0]
            self._text(start - GAP, top + 13, label, anchor="end", weight=weight)
            length = float(each.width[:-1]) * track / 100
            self._rectangle(start, top + 1, length, BAR - 2, ACCENT if mark.is_accent else PLAIN)
            self._tick(each, start, track, top)
            self._text(left + width, top + 13, mark.text, anchor="end", weight=weight)
            top += STEP
        return top + 16

    def _columns(self):
        track, fills = (WIDTH - 2 * MARGIN) / 100, (PLAIN, SECOND)
        columns = self.chart.columns
        for each in columns:
            left, top = MARGIN + float(each.x[:-1]) * track, self.y + float(each.y)
            fill = ACCENT if each.mark.is_accent else fills[int(each.rank) % len(fills)]
            width, height = float(each.width[:-1]) * track, float(each.height)
            self._rectangle(left, top, width, height, fill)
            if each.mark.note and height > 4:
                self._rectangle(left + 2, top + 2, width - 4, height - 2, PAPER)
        # Above the columns, which would hide a number from the next series.
        for each in columns:
            middle = MARGIN + float(each.axis_x[:-1]) * track
            top = self.y + float(each.y)
            if each.value_text:
                above = MARGIN + float(each.value_x[:-1]) * track
                self._text(above, top - 5, each.value_text, weight=700, anchor="middle")
            if each.axis_text:
                base = self.y + VALUE_HEIGHT + COLUMNS_HEIGHT + 16
                self._text(middle, base, each.axis_text, anchor="middle", fill=GREY)
        self.y += VALUE_HEIGHT + COLUMNS_HEIGHT + AXIS_HEIGHT
        if self.chart.is_multiple:
            self.y += 8
            self._paragraph(self._key(), 13, 18)

    def _key(self) -> str:
        names = [each.label for each in self.chart.series]
        return _("À gauche\u202f: %(first)s. À droite\u202f: %(second)s.") % {
            "first": names[0],
            "second": ", ".join(names[1:]),
        }


def svg_of(chart: Chart) -> str:
    return svg_file("partnerships/components/chart.svg", {"drawing": Drawing(chart)})
