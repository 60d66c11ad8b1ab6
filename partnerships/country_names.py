"""Finds the country that a text names; if several fit, they are offered and none is guessed.

Names in other languages (`country_languages.py`) are read after all others: they are for finding
only, as a whole or, while one types, by their beginning (`begun`).
"""

import difflib
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.analysis import fold, has_words_beginning, words
from partnerships.country_languages import code_in_languages, codes_begun, own_names
from partnerships.models import Country

# Least similarity of two names (0 to 1, difflib): « Allemange » is close to « Allemagne », and
# « Corée » is not to « Norvège ».
CLOSE = 0.84
MOST_CLOSE = 3
MOST_HINTED = 5
# Words of the long names of States, which do not distinguish one from another.
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
    """A text names no country, several, or France; the text is a French sentence saying so.

    `offered`: the countries that it may name.
    """

    def __init__(self, sentence: str, offered: Iterable["CountryMatch"] = ()):
        self.offered = list(offered)
        super().__init__(sentence)


class CountryNameKind(TextChoices):
    """How a name is one of a country, from the surest."""

    OWN = "own", ""
    OTHER = "other", gettext_lazy("autre nom")
    FORMER = "former", gettext_lazy("ancien nom")
    PART = "part", gettext_lazy("partie de ce pays")
    CODE = "code", gettext_lazy("code ISO")
    LANGUAGE = "language", gettext_lazy("autre nom")


SUREST_FIRST = list(CountryNameKind)
# Those whose names are read with each country; the others are in one file.
STORED_KINDS = [kind for kind in SUREST_FIRST if kind != CountryNameKind.LANGUAGE]


class CountryMatch(NamedTuple):
    """A country that a text names. `name`: the one that the text is, folded."""

    country: Country
    name: str
    kind: CountryNameKind

    @property
    def reason(self) -> str:
        """How the text names the country; "" if it is its own name."""
        return str(self.kind.label)


class FoldedName(NamedTuple):
    """A name, and what finds it: without its spaces, and without its articles either."""

    name: str
    kind: CountryNameKind
    keys: frozenset[str]


def _folded_name(name: str, kind: CountryNameKind) -> FoldedName:
    """A code is no word: « ST » is not « saint »."""
    if kind == CountryNameKind.CODE:
        return FoldedName(name.lower(), kind, frozenset({name.lower()}))
    folded = fold(name)
    keys = {folded.replace(" ", ""), "".join(words(folded))}
    return FoldedName(folded, kind, frozenset(keys - {""}))


@functools.lru_cache(maxsize=512)
def _folded_names(own, others, former, parts, codes) -> list[FoldedName]:
    """Returns the names of a country, from the lines of each kind."""
    kinds = zip(STORED_KINDS, (own, others, former, parts, codes), strict=True)
    return [_folded_name(name, kind) for kind, lines in kinds for name in lines.splitlines()]


# What is read of every country; an instance is made of those that a text names alone.
READ = (
    "iso2",
    "iso3",
    "name",
    "name_en",
    "sort_key",
    "kind",
    "note",
    "other_names",
    "former_names",
    "parts",
    "continent",
    "latitude",
    "longitude",
)


def _names_of(row: dict) -> list[FoldedName]:
    """`row`: the fields READ of a country."""
    return _folded_names(
        f"{row['name']}\n{row['name_en']}",
        f"{row['other_names']}\n{own_names().get(row['iso2'], '')}".strip(),
        row["former_names"],
        row["parts"],
        f"{row['iso2']}\n{row['iso3']}",
    )


def _row_of(country: Country) -> dict:
    return {name: getattr(country, name) for name in READ}


def _country_of(row: dict) -> Country:
    return Country.from_db(DEFAULT_DB_ALIAS, row.keys(), row.values())


