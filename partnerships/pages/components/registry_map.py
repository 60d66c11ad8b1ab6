"""The map of the whole registry, for the home page."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.drawing import Drawing, WorldMap, europe_drawing
from partnerships.maps.overseas import Territory, territories
from partnerships.maps.result import ResultPlaces, whole_places
from partnerships.models import CountryKind
from partnerships.pages.components.placed import placed_text
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.address import registry_address


@dataclass(frozen=True)
class RegistryMap:
    """Circles of the world, towns of Europe, overseas France; each number leads to its rows.

    `head`: « 3 666 partenariats connus dans 106 pays »; `placed`: how many have a known town.
    """

    head: str
    placed: str
    world: Drawing
    europe: Drawing
    territories: list[Territory]


def _head(places: ResultPlaces) -> str:
    countries = len(places.countries)
    where = ngettext("%(number)s pays ou territoire", "%(number)s pays et territoires", countries)
    if all(each.country.kind == CountryKind.COUNTRY for each in places.countries):
        where = _("%(number)s pays")
    text = ngettext(
        "%(number)s partenariat connu dans %(where)s",
        "%(number)s partenariats connus dans %(where)s",
        places.count,
    )
    where %= {"number": intcomma(countries)}
    return text % {"number": intcomma(places.count), "where": where}


def _country_address(code):
    return registry_address(pays=code)


def _continent_address(code):
    return registry_address(continent=code)


def _region_address(code):
    return registry_address(region=code)


def registry_map() -> RegistryMap | None:
    """Returns the map of the registry, None if it is empty."""
    places = whole_places()
    if not places.count:
        return None
    return RegistryMap(
        _head(places),
        placed_text(places.placed_count, places.count),
        WorldMap(places, _country_address, _continent_address).drawing(),
        europe_drawing(places, _country_address),
        territories(places, _region_address),
    )


@kept_by_version
def written_registry_map() -> SafeString:
    """Returns the map as HTML, "" if the registry is empty: made once per version."""
    return render_to_string("partnerships/components/_registry_map.html", {"map": registry_map()})
