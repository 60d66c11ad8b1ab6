"""What the page of a région or of a département shows, and the list of all of them."""

from functools import partial
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.models import (
    Departement,
    Facet,
    LocalAuthority,
    PartnershipFacet,
    Provenance,
    Region,
)
from partnerships.pages.public.french_map import AuthoritiesMap
from partnerships.pages.public.profile_page import Line, ProfilePage
from partnerships.pages.public.profile_sentence import place_sentence
from partnerships.pages.public.row_numbers import RowNumbers
from partnerships.registry.address import map_address
from partnerships.registry.authority_listing import PARTNERSHIPS, WITH
from partnerships.registry.one_source import MainSource
from partnerships.registry.profile import in_use, with_partnership_count

# Authorities and countries named, and authorities looked at for the map.
MOST_SHOWN, MOST_ON_MAP = 10, 200
# What tells the partnerships of a place apart; its countries have a list of their own.
FILTERED_BY = (Facet.CONTINENT, Facet.THEME, Facet.KIND, Facet.PHASE)


def _authorities_in(facet, code):
    """Returns the authorities of the département or région `code`."""
    return LocalAuthority.objects.unmerged().filter(**{facet.value: code})


def with_most_partnerships(facet: Facet, code: str, most: int) -> list[LocalAuthority]:
    """Returns the authorities of a département or région that have the most public partnerships,
    with `partnership_count`, at most `most`.
    """
    rows = in_use(_authorities_in(facet, code), Facet.AUTHORITY, "key")
    rows = with_partnership_count(rows, Facet.AUTHORITY, "key")
    return list(rows.order_by("-partnership_count", "sort_key", "pk")[:most])


def departements_by_region() -> list[tuple[Region, list[Departement]]]:
    """Returns the régions by name, each with its départements by code, then the overseas
    collectivities, under None, in one query.
    """
    rows = Departement.objects.select_related("region")
    inside = sorted(
        (row for row in rows if row.region and not row.is_outside_regions),
        key=lambda row: (row.region.sort_key, row.code),
    )
    groups = [(region, list(group)) for region, group in groupby(inside, attrgetter("region"))]
    outside = [row for row in rows if not row.region or row.is_outside_regions]
    return [*groups, (None, outside)] if outside else groups


class PlacePage:
    """The page of a région or of a département; `facet`: which of the two."""

    def __init__(self, place: Region | Departement, facet: Facet):
        self.row, self.facet = place, facet
        self.profile = ProfilePage(facet, place.code, FILTERED_BY)

    @property
    def is_region(self) -> bool:
        return self.facet == Facet.REGION

    @property
    def nature(self) -> str:
        if self.is_region:
            return _("région")
        return self.row.nature

    @property
    def region(self) -> Region | None:
        """The région of a département."""
        return None if self.is_region or self.row.is_outside_regions else self.row.region

    @cached_property
    def departements(self) -> list[Departement]:
        """The départements of a région."""
        return list(Departement.objects.filter(region=self.row)) if self.is_region else []

    @cached_property
    def authority_count(self) -> int:
        return _authorities_in(self.facet, self.row.code).count()

    @cached_property
    def _most_active(self) -> list[LocalAuthority]:
        return with_most_partnerships(self.facet, self.row.code, MOST_ON_MAP)

    @property
    def authorities(self) -> list[LocalAuthority]:
        return self._most_active[:MOST_SHOWN]

    @cached_property
    def _numbers(self) -> RowNumbers:
        return RowNumbers([*self._most_active, *self.departements])

    @property
    def authority_lines(self) -> list[Line]:
        return self._numbers.lines(self.authorities)

    @property
    def departement_lines(self) -> list[Line]:
        return self._numbers.lines(self.departements)

    @cached_property
    def map(self) -> AuthoritiesMap:
        """The authorities that have partnerships of the source with the most."""
        codes = [each.code for each in self.departements] if self.is_region else [self.row.code]
        by_provenance = self.profile.counts[Facet.PROVENANCE]
        shown = MainSource(by_provenance, partial(map_address, **self.profile.filters))
        counts = {each: self._numbers.of(each).get(shown.source, 0) for each in self._most_active}
        counts = {each: count for each, count in counts.items() if count}
        return AuthoritiesMap(counts, self._count_with(shown), codes, shown)

    def _count_with(self, shown):
        """Returns how many of its authorities have a partnership of the source `shown`."""
        if shown.is_alone:
            return self.partner_authority_count
        return self._count_of(shown.provenances)

    def _count_of(self, provenances):
        found = PartnershipFacet.objects.filter(
            facet=Facet.AUTHORITY,
            value=OuterRef("key"),
            partnership__provenance__in=provenances,
        )
        return _authorities_in(self.facet, self.row.code).filter(Exists(found)).count()

    @cached_property
    def partner_authority_count(self) -> int:
        """Its authorities that have a public partnership."""
        rows = _authorities_in(self.facet, self.row.code)
        return in_use(rows, Facet.AUTHORITY, "key").count()

    @property
    def sentence(self) -> str:
        if not self.profile.fictitious_count:
            return place_sentence(self.profile, self.partner_authority_count)
        real = [each for each in Provenance if each != Provenance.DEMONSTRATION]
        return place_sentence(self.profile, self._count_of(real))

    @cached_property
    def countries(self) -> list[Line]:
        return self.profile.lines(Facet.COUNTRY)

    @property
    def first_countries(self):
        return self.countries[:MOST_SHOWN]

    @property
    def other_countries(self):
        return self.countries[MOST_SHOWN:]

    @property
    def authorities_address(self) -> str:
        return self._authorities()

    @property
    def partner_authorities_address(self) -> str:
        return self._authorities(**{WITH: PARTNERSHIPS})

    def _authorities(self, **more):
        query = urlencode({**self.profile.filters, **more})
        return f"{address_of('partnerships:authority_list')}?{query}"
