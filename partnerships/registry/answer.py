"""What the registry answers to what is chosen, in a sentence: how many, between whom, where."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.articles import of, of_large, with_article
from partnerships.models import NOT_STATED, CountryKind, Facet, Provenance
from partnerships.registry.counted_sources import (
    and_fictitious,
    fictitious_beside,
    partnerships_text,
)
from partnerships.registry.facets.labels import YEARS
from partnerships.registry.filters import PartnershipFilterSet

# More values of a filter than this are told by their number.
NAMED_MAX = 2
# The facets that a sentence tells by themselves.
TOLD = (
    Facet.AUTHORITY,
    Facet.CONTINENT,
    Facet.COUNTRY,
    Facet.DEPARTEMENT,
    Facet.PARTNER,
    Facet.REGION,
)
# Those whose values have no name that a sentence can use.
UNNAMED = {Facet.TOWN, Facet.YEAR, *YEARS}
# The code of its département, after the name of an authority.
WITH_CODE = re.compile(r" \(\w{2,3}\)$")


def _or(names: Iterable[str]) -> str:
    return _(" ou ").join(names)


class Answer:
    """The sentence above the results of `filterset`, in parts: `head` is the number."""

    def __init__(self, filterset: PartnershipFilterSet):
        self.filterset = filterset

    @property
    def count(self) -> int:
        return self.filterset.count

    @property
    def is_empty_registry(self) -> bool:
        return not self.filterset.in_use[Facet.ALL][""]

    @cached_property
    def counts_by_provenance(self) -> dict[str, int]:
        """How many of what is found have each provenance."""
        counts = self.filterset.counts[Facet.PROVENANCE]
        chosen = self._values(Facet.PROVENANCE) or list(Provenance)
        return {each: counts[each] for each in chosen if each in counts}

    @cached_property
    def fictitious_count(self) -> int:
        """How many of what is found are fictitious, where they stand beside others; else 0."""
        return fictitious_beside(self.counts_by_provenance)

    @cached_property
    def _counted(self) -> PartnershipFilterSet:
        """What the sentence counts: never fictitious partnerships with others."""
        if not self.fictitious_count:
            return self.filterset
        real = [each for each in self.counts_by_provenance if each != Provenance.DEMONSTRATION]
        return self.filterset.with_choice(Facet.PROVENANCE, real)

    @property
    def numbers(self) -> str:
        """How many, of each source apart; "" for none."""
        return partnerships_text(self.counts_by_provenance)

    @property
    def head(self) -> str:
        """How many; the fictitious only if there are no others, since `rest` ends with them."""
        counts = self.counts_by_provenance
        if self.fictitious_count:
            counts = {**counts, Provenance.DEMONSTRATION: 0}
        return partnerships_text(counts)

    @cached_property
    def rest(self) -> str:
        """What follows `head`; the whole sentence if nothing is found."""
        if self.is_empty_registry:
            return _("Le registre est vide")
        if not self.count:
            return self._none_known()
        return self._rest_of_found() + and_fictitious(self.fictitious_count)

    @cached_property
    def sentence(self) -> str:
        return f"{self.head}{self.rest}"

    @property
    def sentence_with_filters(self) -> str:
        """The sentence, and « (Eau) » for what a list tells beside it."""
        others = self._other_filters(is_told=True) if self.count else ""
        return f"{self.sentence}{others}"

    def _rest_of_found(self):
        here, there = self._here(), self._there()
        words = self._words()
        if here and there:
            text = _("%(words)s entre %(here)s et %(there)s")
        elif here:
            text = _("%(words)s de %(here)s")
        else:
            text = _("%(words)s avec %(there)s") if there else "%(words)s"
        return text % {"words": words, "here": here, "there": there}

    def _words(self):
        words = self.filterset.words
        return _(" pour «\u202f%(words)s\u202f»,") % {"words": words} if words else ""

    def _values(self, facet: Facet) -> list[str]:
        return self.filterset.chosen.get(facet, [])

    def _names(self, facet: Facet) -> dict[str, str]:
        """Returns the names of the chosen values; a département without its code."""
        labels = self.filterset.labels.of(facet, self._values(facet))
        return {value: label.removesuffix(f" ({value})") for value, label in labels.items()}

    def _in_place(self) -> str:
        """Returns « d’Auvergne-Rhône-Alpes », « du Nord ou de l’Isère », « de 3 régions ».

        "" if no place is chosen.
        """
        facet = self.filterset.place
        if not facet:
            return ""
        names, is_region = self._names(facet), facet == Facet.REGION
        if len(names) > NAMED_MAX:
            text = _("de %(count)s régions") if is_region else _("de %(count)s départements")
            return text % {"count": len(names)}
        unknown = _("sans région connue") if is_region else _("sans département connu")
        named = of_large if is_region else of
        return _or(unknown if value == NOT_STATED else named(name) for value, name in names.items())

    def _named(self, facet: Facet) -> str:
        """Returns « Nantes ou Rezé », "" if none is chosen or more than a sentence can name."""
        names = self._names(facet).values()
        return _or(WITH_CODE.sub("", name) for name in names) if len(names) <= NAMED_MAX else ""

    def _here(self):
        if named := self._named(Facet.AUTHORITY):
            return named
        count = self._counted.authority_count
        if not count:
            return ""
        text = ngettext("une collectivité", "%(number)s collectivités", count)
        return f"{text % {'number': intcomma(count)}} {self._in_place()}".rstrip()

    @property
    def countries(self) -> dict[str, int]:
        """The countries of what is found, of those and of the continents that are chosen."""
        return self._countries_of(self.filterset)

    @property
    def none_with(self) -> str:
        """Returns « la Pologne » or « la Pologne ou l’Irlande », the chosen countries that nothing
        found is with; "" where nothing is found, since the sentence then names them.
        """
        chosen = self._values(Facet.COUNTRY)
        if len(chosen) < 2 or not self.count:
            return ""
        known, found = self.filterset.labels.countries, self.countries
        missing = [value for value in chosen if value in known and value not in found]
        return _or(with_article(known[value].name) for value in missing)

    def _countries_of(self, filterset):
        counts, chosen = filterset.counts[Facet.COUNTRY], self._values(Facet.COUNTRY)
        continents = self._values(Facet.CONTINENT)
        found = {value: count for value, count in counts.items() if count}
        if chosen:
            return {value: count for value, count in found.items() if value in chosen}
        if continents:
            known = self.filterset.labels.countries
            return {
                value: count
                for value, count in found.items()
                if value in known and known[value].continent in continents
            }
        return found

    def _there(self):
        if named := self._named(Facet.PARTNER):
            return named
        countries, known = self._countries_of(self._counted), self.filterset.labels.countries
        count = len(countries)
        if count == 1:
            (value,) = countries
            return with_article(known[value].name) if value in known else _("un pays")
        if not count:
            return ""
        are_countries = all(
            known[value].kind == CountryKind.COUNTRY for value in countries if value in known
        )
        text = _("%(number)s pays") if are_countries else _("%(number)s pays et territoires")
        continents = "" if self._values(Facet.COUNTRY) else self._in_continents()
        return f"{text % {'number': intcomma(count)}} {continents}".rstrip()

    def _in_continents(self):
        return self._listed(Facet.CONTINENT, of_large, _("de %(count)s continents"))

    def _listed(self, facet: Facet, named: Callable[[str], str], many: str) -> str:
        names = self._names(facet)
        if len(names) > NAMED_MAX:
            return many % {"count": len(names)}
        return _or(named(name) for name in names.values())

    def _none_known(self):
        here, words = self._named(Facet.AUTHORITY), self._words().rstrip(",")
        if not here and (place := self._in_place()):
            here = _("les collectivités %(place)s") % {"place": place}
        there = self._named(Facet.PARTNER)
        there = there or self._listed(Facet.COUNTRY, with_article, _("ces %(count)s pays"))
        there = there or self._listed(Facet.CONTINENT, with_article, _("ces %(count)s continents"))
        if here and there:
            text = _("Aucun partenariat connu%(words)s entre %(here)s et %(there)s")
        elif here:
            text = _("Aucun partenariat connu%(words)s pour %(here)s")
        elif there:
            text = _("Aucun partenariat connu%(words)s avec %(there)s")
        else:
            text = _("Aucun partenariat connu%(words)s")
        text %= {"words": words, "here": here, "there": there}
        return text + self._other_filters(is_told=bool(words or here or there))

    def _other_filters(self, *, is_told: bool) -> str:
        """Returns « (Eau) », the filters that the rest of a sentence does not tell; `is_told`:
        whether it tells one.
        """
        others = {facet for facet in self.filterset.chosen if facet not in TOLD}
        if not others and is_told:
            return ""
        names = [name for facet in others - UNNAMED for name in self._names(facet).values()]
        if 0 < len(names) <= NAMED_MAX and not others & UNNAMED:
            return f" ({', '.join(names)})"
        return _(" (et d’autres filtres)") if is_told else _(" avec ces filtres")

    @cached_property
    def by_provenance(self) -> list[str]:
        """How many there are of each provenance, where what is found has several."""
        texts = provenance_texts(self.counts_by_provenance)
        return texts if len(texts) > 1 else []


def provenance_texts(counts: Mapping[str, int]) -> list[str]:
    """Returns « 12 repris de Wikidata, non déclarés » of each provenance that has some."""
    texts = [_of_provenance(each, counts.get(each, 0)) for each in Provenance]
    return [text for text in texts if text]


def _of_provenance(provenance: Provenance, count: int) -> str:
    """Returns « 12 repris de Wikidata »; "" if there is none."""
    if not count:
        return ""
    text = {
        Provenance.DECLARED: ngettext(
            "%(number)s déclaré par sa collectivité",
            "%(number)s déclarés par leur collectivité",
            count,
        ),
        Provenance.WIKIDATA: ngettext(
            "%(number)s repris de Wikidata, non déclaré",
            "%(number)s repris de Wikidata, non déclarés",
            count,
        ),
        Provenance.SOURCED: ngettext(
            "%(number)s repris d’une source publique, non déclaré",
            "%(number)s repris de sources publiques, non déclarés",
            count,
        ),
        Provenance.DEMONSTRATION: ngettext(
            "%(number)s de démonstration, fictif",
            "%(number)s de démonstration, fictifs",
            count,
        ),
    }[provenance]
    return text % {"number": intcomma(count)}
