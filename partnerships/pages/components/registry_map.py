"""The map of the whole registry, for the home page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.drawing import Drawing, europe_drawing
from partnerships.maps.overseas import Territory, territories
from partnerships.maps.result import ResultPlaces, places_found
from partnerships.maps.world_map import WorldMap
from partnerships.models import CountryKind, Facet
from partnerships.pages.components.placed import placed_text
from partnerships.publication.counts import KeyFigures, key_figures, without_fiction
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.comparison.sources import Source
from partnerships.registry.listing import Listing
from partnerships.registry.one_source import FoundSource, OneSource
from partnerships.registry.result_views import MAP


@dataclass(frozen=True)
class RegistryMap:
    """Circles of the world, towns of Europe, overseas France; each number leads to its rows. All of
    them are of one source.

    `head`: « 3 666 partenariats connus dans 106 pays »; `placed`: how many have a known town;
    `others`: the other sources, whose maps have pages; `figures`: of all but what is fictitious.
    """

    head: str
    placed: str
    world: Drawing
    europe: Drawing
    territories: list[Territory]
    others: list[FoundSource]
    figures: KeyFigures

    @cached_property
    def html(self) -> SafeString:
        """As the home page shows it, written once."""
        return render_to_string("partnerships/components/_registry_map.html", {"map": self})


def _subject(source: Source, count: int, *, is_alone: bool) -> str:
    """« 3 666 partenariats connus »; the source is told where there are others."""
    if source == Source.DEMONSTRATION:
        text = ngettext(
            "%(count)s partenariat fictif, de démonstration",
            "%(count)s partenariats fictifs, de démonstration",
            count,
        )
    elif is_alone:
        text = ngettext("%(count)s partenariat connu", "%(count)s partenariats connus", count)
    elif source == Source.DECLARED:
        text = ngettext(
            "%(count)s partenariat déclaré par sa collectivité",
            "%(count)s partenariats déclarés par leur collectivité",
            count,
        )
    else:
        text = ngettext(
            "%(count)s partenariat repris de sources publiques",
            "%(count)s partenariats repris de sources publiques",
            count,
        )
    return text % {"count": intcomma(count)}


def _head(subject: str, places: ResultPlaces) -> str:
    countries = len(places.countries)
    where = ngettext("%(number)s pays ou territoire", "%(number)s pays et territoires", countries)
    if all(each.country.kind == CountryKind.COUNTRY for each in places.countries):
        where = _("%(number)s pays")
    where %= {"number": intcomma(countries)}
    return _("%(subject)s dans %(where)s") % {"subject": subject, "where": where}


@kept_by_version
def registry_map() -> RegistryMap | None:
    """Returns the map of the registry, None if it is empty: made once per version. It is of the
    source with the most partnerships; of fictitious ones only where there are no others.
    """
    source = OneSource(Listing(QueryDict(), MAP), leaves_fiction=True)
    if not source.count:
        return None
    places = places_found(source.listing.filterset if source.is_alone else source.filterset)
    real = [each for each in source.others if each.source != Source.DEMONSTRATION]
    subject = _subject(source.source, source.count, is_alone=not real)
    registry = reverse("partnerships:registry")

    def address_of(facet: Facet) -> Callable[[str], str]:
        return lambda value: registry + source.query_with(**{facet.value: value})

    country = address_of(Facet.COUNTRY)
    return RegistryMap(
        _head(subject, places),
        placed_text(places.placed_count, places.count),
        WorldMap(places, country, address_of(Facet.CONTINENT)).drawing(),
        europe_drawing(places, country),
        territories(places, address_of(Facet.REGION)),
        real,
        without_fiction(key_figures()),
    )
