"""French authorities as officers add and merge them, and what one may type to find them."""

from collections.abc import Iterable
from itertools import islice
from uuid import uuid4

from django.utils import timezone

from partnerships.analysis import suffixes
from partnerships.models import LocalAuthority, LocalAuthorityKind, LocalAuthorityTerm
from partnerships.publication.refresh import refresh

BATCH = 2_000
# How the source of what officers decide begins, and that of reference data never does.
BY_OFFICER = "Administration\u202f: "
GROUPS = {
    LocalAuthorityKind.CC,
    LocalAuthorityKind.CA,
    LocalAuthorityKind.CU,
    LocalAuthorityKind.METROPOLE,
    LocalAuthorityKind.EPT,
}


def terms_of(authority: LocalAuthority) -> set[str]:
    """What one may type to find `authority`."""
    names = [authority.name, *(old["name"] for old in authority.former)]
    codes = [authority.insee_code, *(old["insee_code"] for old in authority.former)]
    terms = {term for name in names if name for term in suffixes(name)}
    return {t for t in (*terms, *codes, *authority.postcodes, authority.siren or "") if t}


def write_terms(authorities: Iterable[LocalAuthority]) -> None:
    """Write again what finds saved `authorities`."""
    authorities = iter(authorities)
    while batch := list(islice(authorities, BATCH)):
        LocalAuthorityTerm.objects.filter(authority__in=[each.pk for each in batch]).delete()
        LocalAuthorityTerm.objects.bulk_create(
            LocalAuthorityTerm(authority=authority, term=term[:200])
            for authority in batch
            for term in sorted(terms_of(authority))
        )


def key_of(authority: LocalAuthority) -> str:
    """The key that reference data would give, so that it finds the row if it comes to know it."""
    if authority.kind == LocalAuthorityKind.COMMUNE and authority.insee_code:
        return f"c{authority.insee_code}"
    if authority.kind in GROUPS and authority.siren:
        return f"e{authority.siren}"
    return f"x{uuid4().hex[:12]}"


def add_authority(authority: LocalAuthority, *, source: str) -> LocalAuthority:
    """Save an authority that an officer described, and make it findable."""
    authority.key = authority.key or key_of(authority)
    authority.region = authority.departement.region if authority.departement else None
    authority.source = f"{BY_OFFICER}{source}"[:200]
    authority.save()
    write_terms([authority])
    return authority


def succeed(old: LocalAuthority, heir: LocalAuthority, *, source: str) -> None:
    """`heir` takes the place of `old`, is found under its name, and has its partnerships."""
    old.successor = heir
    old.closed_on = timezone.localdate()
    old.source = f"{BY_OFFICER}{source}"[:200]
    old.save()
    heir.former = [*heir.former, {"insee_code": old.insee_code, "name": old.name}]
    heir.save(update_fields=["former"])
    write_terms([heir])
    refresh(list(old.partnerships.values_list("pk", flat=True)))


def merged_by_officers() -> set[str]:
    """Keys that reference data may still have, and must not open again."""
    merged = LocalAuthority.objects.filter(successor__isnull=False)
    return set(merged.filter(source__startswith=BY_OFFICER).values_list("key", flat=True))
