"""Which country a text names, by any of its names; several that fit are offered, none guessed."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.analysis import fold, suffixes, words
from partnerships.models import Country

# Of two words (0 to 1, difflib): « Allemange » is close to « Allemagne », « Corée » not to
# « Norvège ».
CLOSE = 0.84
MOST_CLOSE = 3
MOST_HINTED = 5
# Words of the long names of States, which say nothing of which one.
STATE_WORDS = frozenset(
    [
        "arabe",
        "democratique",
        "etat",
        "federale",
        "federation",
        "islamique",
        "populaire",
        "principaute",
        "republique",
        "royaume",
        "socialiste",
    ]
)


def close_to(folded: str, names: Iterable[str]) -> list[str]:
    """Returns the `names`, folded, that `folded` may be a misspelling of; the closest first."""
    alike = [name for name in names if name[:1] == folded[:1]]
    return difflib.get_close_matches(folded, alike, MOST_CLOSE, CLOSE)


class UnknownCountry(Exception):
    """A text names no country, several, or France; the text is a French sentence saying so."""


class NameKind(TextChoices):
    """How a name is one of a country, from the surest."""

    OWN = "own", ""
    OTHER = "other", gettext_lazy("autre nom")
    FORMER = "former", gettext_lazy("ancien nom")
    PART = "part", gettext_lazy("partie de ce pays")
    CODE = "code", gettext_lazy("code ISO")


@dataclass(frozen=True)
class CountryMatch:
    """A country that a text names. `name`: the one that the text is, folded."""

    country: Country
    name: str
    kind: NameKind

    @property
    def reason(self) -> str:
        """How the text names the country; "" if it is its own name."""
        return str(self.kind.label)


def _names_of(country: Country) -> Iterator[tuple[str, NameKind]]:
    yield from ((name, NameKind.OWN) for name in (country.name, country.name_en))
    yield from ((name, NameKind.OTHER) for name in country.other_names.splitlines())
    yield from ((name, NameKind.FORMER) for name in country.former_names.splitlines())
    yield from ((name, NameKind.PART) for name in country.parts.splitlines())
    yield from ((code, NameKind.CODE) for code in (country.iso2, country.iso3))


def _by_country(matches: Iterable[CountryMatch]) -> list[CountryMatch]:
    """Returns the first match of each country."""
    first = {}
    for match in matches:
        first.setdefault(match.country.pk, match)
    return list(first.values())


def french_sentence(text: str) -> str:
    """Says why a name of France, or of one of its overseas parts, is no foreign country."""
    return _(
        "«\u202f%(text)s\u202f» est en France\u202f: un partenaire étranger est dans un autre "
        "pays. Une collectivité française s’ajoute parmi les collectivités françaises."
    ) % {"text": text[:80]}


def name_list(matches: Iterable[CountryMatch]) -> str:
    """Returns the names of the countries, in the order of lists."""
    countries = sorted((match.country for match in matches), key=lambda each: each.sort_key)
    *first, last = map(str, countries) if countries else [""]
    return _("%(first)s ou %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _unknown_sentence(text, offered):
    names = {"text": text[:80], "names": name_list(offered)}
    if len(offered) > 1:
        return _("«\u202f%(text)s\u202f» peut être %(names)s\u202f: écrivez lequel.") % names
    if offered:
        return (
            _(
                "«\u202f%(text)s\u202f» n’est pas dans la liste\u202f: vouliez-vous dire "
                "«\u202f%(names)s\u202f»\u202f?"
            )
            % names
        )
    return (
        _(
            "«\u202f%(text)s\u202f» n’est le nom d’aucun pays connu\u202f: choisissez-le dans la "
            "liste des pays."
        )
        % names
    )


class CountryNames:
    """The names of all countries, read in one query."""

    def __init__(self, countries: Iterable[Country] | None = None):
        self._countries = list(Country.objects.all() if countries is None else countries)

    @cached_property
    def _matches(self) -> list[CountryMatch]:
        return [
            CountryMatch(country, fold(name), kind)
            for country in self._countries
            for name, kind in _names_of(country)
        ]

    @cached_property
    def _by_key(self) -> dict[str, list[CountryMatch]]:
        """Matches by name without its spaces, then by name without its articles either."""
        by_key = {}
        for match in self._matches:
            for key in {match.name.replace(" ", ""), "".join(words(match.name))} - {""}:
                by_key.setdefault(key, []).append(match)
        return by_key

    def named(self, text: str) -> list[CountryMatch]:
        """Returns the countries that `text` is a name of, French ones included."""
        found = self._by_key.get(fold(text).replace(" ", "")) or self._by_key.get(
            "".join(words(text)), []
        )
        ranks = list(NameKind)
        surest = min((ranks.index(match.kind) for match in found), default=0)
        return _by_country(match for match in found if ranks.index(match.kind) == surest)

    def having(self, text: str) -> list[CountryMatch]:
        """Returns the foreign countries with a name that has every word of `text`."""
        wanted = set(words(text))
        return _by_country(
            match
            for match in self._matches
            if wanted and not match.country.is_french and match.kind != NameKind.CODE
            if wanted <= set(match.name.split())
        )

    def hinted(self, text: str) -> list[CountryMatch]:
        """Returns the countries that `text` names, or else begins the names of: « Corée »."""
        start = f"{fold(text)} "
        return (
            self.named(text)
            or _by_country(
                match
                for match in self._matches
                if not match.country.is_french and match.name.startswith(start)
            )[:MOST_HINTED]
        )

    def offered(self, text: str) -> list[CountryMatch]:
        """Returns the foreign countries to offer for `text`, which names none of its own."""
        rest = " ".join(word for word in words(text) if word not in STATE_WORDS)
        found = self.having(text) or self.having(rest)
        if found or not rest:
            return found
        names = [each for each in self._matches if not each.country.is_french]
        close = close_to(fold(text), dict.fromkeys(each.name for each in names))
        return _by_country(each for name in close for each in names if each.name == name)

    def starting(self, text: str) -> list[Country]:
        """Returns the countries with a word of a name, or a code, that starts with `text`."""
        folded = fold(text)
        return [
            country
            for country in self._countries
            if any(
                term.startswith(folded)
                for name, _kind in _names_of(country)
                for term in suffixes(name)
            )
        ]

    def one_named(self, text: str) -> Country:
        """Returns the only foreign country that `text` names. Raises UnknownCountry."""
        found = self.named(text)
        if found and all(match.country.is_french for match in found):
            raise UnknownCountry(french_sentence(text))
        found = [match for match in found if not match.country.is_french]
        if len(found) == 1:
            return found[0].country
        raise UnknownCountry(_unknown_sentence(text, found or self.offered(text)))
