"""Maps of a few links: an arc from each authority to each of its partners."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.drawing import NARROW, WIDE, Arc, Circle, Drawing, Name, name_at
from partnerships.maps.frames import EUROPE, WORLD, Frame, frame_of
from partnerships.maps.labels import Mark, placed_labels
from partnerships.maps.land import land_path
from partnerships.maps.links import MapLink, MapLinks
from partnerships.maps.paths import arc_path, link_path, number
from partnerships.proximity import Point

HERE, PARTNER = "here", "partner"
# Radii of the two ends, in pixels.
RADII = {HERE: 5, PARTNER: 3.5}
# With more seats than this, none has a label: the list names them.
SEATS_NAMED_MAX = 3
NAMED_TOGETHER = 2
# Of the map of one link: as it is drawn, and where it is as narrow as a phone.
LINK_SIZES = 15, 20
# Of the world, drawn as small.
WORLD_LINK_SIZES = 20, NARROW


def joined_names(records: Sequence) -> str:
    """Returns the names of records that stand at one point: « Desdunes, Pétion-Ville »."""
    names = [str(each) for each in records]
    if len(names) <= NAMED_TOGETHER:
        return ", ".join(names)
    others = len(names) - 1
    text = ngettext("%(name)s et %(count)s autre", "%(name)s et %(count)s autres", others)
    return text % {"name": names[0], "count": others}


def _ends(links: MapLinks, frame: Frame) -> list[tuple[str, Point, Sequence]]:
    """Returns (side, point, records) of the ends that the frame shows; the seats first."""
    ends = [(HERE, *each) for each in links.authorities.items()]
    ends += [(PARTNER, *each) for each in links.partners.items()]
    return [each for each in ends if frame.holds(frame.place(each[1]))]


def _names(ends, links, frame, size) -> list[Name]:
    marks, kinds = [], {}
    for n, (side, point, records) in enumerate(ends):
        kinds[str(n)] = side
        is_named = side == PARTNER or len(links.authorities) <= SEATS_NAMED_MAX
        text = joined_names(records) if is_named else ""
        marks.append(Mark(str(n), frame.place(point), RADII[side], text))
    boxes = [mark.box for mark in marks if not mark.text]
    marks = [mark for mark in marks if mark.text]
    labels = placed_labels(marks, size, frame.width, frame.height, boxes)
    texts = {mark.key: mark.text for mark in marks}
    return [name_at(label, texts[n], kind=kinds[n]) for n, label in labels.items()]


def link_text(link: MapLink) -> str:
    text = _("%(here)s – %(there)s") % {"here": link.authority, "there": link.partner}
    return f"{text}, {link.distance.text}" if link.distance else text


def _arcs(links: Iterable[MapLink], frame: Frame) -> list[Arc]:
    return [
        Arc(arc_path(*link.ends, frame), link_text(link), link.partnership.get_absolute_url())
        for link in links
    ]


def _circles(ends, frame) -> list[Circle]:
    return [
        Circle(*map(number, (*frame.place(point), RADII[side])), joined_names(records), kind=side)
        for side, point, records in reversed(ends)
    ]


def _drawing(links: MapLinks, frame: Frame, title: str, sizes, arcs: Sequence[Arc]) -> Drawing:
    ends = _ends(links, frame)
    wide, *narrow = (_names(ends, links, frame, size) for size in sizes)
    return Drawing(
        frame,
        title,
        land_path(frame),
        arcs=arcs,
        circles=_circles(ends, frame),
        names=wide,
        narrow_names=narrow[0] if narrow else (),
    )


def result_drawing(links: MapLinks) -> Drawing:
    """The arcs of a result, in the smallest frame that shows them all."""
    points = [*links.authorities, *links.partners]
    frame = frame_of(points, WORLD.width, WORLD.height) or WORLD
    title = _("Les liens entre collectivités et partenaires")
    return _drawing(links, frame, title, (WIDE, NARROW), _arcs(links.drawn, frame))


def partnership_drawing(links: MapLinks, width: int, height: int) -> Drawing | None:
    """The links of one partnership: a curve, or arcs where several; None if none is placed."""
    if not links.drawn:
        return None
    points = [*links.authorities, *links.partners]
    frame = frame_of(points, width, height) or WORLD
    sizes = WORLD_LINK_SIZES if frame.is_world else LINK_SIZES
    if len(links.drawn) == 1:
        [link] = links.drawn
        arcs = [Arc(link_path(*map(frame.place, link.ends)))]
        return _drawing(links, frame, link_text(link), sizes, arcs)
    title = _("Les liens de ce partenariat")
    return _drawing(links, frame, title, sizes, _arcs(links.drawn, frame))


def closer_drawing(links: MapLinks, main: Drawing) -> Drawing | None:
    """The part of the arcs that is in Europe, where the main map is that of the world; None if
    fewer than two partners are there.
    """
    inside = [each for each in links.partners if EUROPE.holds(EUROPE.place(each))]
    if not main.frame.is_world or len(inside) < 2:
        return None
    title = _("De plus près, l’Europe et la Méditerranée")
    return _drawing(links, EUROPE, title, LINK_SIZES[:1], _arcs(links.drawn, EUROPE))
