"""Attachments of a dossier: added and removed, as rows with contents in the private store."""

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from cncd_portal.file_sizes import file_size
from partnerships.document.buffer import NotSaved, add_item, editing
from partnerships.document.schema import FILE_LISTS
from partnerships.files.content import delete_unused, is_claimed, store_upload
from partnerships.files.kind import CheckedFile
from partnerships.files.scanning import scan_after_commit
from partnerships.identifiers import is_uuid
from partnerships.models import Attachment, AttachmentKind, Dossier

ATTEMPTS = 3


class TooManyFiles(NotSaved):
    """The dossier has reached its maximum number or size of attachments."""


def _check_room(dossier, size):
    totals = dossier.attachments.aggregate(count=Count("pk"), bytes=Sum("size", default=0))
    if totals["count"] >= settings.ATTACHMENTS_MAX_COUNT:
        raise TooManyFiles(
            _("Ce dossier a déjà %(count)s fichiers, le nombre permis\u202f: retirez-en un.")
            % {"count": totals["count"]}
        )
    if totals["bytes"] + size > settings.ATTACHMENTS_MAX_BYTES:
        raise TooManyFiles(
            _("Les fichiers de ce dossier dépasseraient %(limit)s\u202f: retirez-en un.")
            % {"limit": file_size(settings.ATTACHMENTS_MAX_BYTES)}
        )


def _add(dossier, buffer, uuid, checked, content, size, kind, by):
    is_picture = bool(content.renditions)
    Attachment.objects.create(
        dossier=dossier,
        uuid=uuid,
        kind=AttachmentKind.PICTURE if is_picture else kind,
        file_name=checked.file_name,
        content_type=checked.content_type,
        size=size,
        sha256=content.sha256,
        renditions=content.renditions,
        uploaded_by=by,
    )
    if is_picture:
        add_item(buffer, "images", uuid)
    else:
        add_item(buffer, "documents", uuid, kind=kind)
    scan_after_commit(content)


def _attach(dossier, uuid, checked, content, size, kind, by) -> bool:
    """Attaches `content` to the dossier. Returns False if it was deleted from the store meanwhile.

    Raises NotSaved.
    """
    with editing(dossier, by) as buffer:
        if dossier.attachments.filter(uuid=uuid).exists():  # sent again
            return True
        _check_room(dossier, size)
        if not is_claimed(content):
            return False
        _add(dossier, buffer, uuid, checked, content, size, kind, by)
    return True


def store(dossier: Dossier, sent: File, checked: CheckedFile, *, uuid: str, kind: str, by) -> None:
    """Stores a checked file as an attachment. Idempotent by `uuid`, chosen by the sender.

    Pictures go to the images, the rest to the documents. Raises NotSaved, or OSError if the store
    does not answer; nothing is stored then.
    """
    for _attempt in range(ATTEMPTS):
        content = store_upload(sent, checked)
        size = content.renditions[-1]["size"] if content.renditions else sent.size
        try:
            if _attach(dossier, uuid, checked, content, size, kind, by):
                return
        except NotSaved:
            delete_unused(content.sha256)
            raise
    raise OSError(f"{content} leaves the store each time")


def is_deposited(dossier: Dossier, uuid: str) -> bool:
    """Whether a deposit of `dossier` includes this attachment, which officers may read again."""
    return any(
        item["uuid"] == uuid
        for submission in dossier.submissions.all()
        for name in FILE_LISTS
        for item in submission.document.get(name, ())
    )


def remove(dossier: Dossier, uuid: str) -> None:
    """Removes an attachment that is in no deposit, and its content if nothing else uses it."""
    attachment = dossier.attachments.filter(uuid=uuid).first() if is_uuid(uuid) else None
    if attachment is None or is_deposited(dossier, uuid):
        return
    attachment.delete()
    transaction.on_commit(lambda: delete_unused(attachment.sha256), robust=True)
