"""The maps of the pages of an authority, of a partner and of a country."""

from functools import cached_property

from django.utils.translation import gettext_lazy

from partnerships.maps.drawing import Drawing, towns_drawing
from partnerships.maps.overseas import TERRITORIES, Territory, territories
from partnerships.maps.world_map import WorldMap
from partnerships.models import Country, InternationalPartner, LocalAuthority
from partnerships.pages.public.french_map import DepartementMap
from partnerships.pages.public.links_map import ROWS_SHOWN, LinkRow, LinksMap
from partnerships.pages.public.profile_page import Line, ProfilePage


class AuthorityMap(LinksMap):
    """Arcs from an authority to its partners; more than can be drawn are circles by country."""

    title = gettext_lazy("Ses partenaires, par distance")

    def __init__(self, authority: LocalAuthority, profile: ProfilePage):
        super().__init__(profile)
        self.authority = authority

    def is_shown(self, link):
        return link.authority == self.authority

    def row(self, link):
        partner = link.partner
        address = link.partnership.get_absolute_url()
        return LinkRow(str(partner), partner.country.name, address, link.distance)

    def _country_address(self, code):
        return self.counted_address(pays=code)

    def _continent_address(self, code):
        return self.counted_address(continent=code)

    def circles(self) -> Drawing:
        return WorldMap(self.places, self._country_address, self._continent_address).drawing()


class OfFrenchSide(LinksMap):
    """A map that also shows the French side, by département, and counts them."""

    lines_title = gettext_lazy("Par département français")

    @cached_property
    def french(self) -> DepartementMap:
        return DepartementMap(self.counted, self.counted_address)

    @property
    def first_lines(self) -> list[Line]:
        return self.french.lines[:ROWS_SHOWN]

    @property
    def other_lines(self) -> list[Line]:
        return self.french.lines[ROWS_SHOWN:]


class PartnerMap(OfFrenchSide):
    """Arcs from the French authorities to a partner; circles by département if there are many."""

    title = gettext_lazy("Ses collectivités françaises, par distance")

    def __init__(self, partner: InternationalPartner, profile: ProfilePage):
        super().__init__(profile)
        self.partner = partner

    def is_shown(self, link):
        return link.partner == self.partner

    def row(self, link):
        authority = link.authority
        address = link.partnership.get_absolute_url()
        return LinkRow(str(authority), authority.located_in, address, link.distance)

    def circles(self) -> Drawing | None:
        return self.french.drawing


class CountryMap(OfFrenchSide):
    """The links with a country, or its towns if there are many; and the French side."""

    title = gettext_lazy("Par distance")

    def __init__(self, country: Country, profile: ProfilePage):
        super().__init__(profile)
        self.country = country

    def is_shown(self, link):
        return link.partner.country_id == self.country.pk

    def row(self, link):
        name = f"{link.authority} – {link.partner}"
        return LinkRow(name, "", link.partnership.get_absolute_url(), link.distance)

    def circles(self) -> Drawing | None:
        counted = {each.code: each for each in self.places.countries}
        return towns_drawing(self.places, counted[self.country.pk])

    @cached_property
    def territories(self) -> list[Territory]:
        """Overseas France, if it has one of the partnerships."""
        if not any(map(self.places.count_of_region, TERRITORIES)):
            return []
        return territories(self.places, lambda code: self.counted_address(region=code))
