"""What a map has by the hundred: circles and names. As nodes of templates they were a quarter of
the cost of a page of maps.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from partnerships.maps.drawing import Circle, Name

register = template.Library()

CIRCLE = """{target}<circle class="map__circle map__circle--{kind}" cx="{x}" cy="{y}" r="{r}">\
<title>{text}</title></circle>"""
CIRCLE_LINK = '<a class="map__link" href="{}" aria-label="{}">{}</a>'
TARGET = '<circle class="map__target" cx="{}" cy="{}" r="{}"/>'
NAME = """<text class="map__name map__name--{kind}" x="{x}" y="{y}" text-anchor="{anchor}">\
{text}{count}</text>"""
NAME_LINK = '<a class="map__link" href="{}">{}</a>'
COUNT = ' <tspan class="map__count">{}</tspan>'


def _circle(circle: Circle, target: str) -> str:
    text = escape(circle.text)
    shape = CIRCLE.format(
        target=TARGET.format(circle.x, circle.y, target) if target else "",
        kind=circle.kind,
        x=circle.x,
        y=circle.y,
        r=circle.r,
        text=text,
    )
    return CIRCLE_LINK.format(escape(circle.address), text, shape) if circle.address else shape


@register.simple_tag
def map_circles(circles: Iterable[tuple[Circle, str]]) -> SafeString:
    """Circles, each with the radius of the area that follows its link, "" for its own."""
    parts = (_circle(*each) for each in circles)
    return mark_safe("".join(parts))  # noqa: S308 (what they show is escaped)


def _name(name: Name, with_links: bool) -> str:
    text = NAME.format(
        kind=name.kind,
        x=name.x,
        y=name.y,
        anchor=name.anchor,
        text=escape(name.text),
        count=COUNT.format(escape(name.count)) if name.count else "",
    )
    return NAME_LINK.format(escape(name.address), text) if with_links and name.address else text


@register.simple_tag
def map_names(names: Iterable[Name], *, with_links: object = False) -> SafeString:
    """Labels; `with_links`: whether they are the links, where no circle is."""
    parts = (_name(each, bool(with_links)) for each in names)
    return mark_safe("".join(parts))  # noqa: S308 (what they show is escaped)
