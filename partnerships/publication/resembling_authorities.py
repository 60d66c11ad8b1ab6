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

# Of those whose name is only near, how many are worth a question beside the others.
NEAR_SHOWN = 6
NEAR = 3
UNLIKE = (AuthorityNameKind.OTHER, AuthorityNameKind.INITIALS)
TERM_MAX = LocalAuthorityTerm._meta.get_field("term").max_length


def _key(name: str) -> str:
    """Returns the words that distinguish an authority: « CC du Val » and « Val » are alike."""
    return name_key(name, KIND_WORDS)


def _names(authority: LocalAuthority) -> frozenset[str]:
    """Returns the keys of its names. Those of other languages and initials are left out: many
    differ by one letter.
    """
    names = names_of(authority)
    return frozenset(_key(name) for name, kind in names if kind not in UNLIKE)


def _rank(authority, key, codes, departement) -> int | None:
    """Returns 0 for the most like, NEAR for a name that is not the same, None for another.

    A name that is only near, or contains the other, counts in the same département.
    """
    former = (old["insee_code"] for old in authority.former)
    if codes & {authority.siren, authority.insee_code, *former}:
        return 0
    is_far = departement and authority.departement_id not in (None, departement.pk)
    reason = name_resemblance(frozenset([key]), _names(authority))
    if reason == "same_name":
        return 2 if is_far else 1
    return NEAR if reason and not is_far else None


def _candidates(name: str, codes: set[str]) -> Iterator[LocalAuthority]:
    """Yields the authorities with a term near the name, starting with it, or equal to a code."""
    terms = {term[:TERM_MAX] for term in resembling_terms(name, KIND_WORDS) | codes}
    longer = f"{without_titles(name, KIND_WORDS)} "
    wanted = Q(term__in=terms) | Q(term__prefix=longer)
    found = LocalAuthorityTerm.objects.filter(wanted).values("authority")
    rows = LocalAuthority.objects.existing().filter(pk__in=found)
    return rows.select_related("departement").order_by("pk").iterator()


def resembling_authorities(
    name: str, *, siren: str = "", insee_code: str = "", departement: Departement | None = None
) -> list[LocalAuthority]:
    """Returns the authorities with the same name, present or former, or the same code, then at
    most NEAR_SHOWN altogether with a name near it.
    """
    key, codes = _key(name), {code for code in (siren, insee_code) if code}
    if not key and not codes:
        return []
    ranked = [
        (rank, -(row.population or 0), row.pk, row)
        for row in _candidates(name, codes)
        if (rank := _rank(row, key, codes, departement)) is not None
    ]
    ranked.sort()
    count = max(sum(rank < NEAR for rank, *_order in ranked), NEAR_SHOWN)
    return [row for *_order, row in ranked[:count]]
