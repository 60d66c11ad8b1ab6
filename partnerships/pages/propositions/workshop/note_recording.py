"""Recording a progress note with the documents that it rests on."""

from collections.abc import Sequence

from django.core.files.base import File

from partnerships.files.kind import CheckedFile
from partnerships.files.storing import claim, file_fields, store_with_rows
from partnerships.models import EvidenceDocument
from proposals.models import Evidence, ProgressNote
from proposals.progress import record_note

# An evidence, and for a document its checked file.
Sent = tuple[Evidence, tuple[File, CheckedFile] | None]


def record_note_with_files(note: ProgressNote, sent: Sequence[Sent]) -> ProgressNote:
    """Saves the note and what it rests on, all or nothing. Returns it, or the one that the same
    page already sent.

    Raises ValidationError, or OSError where the store does not answer.
    """
    documents = [(evidence, file) for evidence, file in sent if file]

    def record(contents):
        # Of an attempt that was undone, the rows may still have their keys.
        for row in (note, *(evidence for evidence, _file in sent)):
            row.pk = None
        saved = record_note(note, [evidence for evidence, _file in sent])
        if saved is note:
            for (evidence, file), content in zip(documents, contents, strict=True):
                claim(content)
                fields = file_fields(*file, content)
                EvidenceDocument.objects.create(evidence=evidence, **fields)
        return saved

    return store_with_rows([file for _evidence, file in documents], record)
