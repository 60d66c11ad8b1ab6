"""Gives the communes of the data file the names that GeoNames (CC BY 4.0) has for their town in
other languages, and as some write it.

GeoNames has neither INSEE codes nor départements: a town is the commune of its name, at most
NEAR_KM away. Where no commune has its name, which GeoNames may give in English (Dunkirk), its other
names are tried.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from partnerships.analysis import fold
from partnerships.imports.reference.authorities import read_authorities, read_rows
from partnerships.imports.reference.build import COLUMNS, write_rows
from partnerships.imports.reference.places import read_towns
from partnerships.imports.reference.town_names import latin_names
from partnerships.models import LocalAuthority
from partnerships.models.place import FRENCH
from partnerships.names import without_article
from partnerships.proximity import distance_km, point_of
from partnerships.publication.authorities import terms_of

# INSEE calls places urban from this population; below, GeoNames has hardly more than Cyrillic
# names written in Latin letters.
MIN_POPULATION = 2_000
# Between the town hall and the point of GeoNames.
NEAR_KM = 10
# An apostrophe after several letters is the soft sign of such a name: « Vil'zhuif ».
SOFT_SIGN = re.compile(r"\w\w['’ʼʹʻ]")  # noqa: RUF001
# A name that finds another authority is kept by a commune at least so many times as populated.
DWARFS = 20
Found = tuple[float, LocalAuthority]


class Communes:
    """The communes of some size that have a point, by folded name."""

    def __init__(self, authorities: Iterable[LocalAuthority]):
        self._by_name = defaultdict(list)
        for each in authorities:
            if each.insee_code and (each.population or 0) >= MIN_POPULATION and point_of(each):
                self._by_name[fold(each.name)].append(each)

    def nearest(self, town: dict, names: Iterable[str]) -> Found | None:
        """Returns the commune of one of `names` nearest to `town`, after its distance in km."""
        point = town["latitude"], town["longitude"]
        named = (each for name in names for each in self._by_name.get(fold(name), ()))
        found = [(distance_km(point, point_of(each)), each.key, each) for each in named]
        near = min(found, default=None)
        return (near[0], near[2]) if near and near[0] <= NEAR_KM else None


def _towns_of(communes: Communes, towns: list[dict]) -> dict[str, tuple[LocalAuthority, dict]]:
    """Returns {key: (commune, its town)}; of several towns, the nearest."""
    found, others = {}, []
    for town in towns:
        if near := communes.nearest(town, [town["name"]]):
            km, commune = near
            if commune.key not in found or km < found[commune.key][0]:
                found[commune.key] = km, commune, town
        else:
            others.append(town)
    for town in others:
        near = communes.nearest(town, latin_names(town["alternatenames"]).values())
        if near:
            found.setdefault(near[1].key, (*near, town))
    return {key: (commune, town) for key, (_km, commune, town) in found.items()}


def _largest_owners(authorities: list[LocalAuthority]) -> dict[str, float]:
    """Returns {search term: inhabitants of the largest authority that it finds, infinite where they
    are not known}.
    """
    owners = {}
    for each in authorities:
        for term in terms_of(each):
            owners[term] = max(owners.get(term, 0), each.population or math.inf)
    return owners


def other_names(
    authorities: list[LocalAuthority], towns: Iterable[dict], taken: Iterable[str] = ()
) -> dict[str, list[str]]:
    """Returns {key: other names of a commune}.

    Left out: what finds the commune already; what finds another authority, unless that one is much
    smaller (Mulhausen, where Mulhouse is Mülhausen); the names `taken` by other places. A name of
    several communes is the largest's.
    """
    taken = (without_article(fold(name)) for name in taken)
    owners = _largest_owners(authorities) | dict.fromkeys(taken, math.inf)
    pairs = _towns_of(Communes(authorities), list(towns)).values()
    names = {}
    for commune, town in sorted(pairs, key=lambda pair: (-pair[0].population, pair[0].key)):
        own, ends = fold(commune.name), terms_of(commune)
        written = latin_names([town["name"], *town["alternatenames"]])
        kept = {
            folded: name
            for folded, name in sorted(written.items())
            if not (own.startswith(folded) or folded in ends or SOFT_SIGN.search(name))
            and max(owners.get(term, 0) for term in (folded, without_article(folded))) * DWARFS
            <= commune.population
        }
        owners |= dict.fromkeys(kept, math.inf)
        if kept:
            names[commune.key] = list(kept.values())
    return names


def add_other_names(data: Path) -> tuple[int, int]:
    """Writes the other names in the file of authorities of the folder `data`.

    Returns how many communes have some, and how many names there are.
    """
    path = data / "authorities.tsv.xz"
    rows = [{**row, "other_names": ""} for row in read_rows(path)]
    areas = [row for name in ("departements", "regions") for row in read_rows(data / f"{name}.tsv")]
    countries = list(read_rows(data / "countries.tsv"))
    taken = [row["name"] for row in (*areas, *countries)] + [row["name_en"] for row in countries]
    for row in read_rows(data / "french_place_names.tsv"):
        taken += row["names"].split("|")
    towns = (town for town in read_towns() if town["countrycode"] in FRENCH)
    names = other_names(read_authorities(rows), towns, taken)
    for row in rows:
        row["other_names"] = "|".join(names.get(row["key"], ()))
    write_rows(path, COLUMNS, rows)
    return len(names), sum(map(len, names.values()))
