"""The places that the words searched in the registry name: the list has their partnerships."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from partnerships.analysis import fold, words
from partnerships.country_names import CountryNameKind
from partnerships.models import Facet
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.lists import country_names


@dataclass(frozen=True)
class NamedPlace:
    """`value` of `facet`. `reason`: why the words name it, "" if they are its name; `page`: the
    address of its own page where no partnership has it, else "".
    """

    facet: Facet
    value: str
    label: str
    reason: str = ""
    page: str = ""


@lru_cache(maxsize=256)  # the régions and the départements
def _words_of(name: str) -> list[str]:
    return words(name)


def _in_france(filterset: PartnershipFilterSet) -> Iterable[NamedPlace]:
    """The régions and the départements with partnerships, by their whole name: « Bretagne », « la
    Bretagne », « région Bretagne ».
    """
    searched = words(filterset.words)
    for facet in (Facet.REGION, Facet.DEPARTEMENT):
        kind = fold(str(facet.label))
        wanted = searched[1:] if searched[:1] == [kind] else searched
        labels = filterset.labels.of(facet, filterset.in_use[facet])
        for value, label in labels.items():
            if _words_of(label.removesuffix(f" ({value})")) == wanted:
                yield NamedPlace(facet, value, label)


def _countries(filterset: PartnershipFilterSet) -> Iterable[NamedPlace]:
    """The countries, by any of their names. One without a partnership has its page, unless the
    words are only its code; France is not told.
    """
    labels = filterset.labels.of(Facet.COUNTRY, filterset.in_use[Facet.COUNTRY])
    for country, _name, kind in country_names().hinted(filterset.words):
        reason = str(kind.label)
        if country.pk in labels:
            yield NamedPlace(Facet.COUNTRY, country.pk, labels[country.pk], reason)
        elif kind != CountryNameKind.CODE and not country.is_french:
            page = country.get_absolute_url()
            yield NamedPlace(Facet.COUNTRY, country.pk, str(country), reason, page)


def named_places(filterset: PartnershipFilterSet) -> list[NamedPlace]:
    return [*_in_france(filterset), *_countries(filterset)] if filterset.words else []
