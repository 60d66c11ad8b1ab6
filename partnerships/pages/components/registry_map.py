"""The map of the whole registry, for the home page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.drawing import Drawing, europe_drawing
from partnerships.maps.overseas import Territory, territories
from partnerships.maps.result import ResultPlaces, WithoutFiction, whole_places
from partnerships.maps.world_map import WorldMap
from partnerships.models import CountryKind, Facet
from partnerships.pages.components.placed import placed_text
from partnerships.publication.counts import KeyFigures, key_figures, without_fiction
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.address import registry_address


@dataclass(frozen=True)
class RegistryMap:
    """Circles of the world, towns of Europe, overseas France; each number leads to its rows.

    `head`: « 3 666 partenariats connus dans 106 pays »; `placed`: how many have a known town;
    `figures`: of the partnerships that are on it.
    """

    head: str
    placed: str
    world: Drawing
    europe: Drawing
    territories: list[Territory]
    figures: KeyFigures

    @cached_property
    def html(self) -> SafeString:
        """As the home page shows it, written once."""
        return render_to_string("partnerships/components/_registry_map.html", {"map": self})


def _subject(figures: KeyFigures) -> str:
    """« 3 666 partenariats connus »: declared, imported and fictitious are never added up."""
    if figures.declared and figures.imported:
        text = ngettext(
            "%(declared)s partenariat déclaré et %(imported)s repris de sources publiques",
            "%(declared)s partenariats déclarés et %(imported)s repris de sources publiques",
            figures.declared,
        )
    elif figures.declared or figures.imported:
        text = ngettext(
            "%(count)s partenariat connu", "%(count)s partenariats connus", figures.partnerships
        )
    else:
        text = ngettext(
            "%(count)s partenariat fictif, de démonstration",
            "%(count)s partenariats fictifs, de démonstration",
            figures.partnerships,
        )
    return text % {
        "declared": intcomma(figures.declared),
        "imported": intcomma(figures.imported),
        "count": intcomma(figures.partnerships),
    }


def _head(figures: KeyFigures, places: ResultPlaces) -> str:
    countries = len(places.countries)
    where = ngettext("%(number)s pays ou territoire", "%(number)s pays et territoires", countries)
    if all(each.country.kind == CountryKind.COUNTRY for each in places.countries):
        where = _("%(number)s pays")
    where %= {"number": intcomma(countries)}
    return _("%(subject)s dans %(where)s") % {"subject": _subject(figures), "where": where}


def _address_of(facet: Facet, figures: KeyFigures) -> Callable[[str], str]:
    """Returns what gives the address of the partnerships counted for a value of `facet`."""
    own = {Facet.PROVENANCE.value: list(figures.by_provenance)} if figures.leaves_out else {}
    return lambda value: registry_address(**{facet.value: value}, **own)


@kept_by_version
def registry_map() -> RegistryMap | None:
    """Returns the map of the registry, None if it is empty: made once per version. Fictitious
    partnerships are on it where there are no others.
    """
    figures = without_fiction(key_figures())
    places = ResultPlaces(WithoutFiction()) if figures.leaves_out else whole_places()
    if not places.count:
        return None
    country = _address_of(Facet.COUNTRY, figures)
    return RegistryMap(
        _head(figures, places),
        placed_text(places.placed_count, places.count),
        WorldMap(places, country, _address_of(Facet.CONTINENT, figures)).drawing(),
        europe_drawing(places, country),
        territories(places, _address_of(Facet.REGION, figures)),
        figures,
    )
