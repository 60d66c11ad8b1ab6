"""The figures of the partnerships that carry a proposition, of one source."""

from functools import cached_property

from partnerships.models import Facet
from partnerships.pages.public.profile_page import COUNTED, Line, ProfilePage, source_lines
from partnerships.registry.address import registry_address
from partnerships.registry.one_source import MainSource
from partnerships.registry.profile import counts_within

# What tells these partnerships apart.
FILTERED_BY = (Facet.THEME, Facet.COUNTRY, Facet.REGION, Facet.AUTHORITY_KIND)


class CarryingProfile(ProfilePage):
    """Those of the source with the most; the fictitious ones only where there are no others."""

    def __init__(self, number: int):
        super().__init__(Facet.PROPOSAL, str(number), FILTERED_BY)

    @cached_property
    def _counts_of_all(self):
        return counts_within(self.facet, self.value, COUNTED)

    @cached_property
    def source(self) -> MainSource:
        return MainSource(
            self._counts_of_all[Facet.PROVENANCE],
            lambda **filters: registry_address(**super(CarryingProfile, self).filters, **filters),
            leaves_fiction=True,
        )

    @property
    def filters(self) -> dict[str, str | list[str]]:
        return {**super().filters, **self.source.own_filters}

    @cached_property
    def count(self) -> int:
        return self.source.count

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        if self.source.is_alone:
            return self._counts_of_all
        return counts_within(self.facet, self.value, COUNTED, self.source.provenances)

    @cached_property
    def sources(self) -> list[Line]:
        return source_lines(self.counts[Facet.PROVENANCE], **super().filters)
