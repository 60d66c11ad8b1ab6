"""The evidence of progress notes, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from partnerships.models import EvidenceDocument, Partnership
from partnerships.registry.search import has_many_matches, search_by_name_first
from proposals.models import Evidence, EvidenceKind, ProgressNote


@dataclass(frozen=True)
class ShownEvidence:
    """`address`: "" where nothing is to be opened: a decision, a file that is not served, a
    partnership that is no longer public. `on`: the day a page was read, or that of a decision.
    """

    kind: EvidenceKind
    label: str
    address: str = ""
    on: date | None = None
    document: EvidenceDocument | None = None

    @property
    def is_link(self) -> bool:
        return self.kind == EvidenceKind.LINK

    @property
    def is_decision(self) -> bool:
        return self.kind == EvidenceKind.DECISION

    @property
    def is_partnership(self) -> bool:
        return self.kind == EvidenceKind.PARTNERSHIP


def notes_with_evidence(notes: QuerySet[ProgressNote]) -> QuerySet[ProgressNote]:
    """Reads the evidence of `notes`, and its documents with their scan result."""
    documents = Prefetch("document", EvidenceDocument.objects.all())
    evidence = Evidence.objects.order_by("pk").prefetch_related(documents)
    return notes.prefetch_related(Prefetch("evidence", evidence))


def public_partnerships(public_ids: Iterable[str]) -> dict[str, Partnership]:
    """Returns {public identifier: partnership that anyone may read}; one that was merged leads to
    the other.
    """
    public_ids = set(public_ids)
    if not public_ids:
        return {}
    rows = Partnership.objects.filter(public_id__in=public_ids).select_related("merged_into")
    found = {row.public_id: row.merged_into or row for row in rows}
    return {key: row for key, row in found.items() if not (row.is_suspended or row.merged_into_id)}


def public_partnerships_named(text: str, most: int) -> list[Partnership]:
    """Returns the partnerships that anyone may read and that `text` finds, those of this very name
    first.
    """
    is_frequent = has_many_matches(text)
    parts = search_by_name_first(Partnership.objects.listed().order_by("-pk"), text, is_frequent)
    return list(islice(chain.from_iterable(part[:most] for part in parts), most))


def _document_of(evidence: Evidence) -> EvidenceDocument | None:
    return getattr(evidence, "document", None)


def shown_evidence(
    evidence: Evidence, number: int, partnerships: dict[str, Partnership]
) -> ShownEvidence:
    """Returns what is shown of an evidence of proposition `number`; `partnerships`: those public,
    by identifier.
    """
    kind = EvidenceKind(evidence.kind)
    label, address, document = evidence.label, evidence.url, None
    if kind == EvidenceKind.PARTNERSHIP:
        partnership = partnerships.get(evidence.partnership)
        label = str(partnership) if partnership else evidence.partnership
        address = partnership.get_absolute_url() if partnership else ""
    elif kind == EvidenceKind.DOCUMENT and (document := _document_of(evidence)):
        label = evidence.label or document.file_name
        if document.is_served:
            address = reverse("proposals:evidence_document", args=[number, evidence.uuid])
    return ShownEvidence(kind, label or address, address, evidence.on, document)
