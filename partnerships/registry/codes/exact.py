"""The page that a code alone leads to: SIREN, INSEE code, postcode, reference, identifier."""

import re
from urllib.parse import urlencode

from django.urls import reverse

from partnerships.identifiers import WIKIDATA_ITEM
from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityTerm,
    Partnership,
)
from partnerships.models.partnership import PUBLIC_ID_ALPHABET
from partnerships.registry.authority_search import CODE, RANKED, match_of, wording_of

# With hyphens, or the spaces and dashes that take their place in mails and spreadsheets.
REFERENCE = re.compile(r"cd[- ‐‑–]?([0-9]{4})(?:[- ‐‑–]([0-9]{1,6})|([0-9]{6}))", re.IGNORECASE)  # noqa: RUF001
# Alone, or in a pasted address.
PUBLIC_ID = re.compile(
    rf"(?:\S*/registre/)?([{PUBLIC_ID_ALPHABET}]{{8}})(?:-[-a-z0-9_]*)?/?", re.IGNORECASE
)
WIKIDATA = re.compile(WIKIDATA_ITEM)
AUTHORITY_CODE = re.compile(r"[0-9]{9}|[0-9][0-9ab][0-9]{3}")
# The parameter of an authority's page with the code typed, where it is a postcode as well.
POSTCODE = "code_postal"


def _of_partnership(**wanted) -> str:
    """A suspended one is never found here; its own page, for those with its address, says so."""
    found = Partnership.objects.filter(is_suspended=False, **wanted).order_by("pk")
    public_id = found.values_list("public_id", flat=True).first()
    return reverse("partnerships:partnership_by_id", args=[public_id]) if public_id else ""


def _of_item(wikidata_id) -> str:
    """The only authority or partner that is this item of Wikidata."""
    found = [
        row
        for rows in (InternationalPartner.objects.current(), LocalAuthority.objects.existing())
        for row in rows.filter(wikidata_id=wikidata_id).order_by("pk")[:2]
    ]
    return found[0].get_absolute_url() if len(found) == 1 else ""


def _of_authority(wording) -> str:
    """The authority with this SIREN or INSEE code, else the only one with this postcode.

    An INSEE code may be the postcode of other communes: the address then says so.
    """
    terms = LocalAuthorityTerm.objects.filter(term=wording.folded).values("authority")
    rows = LocalAuthority.objects.existing().filter(pk__in=terms).order_by("pk")[:RANKED]
    matches = [match for row in rows if (match := match_of(row, wording))]
    surest = [match for match in matches if match.rank == CODE]
    chosen = surest or matches
    if len(chosen) != 1:
        return ""
    address = chosen[0].authority.get_absolute_url()
    is_shared = len(matches) > 1
    return f"{address}?{urlencode({POSTCODE: wording.folded})}" if is_shared else address


def reference_of(text: str) -> str:
    """Returns the reference that `text` is, as dossiers have it; "" if it is none."""
    found = REFERENCE.fullmatch(text)
    return f"CD-{found[1]}-{(found[2] or found[3]).zfill(6)}" if found else ""


def address_of_code(text: str) -> str:
    """Returns the address of what the code `text` names; "" if it is no code, or names several."""
    text = " ".join(text.split())
    if reference := reference_of(text):
        return _of_partnership(reference=reference)
    if WIKIDATA.fullmatch(text):
        return _of_item(text)
    if found := PUBLIC_ID.fullmatch(text):
        return _of_partnership(public_id=found[1].lower())
    wording = wording_of(text)
    return _of_authority(wording) if AUTHORITY_CODE.fullmatch(wording.folded) else ""


def sharing_postcode(authority: LocalAuthority, code: str) -> list[LocalAuthority]:
    """Returns the other authorities of the postcode `code`, if it is the authority's INSEE code."""
    if not code or code != authority.insee_code.lower():
        return []
    terms = LocalAuthorityTerm.objects.filter(term=code).values("authority")
    others = LocalAuthority.objects.existing().filter(pk__in=terms).exclude(pk=authority.pk)
    return [row for row in others.order_by("sort_key", "pk")[:RANKED] if code in row.postcodes]
