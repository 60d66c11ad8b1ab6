"""Comparison of French authorities, to find duplicates.

At least one of the two was added by an officer: reference data are not compared with each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from partnerships.models import LocalAuthority, LocalAuthorityTerm
from partnerships.names import ends_of, name_key, name_reason
from partnerships.proximity import Point, distance_km, point_of
from partnerships.publication.authorities import BY_OFFICER
from partnerships.publication.duplicates.comparison import Comparison
from partnerships.publication.duplicates.reasons import NEAR_KM


@dataclass(frozen=True)
class AuthorityFacts:
    pk: int
    is_added: bool
    kind: str
    code: str
    name: str
    former: frozenset[str]
    departement: str | None
    point: Point | None


def _facts_of(rows) -> Iterator[AuthorityFacts]:
    for row in rows.order_by():
        yield AuthorityFacts(
            pk=row.pk,
            is_added=row.source.startswith(BY_OFFICER),
            kind=row.kind,
            code=row.insee_code,
            name=name_key(row.name),
            former=frozenset(name_key(old["name"]) for old in row.former if old["name"]),
            departement=row.departement_id,
            point=point_of(row),
        )


def _facts(ids: Iterable[int] | None = None) -> Iterator[AuthorityFacts]:
    """Yields the facts of the authorities added by officers, or of any of `ids`."""
    rows = LocalAuthority.objects.existing()
    return _facts_of(
        rows.filter(source__startswith=BY_OFFICER) if ids is None else rows.filter(pk__in=ids)
    )


def _candidates(changed: list[AuthorityFacts]) -> Iterator[AuthorityFacts]:
    """Yields the authorities with the same code, or a word starting like the first or last one."""
    wanted = Q()
    for each in changed:
        first, last = each.name.split()[:1], each.name.split()[-1:]
        for word in {*first, *last}:
            wanted |= Q(term__prefix=word[:4])
        wanted |= Q(term=each.code) if each.code else Q()
    found = LocalAuthorityTerm.objects.filter(wanted).values("authority") if wanted else []
    return _facts_of(LocalAuthority.objects.existing().filter(pk__in=found))


def _keys(authority: AuthorityFacts) -> Iterator[tuple]:
    """Yields the blocks of an authority: its code, and the ends of its name."""
    yield from ((end,) for end in ends_of(authority.name))
    if authority.code:
        yield "code", authority.code


def _compare(one: AuthorityFacts, other: AuthorityFacts) -> Iterator[str]:
    """Yields the codes of the reasons, for and against; none if no officer added either."""
    if not (one.is_added or other.is_added):
        return
    if one.code and one.code == other.code:
        yield "same_code"
    if one.name in other.former or other.name in one.former:
        yield "former_name"
    name = name_reason(frozenset([one.name]), frozenset([other.name]))
    if name:
        yield name
    if one.departement and other.departement:
        same = one.departement == other.departement
        yield "same_departement" if same else "other_departement"
    if one.point and other.point and distance_km(one.point, other.point) <= NEAR_KM:
        yield "near_point"
    yield "same_kind" if one.kind == other.kind else "other_kind"


def _country_of(authority: AuthorityFacts) -> str:
    return ""


AUTHORITIES = Comparison(
    facts=_facts, candidates=_candidates, keys=_keys, compare=_compare, country_of=_country_of
)
