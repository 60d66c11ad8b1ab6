"""Recording a progress note with the documents that it rests on."""

from collections.abc import Sequence
from contextlib import suppress

from django.core.files.base import File
from django.db import transaction

from partnerships.files.content import delete_unused, is_claimed, store_upload
from partnerships.files.kind import CheckedFile
from partnerships.files.scanning import scan_after_commit
from partnerships.models import EvidenceDocument, StoredContent
from proposals.models import Evidence, ProgressNote
from proposals.progress import record_note

# An evidence, and for a document its checked file.
Sent = tuple[Evidence, tuple[File, CheckedFile] | None]


def _add_document(evidence: Evidence, content: StoredContent, sent: File, checked: CheckedFile):
    if not is_claimed(content):
        raise OSError(f"{content} leaves the store")
    EvidenceDocument.objects.create(
        evidence=evidence,
        file_name=checked.file_name,
        content_type=checked.content_type,
        size=content.renditions[-1]["size"] if content.renditions else sent.size,
        sha256=content.sha256,
    )
    scan_after_commit(content)


def record_note_with_files(note: ProgressNote, sent: Sequence[Sent]) -> ProgressNote:
    """Saves the note and what it rests on, all or nothing. Returns it, or the one that the same
    page already sent.

    Raises ValidationError, or OSError where the store does not answer.
    """
    stored = [(evidence, *file, store_upload(*file)) for evidence, file in sent if file]
    try:
        with transaction.atomic():
            saved = record_note(note, [evidence for evidence, _file in sent])
            if saved is note:
                for evidence, file, checked, content in stored:
                    _add_document(evidence, content, file, checked)
    finally:
        # Of a note that was refused, or sent twice, nothing holds them.
        for _evidence, _sent, _checked, content in stored:
            with suppress(OSError):
                delete_unused(content.sha256)
    return saved
