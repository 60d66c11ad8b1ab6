"""The map of the whole registry, for pages that show it among other things."""

from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from partnerships.maps.drawing import Drawing, WorldMap, europe_drawing
from partnerships.maps.overseas import Territory, territories
from partnerships.maps.result import ResultPlaces
from partnerships.models import Facet
from partnerships.registry.filters import PartnershipFilterSet


def map_address(facet: Facet, value: str) -> str:
    """Returns the address of the map of the partnerships with `value`."""
    return f"{reverse('partnerships:map')}?{urlencode({facet.value: value})}"


def _of_country(code):
    return map_address(Facet.COUNTRY, code)


class Overview:
    """Circles of the world, towns of Europe and overseas France, of all partnerships."""

    def __init__(self):
        self.places = ResultPlaces(PartnershipFilterSet(QueryDict()))

    @property
    def count(self) -> int:
        return self.places.count

    @property
    def country_count(self) -> int:
        return len(self.places.countries)

    @cached_property
    def world(self) -> Drawing:
        return WorldMap(
            self.places, _of_country, lambda code: map_address(Facet.CONTINENT, code)
        ).drawing()

    @cached_property
    def europe(self) -> Drawing:
        return europe_drawing(self.places, _of_country)

    @cached_property
    def territories(self) -> list[Territory]:
        return territories(self.places, lambda code: map_address(Facet.REGION, code))
