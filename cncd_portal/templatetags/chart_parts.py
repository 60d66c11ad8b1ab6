"""What a chart has by the dozen: bars, columns, cells of its table. As nodes of templates they were
half of the cost of a page of figures.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from partnerships.charts.chart import Column, DrawnMark, Mark

register = template.Library()

BAR = """
  <li{accent}><{row} aria-label="{spoken}"><span class="chart__label">{label}</span>\
<svg class="chart__track" aria-hidden="true"><rect class="chart__bar" y="2" width="{width}" \
height="14"/>{tick}{value_inside}</svg>{value_after}</{tag}></li>"""
TICK = '<rect class="chart__tick" x="{}" width="2" height="18"/>'
VALUE_INSIDE = '<text class="chart__value" x="{}" y="14" dx="6">{}</text>'
VALUE_AFTER = '<span class="chart__value">{}</span>'
LINK = 'a class="chart__row" href="{}"'
PLAIN = 'div class="chart__row" role="img"'

COLUMN = """
  {opened}<rect class="chart__column chart__column--{rank}{accent}{partial}" x="{x}" y="{y}" \
width="{width}" height="{height}"><title>{spoken}</title></rect>{closed}"""
COLUMN_LINK = '<a href="{}" tabindex="-1">'
COLUMN_VALUE = '<text class="chart__value chart__middle" x="{}" y="{}">{}</text>'
COLUMN_NAME = '<text class="chart__year chart__middle" x="{}" y="181">{}</text>'

ROW = """
      <tr><th scope="row">{}</th>{}</tr>"""
CELL = "<td>{}{}</td>"
CELL_LINK = '<a href="{}" aria-label="{}">{}</a>'
NOTE = ' <span class="chart__aside">{}</span>'


def _bar(drawn: DrawnMark, of: str, is_multiple: bool) -> str:
    mark, text = drawn.mark, escape(drawn.mark.text)
    return BAR.format(
        accent=' class="chart__accent"' if mark.is_accent else "",
        row=LINK.format(escape(mark.address)) if mark.address else PLAIN,
        tag="a" if mark.address else "div",
        spoken=escape(f"{of}, {mark.spoken}" if of else mark.spoken),
        label=escape(mark.label),
        width=drawn.width,
        tick=TICK.format(drawn.tick) if drawn.tick else "",
        value_inside="" if is_multiple else VALUE_INSIDE.format(drawn.width, text),
        value_after=VALUE_AFTER.format(text) if is_multiple else "",
    )


@register.simple_tag
def chart_bars(
    marks: Iterable[DrawnMark], of: str = "", *, is_multiple: bool = False, is_long: bool = False
) -> SafeString:
    """Horizontal bars, each a link where its mark has a page.

    `of`: what all of them are of, read aloud; `is_multiple`: the values stand in a column;
    `is_long`: labels stand above.
    """
    small, long = " chart__bars--small" * is_multiple, " chart__bars--long" * is_long
    bars = "".join(_bar(each, of, is_multiple) for each in marks)
    return mark_safe(f'<ul class="chart__bars{small}{long}">{bars}\n</ul>')  # noqa: S308 (escaped)


def _column(column: Column) -> str:
    mark = column.mark
    return COLUMN.format(
        opened=COLUMN_LINK.format(escape(mark.address)) if mark.address else "",
        closed="</a>" if mark.address else "",
        rank=column.rank,
        accent=" chart__column--accent" if mark.is_accent else "",
        partial=" chart__column--partial" if mark.note else "",
        x=column.x,
        y=column.y,
        width=column.width,
        height=column.height,
        spoken=escape(mark.spoken),
    )


def _column_texts(column: Column) -> str:
    value, name = column.value_text, column.axis_text
    return (COLUMN_VALUE.format(column.value_x, column.value_y, escape(value)) if value else "") + (
        COLUMN_NAME.format(column.axis_x, escape(name)) if name else ""
    )


@register.simple_tag
def chart_columns(columns: Sequence[Column]) -> SafeString:
    """Columns, each a link where its mark has a page, then what is written above and under them."""
    parts = [*map(_column, columns), "\n  ", *map(_column_texts, columns)]
    return mark_safe("".join(parts))  # noqa: S308 (what they show is escaped)


def _cell(mark: Mark | None) -> str:
    if not mark:
        return CELL.format("–", "")
    text = escape(mark.text)
    if mark.address:
        text = CELL_LINK.format(escape(mark.address), escape(mark.spoken), text)
    return CELL.format(text, NOTE.format(escape(mark.note)) if mark.note else "")


@register.simple_tag
def chart_rows(rows: Iterable[tuple[str, Sequence[Mark | None]]]) -> SafeString:
    """The rows of the table of a chart: a label, and its mark in each series."""
    parts = [ROW.format(escape(label), "".join(map(_cell, marks))) for label, marks in rows]
    return mark_safe("".join(parts))  # noqa: S308 (what they show is escaped)
