"""Files that the worker makes, built as when they are requested, and attachments for them."""

import hashlib
import zipfile

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import QueryDict

from partnerships.document.buffer import add_item
from partnerships.models import (
    Attachment,
    DataExport,
    DataExportState,
    Dossier,
    StoredContent,
    stored_path,
)
from partnerships.pages.members.data_export_file import ask_data_export, make_data_export
from partnerships.pages.queue.exports.pack_file import ask_pack, make_pack
from partnerships.pages.queue.exports.queue_export_file import (
    ask_queue_export,
    make_queue_export,
)
from partnerships.pages.queue.queue_listing import QueueListing
from tests.factories.pdf import text_of_pdf


def made(user) -> DataExport:
    export = ask_data_export(user)
    make_data_export.enqueue(export.pk)
    export.refresh_from_db()
    return export


def made_queue(officer) -> DataExport:
    """The spreadsheet of the whole queue."""
    export = ask_queue_export(QueueListing(officer, QueryDict()), "csv")
    make_queue_export.enqueue(export.pk)
    export.refresh_from_db()
    return export


def made_pack(officer) -> DataExport:
    """The papers of two dossiers that the officer instructs."""
    export = ask_pack(officer, Dossier.objects.deposited().instructed_by(officer)[:2])
    make_pack.enqueue(export.pk)
    export.refresh_from_db()
    return export


def archive_of(user) -> dict[str, bytes]:
    """The files of the archive of `user`: name → content."""
    export = made(user)
    assert export.state == DataExportState.READY
    with storages["default"].open(export.path) as file, zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(files: dict[str, bytes]) -> str:
    """All that the files of an archive say, papers included."""
    return "\n".join(
        text_of_pdf(content) if name.endswith("/dossier.pdf") else content.decode()
        for name, content in files.items()
    )


def attached(dossier, content=b"%PDF-1.7 convention", name="Convention signée.pdf"):
    sha256 = hashlib.sha256(content).hexdigest()
    storages["default"].save(stored_path(sha256), ContentFile(content))
    StoredContent.objects.get_or_create(sha256=sha256)
    attachment = Attachment.objects.create(
        dossier=dossier,
        kind="agreement",
        file_name=name,
        content_type="application/pdf",
        size=len(content),
        sha256=sha256,
        uploaded_by=dossier.created_by,
    )
    buffer = dossier.buffer
    add_item(buffer, "documents", str(attachment.uuid), kind="agreement")
    dossier.buffer = buffer
    dossier.save()
    return attachment
