"""French authorities of today that resemble one that a person describes."""

from collections.abc import Iterator

from django.db.models import Q

from partnerships.models import Departement, LocalAuthority, LocalAuthorityTerm
from partnerships.names import (
    name_key,
    name_resemblance,
    resembling_terms,
    without_titles,
)
from partnerships.publication.authority_names import KIND_WORDS, AuthorityNameKind, names_of

SHOWN = 6


def _key(name: str) -> str:
    """Returns the words that distinguish an authority: « CC du Val » and « Val » are alike."""
    return name_key(name, KIND_WORDS)


def _names(authority: LocalAuthority) -> frozenset[str]:
    """Returns the keys of its names. Initials are left out: many differ by one letter."""
    names = names_of(authority)
    return frozenset(_key(name) for name, kind in names if kind != AuthorityNameKind.INITIALS)


def _rank(authority, key, codes, departement) -> int | None:
    """Returns 0 for the most like, None if they do not resemble.

    A name that is only near, or contains the other, counts in the same département.
    """
    if codes & {authority.siren, authority.insee_code}:
        return 0
    is_far = departement and authority.departement_id not in (None, departement.pk)
    reason = name_resemblance(frozenset([key]), _names(authority))
    if reason == "same_name":
        return 2 if is_far else 1
    return 3 if reason and not is_far else None


def _candidates(name: str, codes: set[str]) -> Iterator[LocalAuthority]:
    """Yields the authorities with a term near the name, starting with it, or equal to a code."""
    terms = resembling_terms(name, KIND_WORDS) | codes
    longer = f"{without_titles(name, KIND_WORDS)} "
    wanted = Q(term__in=terms) | Q(term__prefix=longer)
    found = LocalAuthorityTerm.objects.filter(wanted).values("authority")
    rows = LocalAuthority.objects.existing().filter(pk__in=found)
    return rows.select_related("departement").order_by("pk").iterator()


def resembling_authorities(
    name: str, *, siren: str = "", insee_code: str = "", departement: Departement | None = None
) -> list[LocalAuthority]:
    """Returns at most SHOWN authorities with a like name, present or former, or the same code."""
    key, codes = _key(name or ""), {code for code in (siren, insee_code) if code}
    if not key:
        return []
    ranked = [
        (rank, -(row.population or 0), row.pk, row)
        for row in _candidates(name, codes)
        if (rank := _rank(row, key, codes, departement)) is not None
    ]
    return [row for *_order, row in sorted(ranked)[:SHOWN]]
