"""The part of the world that a map shows: its zoom and its rectangle, as an address writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.maps.frames import WORLD
from partnerships.maps.projections import Position
from partnerships.registry.map_cells import LAST_ZOOM

ZOOM, RECTANGLE = "zoom", "cadre"
WRITTEN = re.compile(r"-?\d{1,4}(?:,-?\d{1,4}){3}", re.ASCII)
# A view is at most this wide and high, in pixels of the screen.
LARGEST = 2_400


# The view of a few places shows this share of the map at most, and is no closer than this zoom.
FILLED, CLOSEST = 0.8, 4


def view_of(positions: Sequence[Position]) -> str:
    """Returns the closest view that shows all of `positions`, one or more, as addresses write it:
    « zoom/x/y » of its middle. The map has the proportions of the frame of the world.
    """
    sides = [(min(axis), max(axis)) for axis in zip(*positions, strict=True)]
    x, y = ((low + high) / 2 for low, high in sides)
    needed = max(
        (high - low) / whole / FILLED
        for (low, high), whole in zip(sides, (WORLD.width, WORLD.height), strict=True)
    )
    zoom = CLOSEST
    while zoom and needed * 2**zoom > 1:
        zoom -= 1
    return f"{zoom}/{x:.1f}/{y:.1f}"


class NotAView(ValueError):
    """What the address says is no view; the message says what it should be."""


@dataclass(frozen=True)
class MapView:
    """`zoom`: each doubles the size of the world, from 0; the sides in pixels of its frame."""

    zoom: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def read(cls, zoom: str, rectangle: str) -> "MapView":
        """Returns the view of an address, whose parts are "" if it has none: the whole world.

        Raises NotAView.
        """
        if zoom not in {"", *map(str, range(LAST_ZOOM + 1))}:
            text = _("Le zoom est un nombre entier de 0 à %(last)s.")
            raise NotAView(text % {"last": LAST_ZOOM})
        sides = (0, 0, WORLD.width, WORLD.height)
        if rectangle:
            if not WRITTEN.fullmatch(rectangle):
                raise NotAView(
                    _("Le cadre est fait de quatre nombres entiers\u202f: gauche,haut,droite,bas.")
                )
            sides = tuple(map(int, rectangle.split(",")))
        view = cls(int(zoom or 0), *sides)
        if view.left >= view.right or view.top >= view.bottom:
            raise NotAView(_("Le cadre est vide\u202f: gauche,haut,droite,bas."))
        if view.largest_side > LARGEST:
            raise NotAView(_("Le cadre est trop grand pour ce zoom."))
        return view

    @property
    def largest_side(self) -> int:
        """The longer side, in pixels of the screen."""
        return max(self.right - self.left, self.bottom - self.top) << self.zoom

    def holds(self, position: Position) -> bool:
        x, y = position
        return self.left <= x <= self.right and self.top <= y <= self.bottom