def _matches(found: Iterable[tuple[dict, FoldedName]]) -> list[CountryMatch]:
    """Returns the first of each country, of (fields READ, name)."""
    first = {}
    for row, each in found:
        first.setdefault(row["iso2"], (row, each))
    return [CountryMatch(_country_of(row), each.name, each.kind) for row, each in first.values()]


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
    """The names of all countries, read in one query; they are never changed."""

    def __init__(self, countries: Iterable[Country] | None = None):
        rows = Country.objects.values(*READ) if countries is None else map(_row_of, countries)
        self._names = [(row, _names_of(row)) for row in rows]
        self._by_key, self._by_first_word = defaultdict(list), defaultdict(list)
        for row, names in self._names:
            for each in names:
                for key in each.keys:
                    self._by_key[key].append((row, each))
                self._by_first_word[each.name.partition(" ")[0]].append((row, each))
        self._by_code = {row["iso2"]: row for row, _names in self._names}

    def _where(self, is_wanted: Callable[[FoldedName], bool]) -> list[CountryMatch]:
        """Returns the first match of each country, in the order of lists."""
        return _matches(
            (row, each) for row, names in self._names for each in names if is_wanted(each)
        )

    def _foreign(self, is_wanted) -> list[CountryMatch]:
        return [match for match in self._where(is_wanted) if not match.country.is_french]

    def named(self, text: str) -> list[CountryMatch]:
        """Returns the countries that `text` is a name of, by the surest kind of name; French ones
        included.
        """
        for key in (fold(text).replace(" ", ""), "".join(words(text)), text.strip().lower()):
            found = _matches(self._by_key.get(key, ()))
            if found:
                surest = min(SUREST_FIRST.index(match.kind) for match in found)
                return [match for match in found if match.kind == SUREST_FIRST[surest]]
        code = code_in_languages(fold(text)) or code_in_languages(" ".join(words(text)))
        row = self._by_code.get(code)
        return [CountryMatch(_country_of(row), fold(text), CountryNameKind.LANGUAGE)] if row else []

    def having(self, text: str) -> list[CountryMatch]:
        """Returns the foreign countries with a name that has every word of `text`."""
        wanted = set(words(text))
        if not wanted:
            return []
        return self._foreign(
            lambda each: each.kind != CountryNameKind.CODE and wanted <= set(each.name.split())
        )

    def beginning(self, text: str) -> list[CountryMatch]:
        """Returns the foreign countries with a name that has a word beginning by each of `text`."""
        wanted, code = words(text), CountryNameKind.CODE
        return self._foreign(
            lambda each: wanted and each.kind != code and has_words_beginning(each.name, wanted)
        )

    def hinted(self, text: str) -> list[CountryMatch]:
        """Returns the countries that `text` names, or else begins the names of: « Corée »."""
        return (self.named(text) or self._with_first_words(f"{fold(text)} "))[:MOST_HINTED]

    def _with_first_words(self, start: str) -> list[CountryMatch]:
        """Returns the foreign countries with a name that begins by these words."""
        names = self._by_first_word.get(start.partition(" ")[0], ())
        found = _matches((row, each) for row, each in names if each.name.startswith(start))
        return [match for match in found if not match.country.is_french]

    def offered(self, text: str) -> list[CountryMatch]:
        """Returns the foreign countries to offer for `text`, which names none of its own."""
        rest = " ".join(word for word in words(text) if word not in STATE_WORDS)
        found = self.having(text) or self.having(rest)
        if found or not rest:
            return found
        names = {each.name for _row, names in self._names for each in names}
        close = set(close_to(fold(text), sorted(names)))
        return self._foreign(lambda each: each.name in close)

    def starting(self, text: str) -> list[Country]:
        """Returns the countries with a word of a name, or a code, that starts with `text`."""
        start = f" {fold(text)}"
        return [match.country for match in self._where(lambda each: start in f" {each.name}")]

    def begun(self, text: str) -> list[Country]:
        """Returns the countries with a name in another language that begins with `text`."""
        codes = codes_begun(fold(text))
        rows = (row for row, _names in self._names if row["iso2"] in codes) if codes else ()
        return [_country_of(row) for row in rows]

    def one_named(self, text: str) -> CountryMatch:
        """Returns the only foreign country that `text` names. Raises UnknownCountry."""
        named = self.named(text)
        found = [match for match in named if not match.country.is_french]
        if len(found) == 1:
            return found[0]
        if named and not found:
            raise UnknownCountry(french_sentence(text))
        offered = found or self.offered(text)
        raise UnknownCountry(_unknown_sentence(text, offered), offered)
