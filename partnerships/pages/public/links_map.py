"""What a page shows on a map of its partnerships: a link each where they are few, and a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from partnerships.maps.drawing import Drawing
from partnerships.maps.link_drawing import closer_drawing, result_drawing
from partnerships.maps.links import DRAWN_MAX, MapLink, MapLinks
from partnerships.maps.result import CountedWithin, ResultPlaces
from partnerships.models import Facet, Partnership, PartnershipFacet
from partnerships.pages.components.placed import placed_text
from partnerships.pages.public.profile_page import ProfilePage
from partnerships.registry.address import map_address, registry_address
from partnerships.registry.one_source import MainSource
from partnerships.registry.partnership_sides import read_sides
from partnerships.registry.rows import Distance

# Rows of a table shown at once; the others are folded.
ROWS_SHOWN = 10


@dataclass(frozen=True)
class LinkRow:
    """A link in the table: the name of its other side, and where that is."""

    name: str
    place: str
    address: str
    distance: Distance | None


class LinksMap:
    """The map of the public partnerships of `profile`. Each page has its own kind. Circles, which
    count them, are of one source.

    `title`: of the table of links.
    """

    title: str

    def __init__(self, profile: ProfilePage):
        self.facet, self.value, self.count = profile.facet, profile.value, profile.count
        self.filters = profile.filters
        by_provenance = profile.counts[Facet.PROVENANCE]
        self.source = MainSource(by_provenance, partial(map_address, **self.filters))

    def is_shown(self, link: MapLink) -> bool:
        raise NotImplementedError

    def row(self, link: MapLink) -> LinkRow:
        raise NotImplementedError

    def circles(self) -> Drawing | None:
        """The large map of many partnerships."""
        raise NotImplementedError

    @property
    def counted(self) -> CountedWithin:
        """The partnerships that circles count."""
        provenances = () if self.source.is_alone else self.source.provenances
        return CountedWithin(self.facet, self.value, provenances)

    def counted_address(self, **filters) -> str:
        """Returns the address in the registry of those that have `filters` too."""
        return registry_address(**self.filters, **self.source.own_filters, **filters)

    @cached_property
    def places(self) -> ResultPlaces:
        return ResultPlaces(self.counted)

    @cached_property
    def links(self) -> MapLinks | None:
        """None where there are too many to be drawn."""
        if self.count > DRAWN_MAX:
            return None
        found = PartnershipFacet.objects.filter(facet=self.facet, value=self.value)
        rows = Partnership.objects.listed().filter(pk__in=found.values("partnership"))
        rows = list(rows.for_list().order_by("pk"))
        if rows:
            read_sides(rows)
        return MapLinks(rows, self.is_shown)

    @cached_property
    def main(self) -> Drawing | None:
        """The large map; None if nothing has a place."""
        if self.links is None:
            return self.circles()
        return result_drawing(self.links) if self.links.drawn else None

    @cached_property
    def second(self) -> Drawing | None:
        """A closer map, where the large one is that of the world."""
        return closer_drawing(self.links, self.main) if self.links and self.main else None

    @property
    def placed(self) -> str:
        """« 18 partenariats placés sur 18 »."""
        if self.links is None:
            return placed_text(self.places.placed_count, self.source.count)
        return placed_text(self.links.placed_count, self.count)

    @property
    def address(self) -> str:
        """The map of the same partnerships, on its own page."""
        return map_address(**self.filters)

    @cached_property
    def rows(self) -> list[LinkRow]:
        return [self.row(link) for link in self.links.links] if self.links else []

    @property
    def first_rows(self) -> Sequence[LinkRow]:
        return self.rows[:ROWS_SHOWN]

    @property
    def other_rows(self) -> Sequence[LinkRow]:
        return self.rows[ROWS_SHOWN:]
