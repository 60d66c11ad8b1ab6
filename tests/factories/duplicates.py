"""Duplicate pairs, and what an officer does with them on their page."""

from django.urls import reverse

from partnerships.cleaning.merge import merge_records
from partnerships.models import DuplicatePair, Merge, RecordKind
from partnerships.pages.cleaning.merge_page import MergePage
from tests.factories.accounts import lead_reviewer


def pair_of(kind: RecordKind, one, other, reasons=("same_name", "same_kind")) -> DuplicatePair:
    first, second = sorted((one.pk, other.pk))
    return DuplicatePair.objects.create(
        kind=kind,
        first_id=first,
        second_id=second,
        score=50,
        reasons=list(reasons),
        found_at="2026-01-01T00:00Z",
    )


def merged(kind: RecordKind, kept, gone, *, by=None, chosen=None, reason="La même.") -> Merge:
    """Merge `gone` into `kept`, with an up-to-date page."""
    first, second = sorted((kept.pk, gone.pk))
    known = DuplicatePair.objects.filter(kind=kind, first_id=first, second_id=second).first()
    by = by or lead_reviewer()
    page = MergePage(known or pair_of(kind, kept, gone), by, keep=str(kept.pk))
    return merge_records(
        kind, kept.pk, gone.pk, by=by, seen=page.seen, chosen=chosen or {}, reason=reason
    )


def address_of(pair: DuplicatePair) -> str:
    return reverse("partnerships:duplicate_detail", args=[pair.pk])


def sent(client, pair: DuplicatePair, **fields) -> dict:
    """The data that the page of `pair` would send, with `fields`."""
    page = client.get(address_of(pair)).context["page"]
    choices = {f"choice.{field.name}": field.chosen for field in page.fields if not field.is_same}
    return {"keep": page.kept.pk, "seen": page.seen, "reason": "La même.", **choices, **fields}
