"""What the map of a result shows, and what it says beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partnerships.charts.chart import LONGEST_BAR, DrawnMark, DrawnSeries, Series
from partnerships.charts.numbers import number_mark
from partnerships.maps.circles import unit_of
from partnerships.maps.drawing import Drawing, europe_drawing, towns_drawing
from partnerships.maps.frames import EUROPE, WORLD
from partnerships.maps.link_drawing import closer_drawing, result_drawing
from partnerships.maps.links import DRAWN_MAX, MapLink, MapLinks
from partnerships.maps.overseas import TERRITORIES, Territory, territories
from partnerships.maps.result import ResultPlaces, places_found
from partnerships.maps.views import view_of
from partnerships.maps.world_map import WorldMap
from partnerships.models import NOT_STATED, Continent, Facet
from partnerships.pages.components.placed import placed_text
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.listing import Listing
from partnerships.registry.map_cells import LAST_ZOOM
from partnerships.registry.one_source import OneSource
from partnerships.registry.result_views import MAP

# Rows of the table shown at once; the others are folded.
ROWS_SHOWN = 25


@dataclass(frozen=True)
class CountedRow:
    """A row of the table: a country or a région, and the map of its partnerships."""

    name: str
    count: int
    address: str


class MapPage:
    """The maps of what `listing` finds: arcs for a few partnerships, circles for many. Circles are
    of one source.

    `source`: None where all that is found is shown; `filterset`, `count`: of what is shown.
    """

    # What a script draws is in pixels of this frame.
    world, last_zoom = WORLD, LAST_ZOOM

    def __init__(self, listing: Listing):
        self.listing = listing
        source = OneSource(listing) if listing.count > DRAWN_MAX else None
        self.source = source if source and not source.is_alone else None
        self.filterset = (self.source or listing).filterset
        self.count = (self.source or listing).count

    @cached_property
    def html(self) -> SafeString:
        """The maps and what stands beside, written once."""
        context = {"map": self, "listing": self.listing}
        return render_to_string("partnerships/map/_maps.html", context)

    @property
    def sentence(self) -> str:
        return self.listing.answer.sentence

    def query(self, **changes) -> str:
        """Returns the query of what is shown with `changes`, after « ? »."""
        query = self.source.query_with if self.source else self.listing.address
        return query(**changes)

    def address(self, **changes) -> str:
        return self._path + self.query(**changes)

    @cached_property
    def _path(self):
        return self.listing.view.path

    def _country_address(self, code):
        return self.address(pays=[code])

    def _continent_address(self, code):
        return self.address(continent=[code])

    def _region_address(self, code):
        return self.address(region=[code])

    @cached_property
    def places(self) -> ResultPlaces:
        return places_found(self.filterset)

    @cached_property
    def links(self) -> MapLinks | None:
        """The links, if the partnerships are few; None otherwise."""
        if self.count > DRAWN_MAX:
            return None
        rows = self.filterset.rows().order_by("pk").with_sides()
        return MapLinks(rows, self._is_chosen)

    def _is_chosen(self, link: MapLink) -> bool:
        """Whether both ends are among the authorities and the partners chosen, if any are."""
        chosen = self.listing.filterset.chosen
        ends = {Facet.AUTHORITY: link.authority.key, Facet.PARTNER: str(link.partner.uuid)}
        return all(facet not in chosen or end in chosen[facet] for facet, end in ends.items())

    @cached_property
    def main(self) -> Drawing | None:
        """The large map; None if nothing of the result has a place."""
        if self.links is None:
            world = WorldMap(self.places, self._country_address, self._continent_address)
            return world.drawing()
        return result_drawing(self.links) if self.links.drawn else None

    @cached_property
    def second(self) -> Drawing | None:
        """A closer map: Europe, or the one country of the result; None if it would show nothing."""
        if self.links is not None:
            return closer_drawing(self.links, self.main) if self.main else None
        countries = self.places.countries
        towns = [point for points in self.places.towns.values() for point in points]
        if any(EUROPE.holds(EUROPE.place(point)) for point in towns):
            return europe_drawing(self.places, self._country_address)
        return towns_drawing(self.places, countries[0]) if len(countries) == 1 else None

    @property
    def opened(self) -> str:
        """The view that a script opens: the towns of the one country of the result, whose circle
        alone would say nothing; "" for the whole.
        """
        if self.links is not None or len(self.places.countries) != 1:
            return ""
        towns = self.places.towns.get(self.places.countries[0].code, ())
        return view_of([WORLD.place(point) for point in towns]) if towns else ""

    @cached_property
    def territories(self) -> list[Territory]:
        """Overseas France beside the circles, or those of it that are chosen; [] beside arcs."""
        if self.links is not None:
            return []
        chosen = self.listing.filterset.chosen.get(Facet.REGION, TERRITORIES)
        return territories(self.places, self._region_address, chosen)

    @cached_property
    def continents(self) -> list[DrawnMark]:
        """How many partnerships each continent has; [] beside arcs, or where they are chosen."""
        chosen = self.listing.filterset.chosen
        if self.links is not None or Facet.CONTINENT in chosen or Facet.COUNTRY in chosen:
            return []
        counts = {each: self.places.continent_count(each) for each in Continent}
        known = sorted(filter(counts.get, counts), key=lambda each: -counts[each])
        marks = [
            number_mark(str(each.label), counts[each], self._continent_address(each))
            for each in known
        ]
        series = Series(marks)
        return DrawnSeries(series, max(counts.values()), LONGEST_BAR).marks if marks[1:] else []

    @property
    def is_by_region(self) -> bool:
        """Whether the table is by région: that of one country by country would say nothing."""
        return self.links is None and len(self.places.countries) == 1

    @cached_property
    def rows(self) -> list[CountedRow]:
        """The table of the circles."""
        if self.is_by_region:
            return self._region_rows()
        return [
            CountedRow(each.name, each.count, self._country_address(each.code))
            for each in self.places.countries
        ]

    def _region_rows(self):
        """Of the régions chosen, if any are: the link of another would find more than it says."""
        filterset = self.filterset
        counts = filterset.found(Facet.REGION)[Facet.REGION]
        chosen = filterset.chosen.get(Facet.REGION) or counts
        labels = filterset.labels.of(Facet.REGION, counts)
        rows = [
            CountedRow(label, counts[code], self._region_address(code))
            for code, label in labels.items()
            if code != NOT_STATED and code in chosen
        ]
        return sorted(rows, key=lambda row: -row.count)

    @property
    def first_rows(self) -> Sequence[CountedRow]:
        return self.rows[:ROWS_SHOWN]

    @property
    def other_rows(self) -> Sequence[CountedRow]:
        return self.rows[ROWS_SHOWN:]

    @cached_property
    def unit(self) -> float:
        """Pixels of the radius of a circle for one partnership, on the drawing of the world."""
        placed = (each.count for each in self.places.countries if each.place.is_known)
        return unit_of(placed, WORLD)

    @property
    def placed_count(self) -> int:
        return self.places.placed_count if self.links is None else self.links.placed_count

    @property
    def placed(self) -> str:
        """« 29 partenariats placés sur 29 »."""
        return placed_text(self.placed_count, self.count)

    @property
    def table_title(self) -> str:
        if self.links is not None:
            return _("Par distance")
        return _("Par région française") if self.is_by_region else _("Par pays ou territoire")


@kept_by_version
def _whole_map() -> MapPage:
    return MapPage(Listing(QueryDict(), MAP))


def map_page(listing: Listing) -> MapPage:
    """Returns the maps of `listing`, whose view is the map: drawn once where nothing is asked.

    The listing of these maps has not the notes of the one that asks.
    """
    return MapPage(listing) if listing.address() else _whole_map()
