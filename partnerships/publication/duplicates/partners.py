"""Comparison of foreign partners, to find duplicates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    Partnership,
    PartnershipPartner,
)
from partnerships.names import ends_of, name_key, name_reason
from partnerships.proximity import Point, distance_km, point_of
from partnerships.publication.duplicates.comparison import Comparison
from partnerships.publication.duplicates.reasons import FAR_KM, NEAR_KM


@dataclass(frozen=True)
class PartnerFacts:
    pk: int
    country: str
    kind: str
    names: frozenset[str]
    place: int | None
    wikidata: str | None
    point: Point | None
    authorities: frozenset[int]


def _authorities_by_partner(partners) -> dict[int, set[int]]:
    """Returns partner → French authorities of its public partnerships, as keys."""
    # With a sub-query here, SQLite would try each of the partners with each partnership.
    is_listed = Exists(Partnership.objects.listed().filter(pk=OuterRef("partnership")))
    links = PartnershipPartner.objects.filter(is_listed, partner__in=partners)
    found = defaultdict(set)
    for partner, authority in links.values_list(
        "partner", "partnership__partnership_authorities__authority"
    ).order_by():
        found[partner].add(authority)
    return found


def _facts_of(rows) -> Iterator[PartnerFacts]:
    rows = rows.order_by()
    authorities = _authorities_by_partner(rows.values("pk"))
    for partner in rows:
        names = (partner.name, partner.name_fr)
        yield PartnerFacts(
            pk=partner.pk,
            country=partner.country_id,
            kind=partner.kind,
            names=frozenset(name_key(name) for name in names if name),
            place=partner.place_id,
            wikidata=partner.wikidata_id or None,
            point=point_of(partner),
            authorities=frozenset(authorities[partner.pk]),
        )


def _facts(ids: Iterable[int] | None = None) -> Iterator[PartnerFacts]:
    rows = InternationalPartner.objects.current()
    return _facts_of(rows if ids is None else rows.filter(pk__in=ids))


def _candidates(changed: list[PartnerFacts]) -> Iterator[PartnerFacts]:
    """Yields the partners of the same countries: duplicates never cross a border."""
    countries = {each.country for each in changed}
    return _facts_of(InternationalPartner.objects.current().filter(country__in=countries))


def _keys(partner: PartnerFacts) -> Iterator[tuple]:
    """Yields the blocks of a partner: ends of its names in its country, place, Wikidata item."""
    yield from ((partner.country, end) for name in partner.names if name for end in ends_of(name))
    if partner.place:
        yield "place", partner.place
    if partner.wikidata:
        yield "wikidata", partner.wikidata


def _compare(one: PartnerFacts, other: PartnerFacts) -> Iterator[str]:
    """Yields the codes of the reasons, for and against."""
    if one.wikidata and one.wikidata == other.wikidata:
        yield "same_wikidata"
    if one.place and one.place == other.place:
        yield "same_place"
    name = name_reason(one.names, other.names)
    if name:
        yield name
    if one.point and other.point:
        distance = distance_km(one.point, other.point)
        if distance <= NEAR_KM:
            yield "near_point"
        elif distance > FAR_KM:
            yield "far_point"
    if one.authorities & other.authorities:
        yield "same_authorities"
    yield _kinds(one.kind, other.kind)


def _kinds(one, other):
    if InternationalPartnerKind.UNKNOWN in (one, other):
        return "unknown_kind"
    return "same_kind" if one == other else "other_kind"


def _country_of(partner: PartnerFacts) -> str:
    return partner.country


PARTNERS = Comparison(
    facts=_facts, candidates=_candidates, keys=_keys, compare=_compare, country_of=_country_of
)
