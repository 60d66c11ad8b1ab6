"""The circles and arcs of a map that scripts draw, for one view of it.

Circles stand for a country, a cell of the map, or a place; each has the query of what it counts.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

from django.db.models import Min
from django.utils.translation import gettext as _

from partnerships.maps.cells import (
    CountedCell,
    TownsByCell,
    counted_cells,
    towns_by_cell,
    whole_cells,
)
from partnerships.maps.frames import WORLD
from partnerships.maps.link_drawing import HERE, PARTNER, joined_names, link_text
from partnerships.maps.links import MapLinks
from partnerships.maps.paths import arc_parts
from partnerships.maps.projections import Position
from partnerships.maps.result import ResultPlaces
from partnerships.maps.views import MapView
from partnerships.maps.world_labels import PAIRED
from partnerships.models import (
    NOT_STATED,
    Facet,
    LocalAuthority,
    PartnershipFacet,
    PartnershipPartner,
)
from partnerships.proximity import POINTS_MAX, Point, point_of
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.publication.located_values import located_value
from partnerships.registry.comparison.sources import whole_source
from partnerships.registry.filters import PLACE, PartnershipFilterSet
from partnerships.registry.map_cells import MapCell

# From this zoom on, circles have the name of a town; before, that of their country.
TOWNS_FROM = 3

Address = Callable[..., str]


@dataclass(frozen=True)
class MapCircle:
    """`key`: the same circle has the same one in other views of its zoom; `query`: of the
    partnerships that it counts; `places`: how many towns or seats stand there; `pair`: the side of
    its label, of circles whose labels are shown together or not at all.
    """

    key: str
    point: Point
    count: int
    name: str
    query: str
    places: int = 1
    side: str = PARTNER
    pair: str = ""


@dataclass(frozen=True)
class MapArc:
    """`parts`: positions in pixels of the frame of the world; `address`: of its partnership."""

    parts: list[list[Position]]
    text: str = ""
    address: str = ""


@lru_cache(maxsize=POINTS_MAX)
def position(point: Point) -> Position:
    return WORLD.place(point)


class MapClusters:
    """The circles of many partnerships: of countries at zoom 0, then of cells of the map.

    `places`: of what `filterset` finds; `address(**changes)`: the query of the result with these
    changes.
    """

    def __init__(
        self,
        filterset: PartnershipFilterSet,
        places: ResultPlaces,
        view: MapView,
        address: Address,
    ):
        self.filterset, self.places, self.view, self.address = filterset, places, view, address

    @cached_property
    def circles(self) -> list[MapCircle]:
        """Those that the view shows, the largest first."""
        found = self._countries() if self.view.zoom == 0 else [*self._cells(), *self._unplaced()]
        return sorted(found, key=lambda each: (-each.count, each.key))

    def _shows(self, point):
        return point is not None and self.view.holds(position(point))

    def _countries(self) -> list[MapCircle]:
        return [
            MapCircle(
                each.code,
                each.point,
                each.count,
                each.name,
                self.address(**{Facet.COUNTRY.value: each.code}),
                len(self.places.towns.get(each.code, ())),
                pair=PAIRED.get(each.code, ("",))[0],
            )
            for each in self.places.countries
            if self._shows(each.point)
        ]

    def _cells(self) -> list[MapCircle]:
        # A circle stands at one of its towns.
        shown = [each for each in self._found_cells() if self._shows(each.point)]
        names = self._names(shown)
        # Written once, for hundreds of cells: no query holds a NUL.
        before, _nul, after = self.address(**{PLACE: "\0"}).partition("%00")
        return [
            MapCircle(
                key := str(each.cell),
                each.point,
                each.count,
                names[each.cell],
                before + key + after,
                each.places,
            )
            for each in shown
        ]

    def _found_cells(self) -> list[CountedCell]:
        """Returns at least those that the view shows."""
        source = whole_source(self.filterset)
        if source or self.filterset.finds_all:
            return whole_cells(self.view.zoom, source)()
        towns = self._near_towns()
        return counted_cells(self.filterset, towns, self._shows)

    def _near_towns(self) -> TownsByCell:
        """Returns those of the cells with a town in the view; of the cells chosen, if any are."""
        chosen = set(self.filterset.chosen.get(Facet.TOWN, ()))
        groups = towns_by_cell(self.places, self.view.zoom)
        if chosen:
            groups = {
                cell: {
                    point: count
                    for point, count in towns.items()
                    if located_value(cell.country, *point) in chosen
                }
                for cell, towns in groups.items()
            }
        return {cell: towns for cell, towns in groups.items() if any(map(self._shows, towns))}

    def _names(self, shown) -> dict[MapCell, str]:
        countries = {each.code: each.name for each in self.places.countries}
        names = {each.cell: countries[each.cell.country] for each in shown}
        if self.view.zoom < TOWNS_FROM or not shown:
            return names
        towns = _town_names({each.first for each in shown})
        return {each.cell: towns[each.first] or names[each.cell] for each in shown}

    def _unplaced(self) -> list[MapCircle]:
        """The partnerships whose partners have no known town, at the circle of their country."""
        if not self.places.has_unplaced:
            return []
        unplaced = self.filterset.with_choice(Facet.TOWN, [NOT_STATED])
        counts = unplaced.found(Facet.COUNTRY)[Facet.COUNTRY]
        chosen = self.filterset.chosen.get(Facet.COUNTRY) or counts
        text = _("%(country)s, ville inconnue")
        return [
            MapCircle(
                f"{each.code}-",
                each.point,
                counts[each.code],
                text % {"country": each.name},
                self.address(**{Facet.COUNTRY.value: each.code, PLACE: NOT_STATED}),
                0,
            )
            for each in self.places.countries
            if counts[each.code] and each.code in chosen and self._shows(each.point)
        ]

    @property
    def arcs(self) -> list[MapArc]:
        """From the seat of the one authority that is chosen to each circle; [] otherwise."""
        keys = self.filterset.chosen.get(Facet.AUTHORITY, ())
        authority = LocalAuthority.objects.filter(key__in=keys).first() if len(keys) == 1 else None
        seat = point_of(authority) if authority else None
        if not seat:
            return []
        return [MapArc(arc_parts(seat, each.point, WORLD)) for each in self.circles]


@kept_by_version
def _known_names() -> dict[str, str]:
    """Returns what `_town_names` read since the registry changed, to which it adds."""
    return {}


def _town_names(values: set[str]) -> dict[str, str]:
    """Returns at least {value of a place: name of a partner there, "" if none has one}."""
    known = _known_names()
    if missing := values.difference(known):
        known |= dict.fromkeys(missing, "") | _read_names(missing)
    return known


def _read_names(values: set[str]) -> dict[str, str]:
    """Returns {value of a place: name of a partner there}; one of the first published there."""
    at_values = PartnershipFacet.objects.filter(facet=Facet.TOWN, value__in=values)
    first = at_values.order_by().values("value").annotate(first=Min("partnership"))
    links = PartnershipPartner.objects.filter(partnership__in=[row["first"] for row in first])
    # Merged partners are left out here: with that filter in SQL, SQLite scans all partners first.
    names = links.order_by().values_list(
        "partner__sort_key",
        "partner",
        "partner__merged_into",
        "partner__country",
        "partner__latitude",
        "partner__longitude",
        "partner__name_fr",
        "partner__name",
    )
    places = {
        located_value(*place): name_fr or name
        for _key, _pk, merged, *place, name_fr, name in sorted(names, key=itemgetter(0, 1))
        if merged is None
    }
    return {value: name for value, name in places.items() if value in values}


class LinkedPlaces:
    """The ends and arcs of a few partnerships, whatever the view."""

    def __init__(self, links: MapLinks, address: Address):
        self.links, self.address = links, address

    @property
    def circles(self) -> list[MapCircle]:
        return [
            *self._ends(PARTNER, self.links.partners, Facet.PARTNER, "uuid"),
            *self._ends(HERE, self.links.authorities, Facet.AUTHORITY, "key"),
        ]

    def _ends(self, side, points, facet, identifier):
        """Yields the circles of `points`, each of all that stands there: also of what has a link
        that is not drawn, the other end being unknown.
        """
        found, standing = defaultdict(set), defaultdict(dict)
        for link in self.links.links:
            record = link.partner if side == PARTNER else link.authority
            found[point_of(record)].add(link.partnership.pk)
            standing[point_of(record)][record.pk] = record
        for point in points:
            records = list(standing[point].values())
            values = [str(getattr(record, identifier)) for record in records]
            query = self.address(**{facet.value: values})
            key = f"{side} {' '.join(values)}"
            name = joined_names(records)
            yield MapCircle(key, point, len(found[point]), name, query, len(records), side)

    @property
    def arcs(self) -> list[MapArc]:
        return [
            MapArc(
                arc_parts(*link.ends, WORLD), link_text(link), link.partnership.get_absolute_url()
            )
            for link in self.links.drawn
        ]
