"""The map of one partnership: the curve of its link, or the arcs of its links."""

from functools import cached_property

from django.utils.translation import gettext as _

from partnerships.maps.drawing import Drawing
from partnerships.maps.link_drawing import partnership_drawing
from partnerships.maps.links import MapLinks
from partnerships.models import Partnership
from partnerships.registry.rows import Distance

WIDTH, HEIGHT = 480, 240


class PartnershipMap:
    """What the page of `partnership` (from `with_sides`) shows of where its sides are."""

    def __init__(self, partnership: Partnership):
        self.links = MapLinks([partnership])

    @cached_property
    def drawing(self) -> Drawing | None:
        """None if no link has both its points."""
        return partnership_drawing(self.links, WIDTH, HEIGHT)

    @property
    def distance(self) -> Distance | None:
        """That of its only link."""
        return self.links.links[0].distance if len(self.links.links) == 1 else None

    @property
    def unplaced(self) -> str:
        """A sentence on the sides whose place is not known; "" if all are on the map."""
        names = [str(each) for each in (*self.links.unplaced_authorities, *self.links.unplaced)]
        if not names:
            return ""
        if self.drawing:
            text = _("Lieu inconnu, donc absent de la carte\u202f: %(names)s.")
        else:
            text = _("Lieu inconnu, donc pas de carte\u202f: %(names)s.")
        return text % {"names": ", ".join(names)}
