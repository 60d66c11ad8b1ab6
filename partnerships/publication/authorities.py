"""French authorities: addition and merger by officers, and their search terms."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from uuid import uuid4

from django.utils import timezone

from partnerships.analysis import fold, suffixes
from partnerships.models import LocalAuthority, LocalAuthorityKind, LocalAuthorityTerm
from partnerships.publication.authority_names import GROUPS, AuthorityNameKind, names_of
from partnerships.publication.refresh import refresh

BATCH = 2_000
# Prefix of the source of authorities added or merged by officers, never used by reference data.
BY_OFFICER = "Administration\u202f: "
# Name of a choice → columns that go together; in `LocalAuthority.edited`, those officers typed.
COLUMNS = {
    "name": ("name",),
    "kind": ("kind",),
    "siren": ("siren",),
    "insee_code": ("insee_code",),
    "departement": ("departement_id", "region_id"),
    "postcodes": ("postcodes",),
    "population": ("population",),
    "point": ("latitude", "longitude", "precision"),
    "website": ("website",),
    "email": ("email",),
    "postal_address": ("postal_address",),
}
# First character of the terms of names in other languages; no folded text has it.
OTHER_LANGUAGE = "~"
# Raised when the terms below change: `prepare` then writes those of all authorities again.
TERMS_VERSION = 3
CONTACTS = ("website", "email", "postal_address")


def other_term(folded: str) -> str:
    """Returns the search term of a name in another language, or of its beginning: apart from the
    others, whose owners come first, and whose spelling is corrected.
    """
    return f"{OTHER_LANGUAGE}{folded}"


def _terms_of_name(name, kind):
    """Returns the whole name and, unless it is in another language, its end from each word."""
    return [other_term(fold(name))] if kind == AuthorityNameKind.OTHER else suffixes(name)


def terms_of(authority: LocalAuthority) -> set[str]:
    """Returns the search terms of `authority`, in small letters as texts are searched."""
    codes = [authority.insee_code, *(old["insee_code"] for old in authority.former)]
    codes = [code.lower() for code in codes]
    terms = {term for name, kind in names_of(authority) for term in _terms_of_name(name, kind)}
    return {t for t in (*terms, *codes, *authority.postcodes, authority.siren or "") if t}


def write_authority_terms(authorities: Iterable[LocalAuthority]) -> None:
    """Rewrites the search terms of saved `authorities`."""
    authorities = iter(authorities)
    while batch := list(islice(authorities, BATCH)):
        LocalAuthorityTerm.objects.filter(authority__in=[each.pk for each in batch]).delete()
        LocalAuthorityTerm.objects.bulk_create(
            LocalAuthorityTerm(authority=authority, term=term[:200])
            for authority in batch
            for term in sorted(terms_of(authority))
        )


def key_of(authority: LocalAuthority) -> str:
    """Returns the key that reference data would use, so that a later load finds the row."""
    if authority.kind == LocalAuthorityKind.COMMUNE and authority.insee_code:
        return f"c{authority.insee_code}"
    if authority.kind in GROUPS and authority.siren:
        return f"e{authority.siren}"
    return f"x{uuid4().hex[:12]}"


def add_authority(authority: LocalAuthority, *, source: str) -> LocalAuthority:
    """Saves an authority described by an officer, with its search terms."""
    authority.key = authority.key or key_of(authority)
    authority.region = authority.departement.region if authority.departement else None
    authority.source = f"{BY_OFFICER}{source}"[:200]
    authority.edited = [name for name in CONTACTS if getattr(authority, name)]
    authority.save()
    write_authority_terms([authority])
    return authority


def mark_edited(authority: LocalAuthority, before: LocalAuthority) -> None:
    """Marks, without saving, the choices of `COLUMNS` that changed since `before`.

    A later load of reference data leaves them as they are.
    """
    changed = {
        choice
        for choice, columns in COLUMNS.items()
        if any(getattr(authority, name) != getattr(before, name) for name in columns)
    }
    authority.edited = sorted({*authority.edited, *changed})


def edited_by_officers() -> dict[str, LocalAuthority]:
    """Returns {key: authority} of the authorities with fields that officers typed."""
    return {each.key: each for each in LocalAuthority.objects.exclude(edited=[]).iterator()}


def names_left_by(old: LocalAuthority) -> list[dict[str, str]]:
    """Returns the former names that `old` leaves to its successor."""
    return [*old.former, {"insee_code": old.insee_code, "name": old.name}]


def set_successor(old: LocalAuthority, heir: LocalAuthority, *, source: str) -> None:
    """Makes `heir` the successor of `old`, with its names and its partnerships."""
    old.successor = heir
    old.closed_on = timezone.localdate()
    old.source = f"{BY_OFFICER}{source}"[:200]
    old.save()
    names = [each for each in names_left_by(old) if each not in heir.former]
    heir.former = [*heir.former, *names]
    heir.save()
    write_authority_terms([heir])
    refresh(list(old.partnerships.values_list("pk", flat=True)))


def clear_successor(
    old: LocalAuthority, heir: LocalAuthority, *, closed_on, source: str, known
) -> None:
    """Undoes `set_successor`: `old` is a current authority again.

    `heir` loses the names of `old`, except those it already had before (`known`).
    """
    old.successor, old.closed_on, old.source = None, closed_on, source
    names = [each for each in names_left_by(old) if each not in known]
    heir.former = [each for each in heir.former if each not in names]
    heir.save()
    old.save()
    write_authority_terms([old, heir])
    refresh(list(heir.partnerships.values_list("pk", flat=True)))


def _merged():
    merged = LocalAuthority.objects.filter(successor__isnull=False)
    return merged.filter(source__startswith=BY_OFFICER)


def merged_by_officers() -> set[str]:
    """Returns the keys of merged authorities, which reference data must not reopen."""
    return set(_merged().values_list("key", flat=True))


def former_by_officers() -> dict[str, list[dict[str, str]]]:
    """Returns {key: former names from mergers by officers}, unknown to reference data."""
    names = defaultdict(list)
    for old in _merged().select_related("successor"):
        names[old.current.key] += names_left_by(old)
    return names
