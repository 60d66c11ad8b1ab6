"""The charts and maps of a comparison, for the partnerships of one source."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.charts.chart import Chart
from partnerships.charts.files import with_downloads
from partnerships.maps.result import CountedCountry
from partnerships.pages.comparison.column import Column
from partnerships.pages.comparison.compared_charts import compared_charts
from partnerships.pages.comparison.compared_maps import ComparedMap, ComparedMaps, compared_maps
from partnerships.registry.comparison.sources import Source
from partnerships.registry.comparison.subjects import ComparedSubjects, comparison_address

# Suffix of the file names of each source, and prefix of that of the maps.
SLUGS = {Source.DECLARED: "declares", Source.IMPORTED: "repris", Source.DEMONSTRATION: "fictifs"}
MAPS = "cartes"
# Height in pixels of the name above each map of the file.
NAME_HEIGHT = 40


@dataclass(frozen=True)
class SourceView:
    """`columns`: of all that is compared, some without a partnership of `source`; `known`: the
    countries of the registry, where the maps are of countries.
    """

    compared: ComparedSubjects
    source: Source
    columns: Sequence[Column]
    known: dict[str, CountedCountry]

    @property
    def slug(self) -> str:
        return SLUGS[self.source]

    def slug_of(self, name: str) -> str:
        return f"{name}-{self.slug}"

    def _file_address(self, slug, end):
        path = reverse("partnerships:comparison_file", args=[slug, end])
        query = comparison_address(self.compared.subjects).partition("?")[2]
        return f"{path}?{query}"

    @property
    def without(self) -> str:
        """The names of those that have no partnership of this source."""
        return ", ".join(column.subject.name for column in self.columns if not column.count)

    @cached_property
    def charts(self) -> list[Chart]:
        charts = compared_charts(self.compared.facet, self.source, self.columns, self.slug_of)
        return [with_downloads(each, partial(self._file_address, each.slug)) for each in charts]

    @cached_property
    def maps(self) -> ComparedMaps | None:
        return compared_maps(self.compared.facet, self.columns, self.known)

    @property
    def file_title(self) -> str:
        names = ", ".join(column.subject.name for column in self.columns)
        return _("%(names)s\u202f: %(map)s") % {"names": names, "map": self.maps.title}

    @property
    def stacked_maps(self) -> list[tuple[int, ComparedMap]]:
        """The maps of the file, each with where it begins."""
        return [(rank * self._step, each) for rank, each in enumerate(self.maps.maps)]

    @property
    def _step(self):
        return self.maps.maps[0].drawing.frame.height + NAME_HEIGHT

    @property
    def file_width(self) -> int:
        return self.maps.maps[0].drawing.frame.width

    @property
    def file_height(self) -> int:
        return len(self.maps.maps) * self._step

    @property
    def maps_slug(self) -> str:
        return self.slug_of(MAPS)

    @property
    def maps_address(self) -> str:
        """Of the maps as a file."""
        return self._file_address(self.maps_slug, "svg")
