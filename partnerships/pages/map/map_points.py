"""What a script draws of a map, in pixels of the frame of the world."""

from partnerships.maps.circles import SMALLEST, SMALLEST_NEAR
from partnerships.maps.clusters import LinkedPlaces, MapArc, MapCircle, MapClusters, position
from partnerships.maps.drawing import count_text
from partnerships.maps.link_drawing import RADII
from partnerships.maps.projections import Position
from partnerships.maps.views import MapView
from partnerships.pages.map.result_map_page import MapPage

# Tenths of a pixel are those of the screen at the last zoom, near enough.
DECIMALS = 2


def _pixels(place: Position) -> list[float]:
    return [round(value, DECIMALS) for value in place]


def _circle(circle: MapCircle) -> dict:
    return {
        "key": circle.key,
        "at": _pixels(position(circle.point)),
        "count": circle.count,
        "name": circle.name,
        "text": count_text(circle.name, circle.count),
        "query": circle.query,
        "places": circle.places,
        "side": circle.side,
        "pair": circle.pair,
    }


def _arc(arc: MapArc) -> dict:
    parts = [[_pixels(each) for each in part] for part in arc.parts]
    return {"parts": parts, "text": arc.text, "address": arc.address}


def _radii(page: MapPage, view: MapView) -> dict:
    """Returns the pixels of the radius of each end of a link, or of a circle: `unit` for one
    partnership on the drawing of the world, and the smallest on the screen.
    """
    if page.links is not None:
        return RADII
    return {"unit": page.unit, "smallest": SMALLEST_NEAR if view.zoom else SMALLEST}


def map_points(page: MapPage, view: MapView) -> dict:
    """Returns the circles of `view`, the largest first, and the arcs.

    `complete`: whether they are those of all views. `placed`: how many partnerships of the result
    are placed. `radii`: how large circles are. A circle counts those that its `query` finds; a
    partnership that has several partners is in the circle of each.
    """
    if page.links is None:
        drawn = MapClusters(page.filterset, page.places, view, page.query)
    else:
        drawn = LinkedPlaces(page.links, page.query)
    return {
        "complete": page.links is not None,
        "count": page.count,
        "placed": page.placed_count,
        "radii": _radii(page, view),
        "circles": [_circle(each) for each in drawn.circles],
        "arcs": [_arc(each) for each in drawn.arcs],
    }
