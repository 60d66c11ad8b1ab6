"""The places that the words searched in the registry name: the list has their partnerships."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.country_names import CountryNameKind
from partnerships.models import Facet
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.lists import country_names
from partnerships.registry.named.asking import without_asking
from partnerships.registry.places_of_france import places_of_france


@dataclass(frozen=True)
class NamedPlace:
    """`value` of `facet`. `reason`: by which name of a country the words name it, "" for its own;
    `page`: the address of its own page where no partnership has it, else "".
    """

    facet: Facet
    value: str
    label: str
    reason: str = ""
    page: str = ""


def _in_france(filterset: PartnershipFilterSet, text: str) -> Iterable[NamedPlace]:
    """The régions and the départements with partnerships, by any of their names."""
    for facet, value in places_of_france(text):
        if value in filterset.in_use[facet]:
            yield NamedPlace(facet, value, filterset.labels.of(facet, [value])[value])


def _countries(filterset: PartnershipFilterSet, text: str) -> Iterable[NamedPlace]:
    """The countries, by any of their names. One without a partnership has its page, unless the
    words are only its code; France is not told.
    """
    known, in_use = filterset.labels.countries, filterset.in_use[Facet.COUNTRY]
    for country, _name, kind in country_names().hinted(text):
        reason = str(kind.label)
        if country.pk in known and country.pk in in_use:
            yield NamedPlace(Facet.COUNTRY, country.pk, known[country.pk].name, reason)
        elif kind != CountryNameKind.CODE and not country.is_french:
            page = country.get_absolute_url()
            yield NamedPlace(Facet.COUNTRY, country.pk, str(country), reason, page)


def named_places(filterset: PartnershipFilterSet) -> list[NamedPlace]:
    """The places that the words name, those apart that say what is looked for: « partenariats
    Maroc » names Maroc.
    """
    text = without_asking(filterset.words) or filterset.words
    return [*_in_france(filterset, text), *_countries(filterset, text)] if text else []
