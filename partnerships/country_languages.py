"""What countries are called in other languages than French and English (Unicode CLDR): for finding
them only, never for naming them.
"""

import csv
import functools
from bisect import bisect_left
from collections import defaultdict
from itertools import takewhile
from pathlib import Path

from partnerships.analysis import fold

DATA = Path(__file__).parent / "data"
# In the languages of the country itself; in those that partners speak most.
OWN_NAMES = DATA / "country_own_names.tsv"
IN_LANGUAGES = DATA / "country_names_in_languages.tsv"
# Letters from which the beginning of a name in a language is one: fewer begin too many.
SHORTEST_BEGUN = 4


def _read_names(path: Path) -> list[tuple[str, str]]:
    """Returns (code, name) of each row of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["iso2"], row["name"]) for row in csv.DictReader(file, delimiter="\t")]


@functools.cache
def own_names() -> dict[str, str]:
    """Returns {code: what a country is called in its languages, one name a line}."""
    names = defaultdict(list)
    for code, name in _read_names(OWN_NAMES):
        names[code].append(name)
    return {code: "\n".join(lines) for code, lines in names.items()}


@functools.cache
def _codes_by_name() -> dict[str, str]:
    """Returns {folded name in a language: code}, in the order of the names.

    With its spaces: « Ba Lan » is Poland, and Balan is in France.
    """
    return dict(sorted((fold(name), code) for code, name in _read_names(IN_LANGUAGES)))


@functools.cache
def _folded_names() -> list[str]:
    return list(_codes_by_name())


def code_in_languages(folded: str) -> str:
    """Returns the code of the country of a folded name; "" for none."""
    return _codes_by_name().get(folded, "")


def codes_begun(folded: str) -> set[str]:
    """Returns the codes of the countries with a name in a language that begins with `folded`."""
    if len(folded) < SHORTEST_BEGUN:
        return set()
    names = _folded_names()
    after = (names[rank] for rank in range(bisect_left(names, folded), len(names)))
    begun = takewhile(lambda name: name.startswith(folded), after)
    return {_codes_by_name()[name] for name in begun}
