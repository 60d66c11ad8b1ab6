"""« Qui d'autre ? »: public partnerships close to the current dossier, and possible duplicates."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.prepared_query import PreparedQuery
from cncd_portal.prepared_address import address_of
from partnerships.document.steps.references import Buffer, References, texts
from partnerships.models import (
    Dossier,
    DossierAuthority,
    Facet,
    FacetCount,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    PartnershipFacet,
)
from partnerships.models.date_precision import not_before
from partnerships.precise_date import PreciseDate, parse
from partnerships.registry.lists import lists
from partnerships.registry.partnership_sides import listed_with_sides

SHOWN = 3
# The fields that related partnerships and duplicates are found by.
FOUND_BY = ("authorities", "partners", "themes", "starts_on", "ends_on")
# How many open dossiers of an authority are examined.
LOOKED_AT = 50


@dataclass(frozen=True)
class Value:
    """A partner, country or theme that other partnerships share, with their number."""

    facet: Facet
    key: str
    label: str
    count: int = 0

    @property
    def url(self) -> str:
        if self.facet == Facet.PARTNER:
            return reverse("partnerships:partner_detail", args=[self.key])
        return f"{address_of('partnerships:registry')}?{urlencode({self.facet.value: self.key})}"


@dataclass(frozen=True)
class Group:
    """Partnerships that share a partner, a country or a theme with the dossier."""

    title: str
    values: list[Value]
    partnerships: list[Partnership]


@dataclass(frozen=True)
class Twin:
    """A possible duplicate: a published partnership, or another dossier that the user may open."""

    label: str
    url: str
    public_id: str = ""
    lead: LocalAuthority | None = None
    may_amend: bool = False
    may_claim: bool = False
    may_join: bool = False
    is_dossier: bool = False


def _date(buffer: Buffer, path: str) -> PreciseDate | None:
    """Returns the date at `path`, None when it is absent or invalid."""
    value = buffer.get(path)
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def period_of(buffer: Buffer) -> tuple[PreciseDate | None, PreciseDate | None]:
    return _date(buffer, "starts_on"), _date(buffer, "ends_on")


def overlap(start, end, other_start, other_end) -> bool:
    """Whether two periods may overlap; a missing date is no bound."""
    is_before = end and other_start and end.is_before(other_start)
    is_after = start and other_end and other_end.is_before(start)
    return not (is_before or is_after)


def _stand_ins(count):
    return [str(each) for each in range(count)]


@cache
def _newest_of(count: int) -> PreparedQuery:
    """Returns what is asked with a facet, a value of it and a partnership to leave out, `count`
    times: the newest partnerships of each.
    """

    def newest():
        rows = PartnershipFacet.objects.filter(facet="", value="").exclude(partnership=0)
        # By the key itself: by `-partnership`, the ordering of partnerships would be reversed.
        found = rows.order_by("-partnership_id").values("pk")[:SHOWN]
        return PartnershipFacet.objects.filter(pk__in=found).order_by()

    def build():
        first, *others = (newest() for _each in range(count))
        return first.union(*others, all=True).values_list("facet", "partnership")

    return PreparedQuery(build)


@lru_cache(maxsize=64)
def _with_both(partners: int, authorities: int) -> PreparedQuery:
    """Returns what is asked with so many partners, a facet and so many values of it: the
    partnerships that have one of each.
    """
    others = PartnershipFacet.objects.filter(facet="", value__in=_stand_ins(authorities))
    rows = PartnershipFacet.objects.filter(facet=Facet.PARTNER, value__in=_stand_ins(partners))
    rows = rows.filter(partnership__in=others.values("partnership"))
    return PreparedQuery(lambda: rows.order_by().values_list("partnership").distinct())


@dataclass
class WhoElse:
    """Finds related partnerships; the number of queries does not depend on the buffer."""

    dossier: Dossier
    user: object
    references: References

    @cached_property
    def partners(self) -> list[InternationalPartner]:
        """Partners of the registry that the dossier names, or located where it proposes one."""
        known = [row.current for row in self.references.partners.values()]
        places = list(self.references.places)
        if places:
            current = InternationalPartner.objects.current().select_related("country")
            known += current.filter(place__in=places).order_by("pk")
        return list({row.pk: row for row in known}.values())

    @cached_property
    def _countries(self) -> list[str]:
        proposed = self.references.named("partners", "proposed_country")
        return list(dict.fromkeys([*(row.country_id for row in self.partners), *proposed]))

    def _values(self) -> Iterator[Value]:
        for row in self.partners:
            yield Value(Facet.PARTNER, str(row.uuid), str(row))
        names = lists()
        for iso2 in self._countries:
            if iso2 in names.countries:
                yield Value(Facet.COUNTRY, iso2, names.countries[iso2].name)
        for slug in texts(self.references.buffer.get("themes")):
            if slug in names.themes:
                yield Value(Facet.THEME, slug, names.themes[slug].name)

    @cached_property
    def values(self) -> list[Value]:
        """Partners, countries and themes that other partnerships share, with their number."""
        values = list(self._values())
        condition = Q()
        for each in values:
            condition |= Q(facet=each.facet, value=each.key)
        if not values:
            return []
        rows = FacetCount.objects.filter(condition, count__gt=0)
        counts = {(row.facet, row.value): row.count for row in rows}
        return [
            Value(each.facet, each.key, each.label, counts[each.facet, each.key])
            for each in values
            if (each.facet, each.key) in counts
        ]

    def _newest(self) -> dict[str, list[int]]:
        """Returns {facet: the newest partnerships of its first value}: with several values, every
        match would have to be sorted.
        """
        firsts = list({each.facet: each for each in reversed(self.values)}.values())
        if not firsts:
            return {}
        own, found = self.dossier.partnership_id or 0, defaultdict(list)
        asked = [(each.facet.value, each.key, own) for each in firsts]
        for facet, key in _newest_of(len(firsts)).rows(*chain.from_iterable(asked)):
            found[facet].append(key)
        return {facet: sorted(keys, reverse=True) for facet, keys in found.items()}

    @cached_property
    def groups(self) -> list[Group]:
        titles = {
            Facet.PARTNER: _("Avec le même partenaire"),
            Facet.COUNTRY: _("Dans le même pays"),
            Facet.THEME: _("Sur la même thématique"),
        }
        values = {facet: [v for v in self.values if v.facet == facet] for facet in titles}
        keys = self._newest()
        wanted = {key for newest in keys.values() for key in newest}
        rows = listed_with_sides(wanted)
        return [
            Group(title, values[facet], [rows[key] for key in keys[facet] if key in rows])
            for facet, title in titles.items()
            if facet in keys
        ]

    @cached_property
    def _authorities(self) -> list[LocalAuthority]:
        named = [row.current for row in self.references.authorities.values()]
        return list({row.pk: row for row in [self.dossier.lead_authority.current, *named]}.values())

    @cached_property
    def period(self) -> tuple[PreciseDate | None, PreciseDate | None]:
        return period_of(self.references.buffer)

    @property
    def has_dates(self) -> bool:
        return any(self.period)

    @cached_property
    def twins(self) -> list[Twin]:
        """Possible duplicates: published partnerships and the user's own open dossiers, never a
        draft of another authority.
        """
        if not self.partners:
            return []
        return [*self._published(), *self._open_dossiers()]

    def _published(self) -> list[Twin]:
        partners = [str(row.uuid) for row in self.partners]
        authorities = [row.key for row in self._authorities]
        query = _with_both(len(partners), len(authorities))
        shared = query.rows(*partners, Facet.AUTHORITY.value, *authorities)
        if not shared:
            return []
        start, end = self.period
        rows = Partnership.objects.listed().filter(pk__in=[key for (key,) in shared])
        rows = rows.exclude(pk=self.dossier.partnership_id or 0)
        if end:
            rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=end.last_day))
        if start:
            rows = rows.filter(Q(ends_on__isnull=True) | not_before("ends_on", start.first_day))
        found = list(rows.select_related("lead_authority__successor").order_by("-pk")[:SHOWN])
        own = {row.pk for row in LocalAuthority.objects.of_member(self.user)} if found else set()
        ours = Partnership.objects.claimable_by(self.user).filter(pk__in=[row.pk for row in found])
        claimable = set(ours.values_list("pk", flat=True)) if found else set()
        return [self._twin(row, own, claimable) for row in found]

    def _twin(self, row, own, claimable) -> Twin:
        lead = row.lead_authority.current
        return Twin(
            label=row.title,
            url=row.get_absolute_url(),
            public_id=row.public_id,
            lead=lead,
            may_amend=not row.is_imported and lead.pk in own,
            may_claim=row.pk in claimable,
            may_join=not row.is_imported and lead.pk not in own,
        )

    def _open_dossiers(self) -> list[Twin]:
        of_authorities = DossierAuthority.objects.filter(authority__in=self._authorities)
        uuids = {str(row.uuid) for row in self.partners}
        named = Q()
        for uuid in sorted(uuids):
            named |= Q(buffer_text__contains=uuid)
        rows = Dossier.objects.open().of_member(self.user).exclude(pk=self.dossier.pk)
        rows = rows.filter(named, pk__in=of_authorities.values("dossier")).order_by("-updated_at")
        return [
            Twin(label=str(row), url=row.get_absolute_url(), is_dossier=True)
            for row in rows[:LOOKED_AT]
            if self._is_twin(row.buffer, uuids)
        ][:SHOWN]

    def _is_twin(self, buffer, uuids) -> bool:
        chosen = {buffer.get(f"partners.{uuid}.partner") for uuid in texts(buffer.get("partners"))}
        return bool(chosen & uuids) and overlap(*self.period, *period_of(buffer))
