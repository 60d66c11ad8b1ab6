"""The cells of the map that have partners: where each has its circle, and what it counts."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from partnerships.maps.result import ResultPlaces, median_point, places_found
from partnerships.models import Facet
from partnerships.proximity import Point
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.publication.located_values import located_value
from partnerships.registry.comparison.sources import Source, source_filterset
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.map_cells import MapCell, cell_at

# {cell: {town: number of partnerships}}
TownsByCell = dict[MapCell, dict[Point, int]]


@dataclass(frozen=True)
class CountedCell:
    """A cell that has partners: `point`, that of one of its towns; `places`: how many it has;
    `first`: the value of the one with the most partnerships.
    """

    cell: MapCell
    point: Point
    count: int
    places: int
    first: str


def towns_by_cell(places: ResultPlaces, zoom: int) -> TownsByCell:
    groups = defaultdict(dict)
    for country, towns in places.towns.items():
        for point, count in towns.items():
            groups[cell_at(country, point, zoom)][point] = count
    return groups


def counted_cells(
    filterset: PartnershipFilterSet, groups: TownsByCell, is_shown: Callable[[Point], bool]
) -> list[CountedCell]:
    """Returns the cells of `groups` whose point is shown."""
    medians = {cell: median_point(towns.items()) for cell, towns in groups.items()}
    shown = {cell: groups[cell] for cell, point in medians.items() if is_shown(point)}
    # Those of the towns of a cell are not added up: a partnership may have several of them.
    values = {
        str(cell): [located_value(cell.country, *point) for point in towns]
        for cell, towns in shown.items()
        if len(towns) > 1
    }
    counts = filterset.found_in(Facet.TOWN, values) if values else {}
    return [
        CountedCell(
            cell,
            medians[cell],
            counts[str(cell)] if len(towns) > 1 else next(iter(towns.values())),
            len(towns),
            located_value(cell.country, *max(towns, key=lambda point: (towns[point], point))),
        )
        for cell, towns in shown.items()
    ]


@cache
def whole_cells(zoom: int, source: Source | None = None) -> Callable[[], list[CountedCell]]:
    """Returns what gives those of the whole registry, or of all its partnerships of a source."""

    @kept_by_version
    def cells():
        filterset = source_filterset(source)
        groups = towns_by_cell(places_found(filterset), zoom)
        return counted_cells(filterset, groups, lambda _point: True)

    return cells
