"""Cells of the map: the part of a country that lies within a square of degrees.

« ML-3-21-6 »: the code of the country, the zoom of the map, then the column and the row of the
square, from 180° west and 90° south. Each zoom has squares half as wide as the one before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from partnerships.models import NOT_STATED, Facet, FacetCount
from partnerships.proximity import POINTS_MAX, Point
from partnerships.publication.located_values import read_located

# Zooms with cells are 1 to this one; 0 is the whole world, with a circle per country.
LAST_ZOOM = 6
# Tenths of a degree on a side at zoom 0: 56 pixels or so, whatever the zoom.
SIDE = 256
WRITTEN = re.compile(rf"([A-Z]{{2}})-([1-{LAST_ZOOM}])-(\d{{1,3}})-(\d{{1,3}})", re.ASCII)


@dataclass(frozen=True)
class MapCell:
    country: str
    zoom: int
    column: int
    row: int

    def __str__(self):
        return f"{self.country}-{self.zoom}-{self.column}-{self.row}"

    @classmethod
    def read(cls, text: str) -> "MapCell | None":
        """Returns the cell that `text` writes, None if it is not one."""
        match = WRITTEN.fullmatch(text)
        if not match:
            return None
        cell = cls(match[1], *map(int, match.groups()[1:]))
        # « 007 » is no other way to write 7.
        return cell if str(cell) == text else None


@lru_cache(maxsize=POINTS_MAX)
def cell_at(country: str, point: Point, zoom: int) -> MapCell:
    """Returns the cell where a (latitude, longitude) of tenths of degrees stands."""
    side = SIDE >> zoom
    latitude, longitude = (round(each * 10) for each in point)
    return MapCell(country, zoom, (longitude + 1800) // side, (latitude + 900) // side)


def _values_of(cell: MapCell) -> list[str]:
    stored = FacetCount.objects.filter(facet=Facet.TOWN, count__gt=0)
    values = stored.filter(value__startswith=f"{cell.country} ").values_list("value", flat=True)
    return sorted(value for value in values if cell_at(*read_located(value), cell.zoom) == cell)


class ChosenPlaces:
    """The cells of `asked` that hold a partner, and NOT_STATED for partners without a known town.

    `known`: those of `asked` that are cells or NOT_STATED, as written.
    """

    def __init__(self, asked: Iterable[str]):
        self._values = {}
        for text in asked:
            if text == NOT_STATED:
                self._values[text] = [NOT_STATED]
            elif (cell := MapCell.read(text)) and (values := _values_of(cell)):
                self._values[text] = values

    @property
    def known(self) -> list[str]:
        return list(self._values)

    @cached_property
    def values(self) -> list[str]:
        """The stored values of the partners there, once each."""
        return list(dict.fromkeys(value for each in self._values.values() for value in each))

    @cached_property
    def countries(self) -> dict[str, str]:
        """{as written: code of the country} of the cells."""
        return {text: text[:2] for text in self._values if text != NOT_STATED}
