"""Comparison of French authorities that may be duplicates.

Two records of reference data are never compared: one at least was added by an officer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from partnerships.models import LocalAuthority, LocalAuthorityTerm
from partnerships.publication.authorities import BY_OFFICER
from partnerships.publication.duplicates.reasons import NEAR_KM, ends_of, name_key, name_reason
from partnerships.publication.proximity import Point, distance_km


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


def _facts(rows) -> Iterator[AuthorityFacts]:
    for row in rows.order_by():
        yield AuthorityFacts(
            pk=row.pk,
            is_added=row.source.startswith(BY_OFFICER),
            kind=row.kind,
            code=row.insee_code,
            name=name_key(row.name),
            former=frozenset(name_key(old["name"]) for old in row.former if old["name"]),
            departement=row.departement_id,
            point=(row.latitude, row.longitude) if row.latitude is not None else None,
        )


def facts(ids: Iterable[int] | None = None) -> Iterator[AuthorityFacts]:
    """Yields the facts of authorities added by officers; with `ids`, of any of these."""
    rows = LocalAuthority.objects.existing()
    return _facts(
        rows.filter(source__startswith=BY_OFFICER) if ids is None else rows.filter(pk__in=ids)
    )


def around(changed: list[AuthorityFacts]) -> Iterator[AuthorityFacts]:
    """Yields the authorities with the code, or a similar first or last word, of those `changed`."""
    wanted = Q()
    for each in changed:
        first, last = each.name.split()[:1], each.name.split()[-1:]
        for word in {*first, *last}:
            wanted |= Q(term__prefix=word[:4])
        wanted |= Q(term=each.code) if each.code else Q()
    near = LocalAuthorityTerm.objects.filter(wanted).values("authority") if wanted else []
    return _facts(LocalAuthority.objects.existing().filter(pk__in=near))


def keys(authority: AuthorityFacts) -> Iterator[tuple]:
    """Yields the blocking keys, among authorities of similar names."""
    yield from ((end,) for end in ends_of(authority.name))
    if authority.code:
        yield "code", authority.code


def compare(one: AuthorityFacts, other: AuthorityFacts) -> Iterator[str]:
    """Yields the codes of reasons for and against; none if neither was added by an officer."""
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


def country_of(authority: AuthorityFacts) -> str:
    return ""
