"""The horizontal bars of a chart. A page of figures has hundreds; as nodes of a template, the eight
above a filtered list were a tenth of its cost.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from partnerships.charts.chart import DrawnMark

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
    """Bars, each a link where its mark has a page.

    `of`: what all of them are of, read aloud; `is_multiple`: the values stand in a column;
    `is_long`: labels stand above.
    """
    small, long = " chart__bars--small" * is_multiple, " chart__bars--long" * is_long
    bars = "".join(_bar(each, of, is_multiple) for each in marks)
    return mark_safe(f'<ul class="chart__bars{small}{long}">{bars}\n</ul>')  # noqa: S308 (escaped)
