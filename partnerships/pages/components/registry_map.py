"""The map of the whole registry, for the home page."""

from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.drawing import Drawing, WorldMap, europe_drawing
from partnerships.maps.overseas import Territory, territories
from partnerships.maps.result import ResultPlaces, WholeRegistry
from partnerships.models import CountryKind
from partnerships.pages.components.placed import placed_text
from partnerships.pages.components.registry_address import registry_address


class RegistryMap:
    """Circles of the world, towns of Europe, overseas France; each number leads to its rows."""

    @cached_property
    def places(self) -> ResultPlaces:
        return ResultPlaces(WholeRegistry())

    @property
    def count(self) -> int:
        return self.places.count

    @property
    def head(self) -> str:
        """« 3 666 partenariats connus dans 106 pays »."""
        countries = self.places.countries
        are_countries = all(each.country.kind == CountryKind.COUNTRY for each in countries)
        where = (
            _("%(number)s pays")
            if are_countries
            else ngettext(
                "%(number)s pays ou territoire", "%(number)s pays et territoires", len(countries)
            )
        )
        text = ngettext(
            "%(number)s partenariat connu dans %(where)s",
            "%(number)s partenariats connus dans %(where)s",
            self.count,
        )
        where %= {"number": intcomma(len(countries))}
        return text % {"number": intcomma(self.count), "where": where}

    @staticmethod
    def _country_address(code):
        return registry_address(pays=code)

    @staticmethod
    def _continent_address(code):
        return registry_address(continent=code)

    @staticmethod
    def _region_address(code):
        return registry_address(region=code)

    @cached_property
    def world(self) -> Drawing:
        return WorldMap(self.places, self._country_address, self._continent_address).drawing()

    @cached_property
    def europe(self) -> Drawing:
        return europe_drawing(self.places, self._country_address)

    @cached_property
    def territories(self) -> list[Territory]:
        return territories(self.places, self._region_address)

    @property
    def placed(self) -> str:
        return placed_text(self.places.placed_count, self.count)
