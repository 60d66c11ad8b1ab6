"""The map of the partnerships of an authority or of a partner: an arc for each."""

from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from partnerships.maps.drawing import Drawing
from partnerships.maps.link_drawing import result_drawing
from partnerships.maps.links import DRAWN_MAX, MapLinks
from partnerships.models import Facet, Partnership, PartnershipFacet


class ProfileMap:
    """The arcs of the `count` public partnerships with `value`; `address`: of their map."""

    def __init__(self, facet: Facet, value: str, count: int):
        self.facet, self.value, self.count = facet, value, count

    @property
    def address(self) -> str:
        return f"{reverse('partnerships:map')}?{urlencode({self.facet.value: self.value})}"

    @cached_property
    def links(self) -> MapLinks:
        """Of none, where they are too many to be drawn one by one."""
        if not 0 < self.count <= DRAWN_MAX:
            return MapLinks([])
        found = PartnershipFacet.objects.filter(facet=self.facet, value=self.value)
        rows = Partnership.objects.listed().filter(pk__in=found.values("partnership"))
        return MapLinks(rows.order_by("pk").with_sides())

    @cached_property
    def drawing(self) -> Drawing | None:
        """None if there is nothing to draw."""
        return result_drawing(self.links) if self.links.drawn else None
