"""The figures of the partnerships that carry a proposition, of one source."""

from collections import Counter
from functools import cached_property

from partnerships.models import Facet
from partnerships.pages.public.profile_page import Line, ProfilePage, source_lines
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.sources import Source
from partnerships.registry.facets.counts import Counts
from partnerships.registry.one_source import MainSource

# What tells these partnerships apart.
FILTERED_BY = (Facet.THEME, Facet.COUNTRY, Facet.REGION, Facet.AUTHORITY_KIND)


class CarryingProfile(ProfilePage):
    """Those of the source with the most; the fictitious ones only where there are no others."""

    def __init__(self, number: int):
        super().__init__(Facet.PROPOSAL, str(number), FILTERED_BY)

    @cached_property
    def source(self) -> MainSource:
        by_provenance = [counts[Facet.PROVENANCE] for counts in self.by_source.values()]
        return MainSource(
            sum(by_provenance, Counter()),
            lambda **filters: registry_address(**super(CarryingProfile, self).filters, **filters),
            leaves_fiction=True,
        )

    @property
    def filters(self) -> dict[str, str | list[str]]:
        return {**super().filters, **self.source.own_filters}

    @cached_property
    def count(self) -> int:
        return self.source.count

    @property
    def counted_sources(self) -> dict[Source, Counts]:
        source = self.source.source
        return {source: self.by_source[source]} if source in self.by_source else {}

    @cached_property
    def sources(self) -> list[Line]:
        return source_lines(self.counts[Facet.PROVENANCE], **super().filters)
