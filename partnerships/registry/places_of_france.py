"""The régions and départements by all their names: of today, of before, in short and in other
languages, which are for finding only.
"""

import csv
import functools
from collections.abc import Iterator
from pathlib import Path

from partnerships.analysis import fold, words
from partnerships.former_places import FORMER_PLACES
from partnerships.models import Departement, Facet, Region
from partnerships.publication.kept_by_version import kept_by_version

OTHER_NAMES = Path(__file__).parents[1] / "data" / "french_place_names.tsv"
# How people shorten « département ».
SHORT_KINDS = dict.fromkeys(("dep", "dept", "dpt"), "departement")
# A former région, and a word of many names.
COMMON = "Centre"


@functools.cache
def _other_names() -> dict[tuple[str, str], list[str]]:
    """Returns {(facet, code): the other names of a place}."""
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["list"], row["code"]): row["names"].split("|") for row in rows}


def other_names(facet: Facet, code: str) -> list[str]:
    """Returns the abbreviations of a place and its names in other languages."""
    return _other_names().get((facet.value, code), [])


def place_key(text: str) -> str:
    return " ".join(words(text))


def _names_of_before_and_elsewhere() -> Iterator[tuple[str, tuple[Facet, str]]]:
    """Yields the names that one place of today had, or has in short and in other languages."""
    for facet, former in FORMER_PLACES.items():
        for each in former:
            if len(each.today) == 1 and each.name != COMMON:
                yield each.name, (facet, each.today[0])
    for (facet, code), names in _other_names().items():
        for name in names:
            yield name, (Facet(facet), code)


@kept_by_version
def known_places() -> dict[str, list[tuple[Facet, str]]]:
    """Returns the régions and départements of each key: a name, or the code of a département; first
    those that have it today.
    """
    places = {}
    for facet, model in ((Facet.REGION, Region), (Facet.DEPARTEMENT, Departement)):
        for code, name in model.objects.order_by("pk").values_list("pk", "name"):
            keys = [place_key(name), fold(code)] if model is Departement else [place_key(name)]
            for key in keys:
                places.setdefault(key, []).append((facet, code))
    known = {place for found in places.values() for place in found}
    for name, place in _names_of_before_and_elsewhere():
        found = places.setdefault(place_key(name), []) if place in known else [place]
        if place not in found:
            found.append(place)
    return places


def places_of_france(text: str) -> list[tuple[Facet, str]]:
    """Returns the régions and départements that have `text` as a name, or as a code; after
    « région » or « département », those of that kind.
    """
    places, key = known_places(), place_key(text)
    kind, _space, rest = key.partition(" ")
    kind = SHORT_KINDS.get(kind, kind)
    of_kind = [each for each in places.get(rest, ()) if kind == fold(str(each[0].label))]
    return places.get(key, []) or of_kind
