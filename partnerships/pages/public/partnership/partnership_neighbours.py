"""What stands near a partnership: the others of its authorities and of its partners, those on the
same themes in its département or région, those of the same place with the same country.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.articles import of, with_article
from partnerships.models import Facet, Partnership, PartnershipFacet, Provenance
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.sources import numbers_of_both
from partnerships.registry.counted_sources import sources_text
from partnerships.registry.facets.held import HELD
from partnerships.registry.facets.sets import FacetSets
from partnerships.registry.lists import Lists
from partnerships.registry.row_parts import Parties, Party, parties_here, parties_there

# Partnerships named in a list; its link leads to the others.
NAMED_MAX, NAMED_NEAR_MAX = 14, 5
# Beyond, SQL finds the first of them faster than it sorts them all.
LOOKED_UP_MAX = 256
HERE, THERE = "here", "there"
BOTH = frozenset({HERE, THERE})


class Found(NamedTuple):
    """A partnership near this one, as it is read."""

    pk: int
    public_id: str
    slug: str
    title: str
    provenance: str

    get_absolute_url = Partnership.get_absolute_url


@dataclass(frozen=True)
class Neighbour:
    """A partnership in a list: its name, and what tells it from the others."""

    name: str
    detail: str
    address: str


@dataclass(frozen=True)
class Around:
    """Counted partnerships that share a place and a country, and their address."""

    text: str
    address: str


@dataclass
class NeighbourList:
    """The first partnerships of a list. `sides`: those that tell them apart, HERE or THERE or both;
    `address`: of all of them, with this one.
    """

    title: str
    rows: list[Found]
    sides: frozenset[str]
    address: str
    is_longer: bool
    neighbours: list[Neighbour] = field(default_factory=list)

    def name_rows(self, here: Parties, there: Parties) -> None:
        for row in self.rows:
            parties = {HERE: here.get(row.pk, ()), THERE: there.get(row.pk, ())}
            shown = [parties[side] for side in (HERE, THERE) if side in self.sides]
            self.neighbours.append(_neighbour(row, shown))


def _neighbour(row, sides: Sequence[Sequence[Party]]) -> Neighbour:
    """Names a partnership by its title, or by its sides where the title only repeats them."""
    names = " – ".join(", ".join(party.name for party in side) for side in sides)
    last = sides[-1]
    places = ", ".join(dict.fromkeys(party.place for party in last if party.place))
    address = row.get_absolute_url()
    if row.provenance == Provenance.WIKIDATA:
        return Neighbour(names, places, address)
    return Neighbour(row.title, ", ".join(filter(None, (names, places))), address)


def _others(partnership: int, is_fictitious: bool) -> QuerySet:
    """Returns the public partnerships but this one: fictitious ones are among themselves."""
    rows = Partnership.objects.listed()
    is_like = rows.filter if is_fictitious else rows.exclude
    return is_like(provenance=Provenance.DEMONSTRATION).exclude(pk=partnership)


def _with(facet: Facet, values: Sequence[str]) -> QuerySet:
    """Returns the keys of the partnerships with one of the `values`."""
    return PartnershipFacet.objects.filter(facet=facet, value__in=values).values("partnership")


def _shown(rows: QuerySet, most: int) -> QuerySet:
    return rows.order_by("sort_key", "pk").values_list(*Found._fields)[: most + 1]


def _asked(query: PreparedQuery, *values) -> list[Found]:
    return [Found(*row) for row in query.rows(*values)]


@cache
def _others_with(count: int, is_fictitious: bool) -> PreparedQuery:
    """Returns what is asked with a partnership, a facet and `count` values of it."""
    values = [str(each) for each in range(count)]
    return PreparedQuery(
        lambda: _shown(
            _others(0, is_fictitious).filter(pk__in=_with(Facet.AUTHORITY, values)), NAMED_MAX
        )
    )


@cache
def _others_among(count: int, is_fictitious: bool) -> PreparedQuery:
    """Returns what is asked with a partnership, and `count` keys among which to look."""
    stand_ins = range(count)
    return PreparedQuery(
        lambda: _shown(_others(0, is_fictitious).filter(pk__in=stand_ins), NAMED_NEAR_MAX)
    )


class Neighbours:
    """The neighbours of `partnership` (from `with_sides`), whose themes are `themes` (slugs);
    `names` is asked for the lists of names where there is one.
    """

    def __init__(self, partnership: Partnership, themes: Iterable[str], names: Callable[[], Lists]):
        self.partnership, self.themes, self._names = partnership, list(themes), names
        self.authorities = [link.authority for link in partnership.authority_links]
        self.partners = [link.partner for link in partnership.partner_links]

    def _like(self, facet, values) -> list[Found]:
        """The first of the others with one of the `values`, and one more than are named."""
        query = _others_with(len(values), self.partnership.is_demonstration)
        return _asked(query, self.partnership.pk, facet.value, *values)

    @staticmethod
    def _list(rows, title, most, *, sides, **filters) -> NeighbourList:
        address = registry_address(**filters)
        return NeighbourList(title, rows[:most], sides, address, len(rows) > most)

    @staticmethod
    def _sides(common, other) -> frozenset[str]:
        """Where the rows have one party in common, the `other` side alone tells them apart."""
        return frozenset({other}) if len(common) == 1 else BOTH

    def _of_authorities(self):
        title = _("Autres partenariats de ces collectivités")
        if len(self.authorities) == 1:
            title = _("%(name)s\u202f: ses autres partenaires") % {"name": self.authorities[0]}
        keys = [each.key for each in self.authorities]
        rows = self._like(Facet.AUTHORITY, keys)
        return self._list(
            rows,
            title,
            NAMED_MAX,
            sides=self._sides(self.authorities, THERE),
            **{Facet.AUTHORITY: keys},
        )

    def _of_partners(self):
        title = _("Ces partenaires et la France")
        if len(self.partners) == 1:
            title = _("%(name)s et la France") % {"name": self.partners[0]}
        keys = [str(each.uuid) for each in self.partners]
        rows = self._like(Facet.PARTNER, keys)
        return self._list(
            rows, title, NAMED_MAX, sides=self._sides(self.partners, HERE), **{Facet.PARTNER: keys}
        )

    @cached_property
    def _sets(self) -> FacetSets | None:
        return HELD.now()

    @cached_property
    def _place(self) -> tuple[Facet, str, str] | None:
        """The facet, the code and the name of where its lead authority is."""
        lead = self.partnership.lead_authority
        if lead.departement and not lead.departement.is_outside_regions:
            return Facet.DEPARTEMENT, lead.departement_id, lead.departement.name
        if lead.region:
            return Facet.REGION, lead.region_id, lead.region.name
        return None

    def _of_themes(self):
        facet, code, name = self._place
        title = _("%(place)s\u202f: sur les mêmes thèmes") % {"place": name}
        filters = {Facet.THEME: self.themes, facet: code}
        rows = self._near(facet, code)
        return self._list(rows, title, NAMED_NEAR_MAX, sides=BOTH, **filters)

    def _near(self, facet, code) -> list[Found]:
        """Those of its themes at the place `code`, of other authorities: told by the held sets
        where these find few of them.
        """
        pk, is_fictitious = self.partnership.pk, self.partnership.is_demonstration
        shared = [each.key for each in self.authorities]
        if sets := self._sets:
            keys = sets.with_values(Facet.THEME, self.themes) & sets.with_values(facet, [code])
            keys -= sets.with_values(Facet.AUTHORITY, shared)
            if not keys:
                return []
            if len(keys) <= LOOKED_UP_MAX:
                # Rounded up, so that few statements are built.
                count = 1 << (len(keys) - 1).bit_length()
                keys = [*keys, *[keys[0]] * (count - len(keys))]
                return _asked(_others_among(count, is_fictitious), pk, *keys)
        rows = _others(pk, is_fictitious).filter(pk__in=_with(Facet.THEME, self.themes))
        rows = rows.filter(pk__in=_with(facet, [code]))
        rows = _shown(rows.exclude(pk__in=_with(Facet.AUTHORITY, shared)), NAMED_NEAR_MAX)
        return [Found(*row) for row in rows]

    @cached_property
    def lists(self) -> list[NeighbourList]:
        """The lists that name something, in five queries at most and those of the versions."""
        found = [self._of_authorities(), self._of_partners()]
        if self.themes and self._place:
            found.append(self._of_themes())
        found = [each for each in found if each.rows]
        if found:
            self._name(found)
        return found

    def _name(self, found):
        names = self._names()
        here, there = (
            [row.pk for each in found if side in each.sides for row in each.rows]
            for side in (HERE, THERE)
        )
        here = parties_here(here, names) if here else {}
        there = parties_there(there, names) if there else {}
        for each in found:
            each.name_rows(here, there)

    @cached_property
    def around(self) -> list[Around]:
        """« 13 partenariats du Nord avec l’Italie », then of the région; more than this one."""
        countries = {each.country_id: each.country for each in self.partners}
        lead = self.partnership.lead_authority
        if len(countries) != 1:
            return []
        [country] = countries.values()
        places = {
            Facet.DEPARTEMENT: lead.departement and lead.departement.name,
            Facet.REGION: lead.region and lead.region.name,
        }
        codes = {Facet.DEPARTEMENT: lead.departement_id, Facet.REGION: lead.region_id}
        codes = {facet: code for facet, code in codes.items() if code}
        numbers = numbers_of_both(Facet.COUNTRY, country.pk, codes, self._sets)
        found, last = [], 1
        for facet, code in codes.items():
            if sum(numbers[facet].values()) > last:
                found.append(self._around(facet, code, places[facet], country, numbers[facet]))
                last = sum(numbers[facet].values())
        return found

    @staticmethod
    def _around(facet, code, place, country, numbers):
        text = _("%(partnerships)s %(of_place)s avec %(country)s") % {
            "partnerships": sources_text(numbers),
            "of_place": of(place),
            "country": with_article(country.name),
        }
        return Around(text, registry_address(**{facet: code, Facet.COUNTRY: country.pk}))
