"""Finds records to compare by what officers type: a reference, a code, a public address, words."""

import re
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from partnerships.models import InternationalPartner, LocalAuthority, Partnership, RecordKind
from partnerships.registry.authority_search import search_authorities
from partnerships.registry.codes.exact import PUBLIC_ID, WIKIDATA, reference_of
from partnerships.registry.partner_search import search_partners
from partnerships.registry.search import has_many_matches, search_by_name_first

# Records offered where the words typed find several.
SHOWN = 10
NUMBER = re.compile(r"[0-9]{1,6}")
# Name of a public page → kind of its record, and the field that its address holds.
PAGES = {
    "partnership_detail": (RecordKind.PARTNERSHIP, "public_id"),
    "partnership_by_id": (RecordKind.PARTNERSHIP, "public_id"),
    "partner_detail": (RecordKind.PARTNER, "uuid"),
    "authority_detail": (RecordKind.AUTHORITY, "key"),
}


def _unmerged(kind) -> QuerySet:
    """Records of `kind` that were not merged; suspended partnerships are among them."""
    if kind == RecordKind.PARTNERSHIP:
        return Partnership.objects.filter(merged_into__isnull=True)
    if kind == RecordKind.PARTNER:
        return InternationalPartner.objects.current()
    return LocalAuthority.objects.existing()


def _of_address(text) -> tuple[RecordKind, dict] | None:
    """Returns the kind and the identifier in a pasted public address, or None."""
    try:
        page = resolve(urlsplit(text).path)
    except (Resolver404, ValueError):
        return None
    if page.url_name not in PAGES:
        return None
    kind, field = PAGES[page.url_name]
    return kind, {field: page.kwargs[field]}


def _identifier(kind, text) -> dict | None:
    """Returns the field and the value of the identifier that `text` is, or None."""
    if "/" in text and (found := _of_address(text)):
        return found[1] if found[0] == kind else None
    if kind == RecordKind.PARTNERSHIP:
        if reference := reference_of(text):
            return {"reference": reference}
        if NUMBER.fullmatch(text):
            return {"reference__endswith": f"-{int(text):06}"}
        if PUBLIC_ID.fullmatch(text):
            return {"public_id": text.lower()}
    elif WIKIDATA.fullmatch(text):
        return {"wikidata_id": text}
    return None


def _named(kind, text) -> list[int]:
    """Returns the keys of the first records of `kind` that the words find, the surest first."""
    if kind == RecordKind.PARTNER:
        matches = search_partners(InternationalPartner.objects.current(), text, SHOWN)
        return [match.partner.pk for match in matches]
    if kind == RecordKind.AUTHORITY:
        matches = search_authorities(LocalAuthority.objects.existing(), text, SHOWN)
        return [match.authority.pk for match in matches]
    is_frequent = has_many_matches(text)
    parts = search_by_name_first(Partnership.objects.listed(), text, is_frequent)
    return [
        pk for rows in parts for pk in rows.order_by("-pk").values_list("pk", flat=True)[:SHOWN]
    ]


def find_records(kind: RecordKind, text: str) -> list[int]:
    """Returns the keys of at most SHOWN records of `kind`: the one that `text` identifies, else
    those that its words find.
    """
    identifier = _identifier(kind, text)
    if identifier:
        found = _unmerged(kind).filter(**identifier).order_by("pk")
        if keys := list(found.values_list("pk", flat=True)[:SHOWN]):
            return keys
    return _named(kind, text)[:SHOWN]
