"""A map, and what it has by the hundred: circles and names. As nodes of templates they were a
quarter of the cost of a page of maps.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from partnerships.maps.drawing import Arc, Circle, Drawing, Name

register = template.Library()

# Paths and numbers are our own, and need not be escaped.
MAP = """\
{ground}
  {dots}
  {arcs}
  {circles}
  <g class="map__names{wide}"{hidden}>{names}</g>
  {narrow}"""
USED_GROUND = '<use href="#{}"/>'
GROUND = """
<path class="map__land" d="{}"/>{}
"""
OUTLINES = '<path class="map__outlines" d="{}"/>'
DOTS = '<path class="map__dots map__dots--{kind}" d="{path}"/>'
ARC = '<path class="map__arc" d="{}">{}</path>'
ARC_TITLE = "<title>{}</title>"
NARROW = '<g class="map__names map__names--narrow" aria-hidden="true">{}</g>'
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


def _ground(drawing: Drawing, ground: str) -> str:
    if ground:
        return USED_GROUND.format(ground)
    return GROUND.format(
        drawing.land, OUTLINES.format(drawing.outlines) if drawing.outlines else ""
    )


def _arc(arc: Arc) -> str:
    return ARC.format(arc.path, ARC_TITLE.format(escape(arc.text)) if arc.text else "")


@register.simple_tag
def map_drawing(drawing: Drawing, ground: str = "") -> SafeString:
    """All that `drawing` shows; `ground`: the id of its land, "" for its own."""
    text = MAP.format(
        ground=_ground(drawing, ground),
        dots="".join(DOTS.format(kind=each.kind, path=each.path) for each in drawing.dots),
        arcs="".join(map(_arc, drawing.arcs)),
        circles=map_circles(drawing.targeted_circles),
        wide=" map__names--wide" if drawing.narrow_names else "",
        hidden=' aria-hidden="true"' if drawing.circles else "",
        names=map_names(drawing.names, with_links=drawing.dots),
        narrow=NARROW.format(map_names(drawing.narrow_names)) if drawing.narrow_names else "",
    )
    return mark_safe(text)  # noqa: S308 (what it shows is escaped)
