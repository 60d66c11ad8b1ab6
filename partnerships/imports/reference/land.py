"""Builds the land of the maps from the TopoJSON files of the npm package `world-atlas`.

Rings are continuous: one that crosses the 180° line goes on beyond it, and all are cut at the
169th meridian west, which crosses almost no land. Longitudes are therefore from -169 to 191.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

SOURCE = "Natural Earth (domaine public), par le paquet npm world-atlas 2.0.2"
CUT = -169
# Antarctica is left out.
SOUTHERNMOST = -62
# Coordinates are rounded to this, in degrees.
GRID = 0.01
# {file: (file of the package, tolerance in degrees, smallest area in square degrees)}
WORLD, NEAR = "land_world.json", "land_near.json"
BUILT = {WORLD: ("land-110m.json", 0.3, 0), NEAR: ("land-50m.json", 0.12, 0.03)}
# The overseas territories that have no outline of their communes, and where they are.
OVERSEAS = "land_overseas.json"
OVERSEAS_BOXES = {"987": (-155.5, -24, -134, -7.5), "988": (163, -23, 168.6, -19.3)}
OVERSEAS_TOLERANCE = 0.02

Ring = list[tuple[float, float]]


def _arcs(topology: dict) -> list[Ring]:
    """Returns the arcs in degrees: they are stored as whole steps from one point to the next."""
    (scale_x, scale_y), (left, top) = (topology["transform"][key] for key in ("scale", "translate"))
    return [
        [
            (left + x * scale_x, top + y * scale_y)
            for x, y in accumulate(arc, lambda one, step: (one[0] + step[0], one[1] + step[1]))
        ]
        for arc in topology["arcs"]
    ]


def polygons(topology: dict) -> Iterator[list[Ring]]:
    """Yields the rings of each polygon of the land, in degrees; the outer one first."""
    arcs = _arcs(topology)

    def ring(numbers):
        points = []
        for number in numbers:
            # A negative number is an arc that is followed backwards.
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    for geometry in topology["objects"]["land"]["geometries"]:
        for rings in geometry["arcs"]:
            yield [ring(numbers) for numbers in rings]


def unwrapped(ring: Ring) -> Ring:
    """Returns the ring without a step of more than 180°: it goes on beyond the 180° line."""
    turn, points = 0, [ring[0]]
    for (before, _lat), (longitude, latitude) in pairwise(ring):
        if abs(longitude - before) > 180:
            turn += 360 if longitude < before else -360
        points.append((longitude + turn, latitude))
    return points


def joined(parts: Iterable[list[Ring]]) -> BaseGeometry:
    """Returns the land as one geometry, cut at the 169th meridian west, without Antarctica."""
    shapes = []
    for outer, *holes in parts:
        # Antarctica goes round the pole: its ring does not close.
        if max(latitude for _lon, latitude in outer) > SOUTHERNMOST:
            shapes.append(shapely.Polygon(unwrapped(outer), [unwrapped(each) for each in holes]))
    whole = shapely.union_all([shapely.make_valid(each) for each in shapes])
    moved = []
    for turn in (-360, 0, 360):
        around = shapely.box(CUT + turn, SOUTHERNMOST, CUT + turn + 360, 90)
        moved.append(translate(whole.intersection(around), -turn))
    return shapely.union_all(moved)


def _read(folder: Path, name: str) -> BaseGeometry:
    return joined(polygons(json.loads((folder / name).read_text(encoding="utf-8"))))


def _polygons_in(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return [each for each in parts if each.geom_type == "Polygon"]


def _simplified(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    whole = shapely.multipolygons(_polygons_in(shape))
    return shapely.set_precision(shapely.coverage_simplify([whole], tolerance)[0], GRID)


def _rings(shape: BaseGeometry, smallest: float) -> list[list[list[float]]]:
    """Returns the rings of a geometry, the largest polygon first; without its smallest parts."""
    return [
        [[round(x, 2), round(y, 2)] for x, y in ring.coords]
        for part in sorted(_polygons_in(shape), key=lambda each: -each.area)
        if part.area >= smallest
        for ring in (part.exterior, *part.interiors)
    ]


def _write(path: Path, rings) -> None:
    """Writes `rings` as JSON, one per line, under the name of their source."""
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in rings)
    source = json.dumps(SOURCE, ensure_ascii=False)
    path.write_text(f'{{"source":{source},"rings":[\n{lines}\n]}}\n', encoding="utf-8")


def build_land(atlas: Path, target: Path) -> None:
    """Writes the land files into `target`. `atlas`: the unpacked package `world-atlas`."""
    for name, (source, tolerance, smallest) in BUILT.items():
        shape = _simplified(_read(atlas, source), tolerance)
        _write(target / name, _rings(shape, smallest))
    finest = _read(atlas, "land-10m.json")
    rings = []
    for code, (west, south, east, north) in sorted(OVERSEAS_BOXES.items()):
        shape = finest.intersection(shapely.box(west, south, east, north))
        rings.append([code, _rings(_simplified(shape, OVERSEAS_TOLERANCE), 0)])
    _write(target / OVERSEAS, rings)
