"""Files that come into a dossier, and leave it: contents in the private store, rows beside."""

import hashlib

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction

from partnerships.document.schema import FILES
from partnerships.document.steps.references import is_uuid
from partnerships.models import Attachment, Dossier, PartnershipDocument, stored_path


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def store(dossier: Dossier, content: File, *, kind, file_name, content_type, by) -> Attachment:
    """Keep a checked file. The same content is kept once, whoever sends it."""
    storage = storages["default"]
    sha256 = _sha256(content)
    path = stored_path(sha256)
    if not storage.exists(path):
        kept = storage.save(path, content)
        if kept != path:  # another request was faster
            storage.delete(kept)
    return Attachment.objects.create(
        dossier=dossier,
        kind=kind,
        file_name=file_name,
        content_type=content_type,
        size=content.size,
        sha256=sha256,
        uploaded_by=by,
    )


def is_deposited(dossier: Dossier, uuid: str) -> bool:
    """Whether a deposit of `dossier` names this file: officers may have to read it again."""
    return any(
        item["uuid"] == uuid
        for submission in dossier.submissions.all()
        for name in FILES
        for item in submission.document.get(name, ())
    )


def _forget_content(sha256):
    if not any(
        model.objects.filter(sha256=sha256).exists() for model in (Attachment, PartnershipDocument)
    ):
        storages["default"].delete(stored_path(sha256))


def remove(dossier: Dossier, uuid: str) -> None:
    """Remove a file that no deposit names, and its content where nothing else holds it."""
    attachment = dossier.attachments.filter(uuid=uuid).first() if is_uuid(uuid) else None
    if attachment is None or is_deposited(dossier, uuid):
        return
    attachment.delete()
    transaction.on_commit(lambda: _forget_content(attachment.sha256))
