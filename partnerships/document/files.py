"""Attachments of a dossier: added and removed, as rows with contents in the private store."""

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from cncd_portal.file_sizes import file_size
from partnerships.document.buffer import NotSaved, add_item, editing
from partnerships.document.earlier import restore_item
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps.references import Buffer, texts
from partnerships.files.content import delete_unused
from partnerships.files.kind import CheckedFile
from partnerships.files.storing import claim, file_fields, store_with_rows
from partnerships.identifiers import is_uuid
from partnerships.models import Attachment, AttachmentKind, Dossier


class TooManyFiles(NotSaved):
    """The dossier has reached its maximum number or size of attachments."""


def _totals(dossier):
    return dossier.attachments.aggregate(count=Count("pk"), bytes=Sum("size", default=0))


def _is_too_much(totals, size):
    return totals["bytes"] + size > settings.ATTACHMENTS_MAX_BYTES


def _check_room(dossier, buffer, size):
    """Raises TooManyFiles if there is no room; removed files make room for others."""
    totals = _totals(dossier)
    if totals["count"] >= settings.ATTACHMENTS_MAX_COUNT or _is_too_much(totals, size):
        remove_unlisted(dossier, buffer)
        totals = _totals(dossier)
    if totals["count"] >= settings.ATTACHMENTS_MAX_COUNT:
        raise TooManyFiles(
            _("Ce dossier a déjà %(count)s fichiers, le nombre permis\u202f: retirez-en un.")
            % {"count": totals["count"]}
        )
    if _is_too_much(totals, size):
        raise TooManyFiles(
            _("Les fichiers de ce dossier dépasseraient %(limit)s\u202f: retirez-en un.")
            % {"limit": file_size(settings.ATTACHMENTS_MAX_BYTES)}
        )


def _add(dossier, buffer, uuid, content, kind, **fields):
    is_picture = bool(content.renditions)
    Attachment.objects.create(
        dossier=dossier,
        uuid=uuid,
        kind=AttachmentKind.PICTURE if is_picture else kind,
        renditions=content.renditions,
        **fields,
    )
    if is_picture:
        add_item(buffer, "images", uuid)
    else:
        add_item(buffer, "documents", uuid, kind=kind)


def store(dossier: Dossier, sent: File, checked: CheckedFile, *, uuid: str, kind: str, by) -> None:
    """Stores a checked file as an attachment. Idempotent by `uuid`, chosen by the sender.

    Pictures go to the images, the rest to the documents. Raises NotSaved, or OSError if the store
    does not answer; nothing is stored then.
    """

    def attach(contents):
        [content] = contents
        fields = file_fields(sent, checked, content)
        with editing(dossier, by) as buffer:
            if dossier.attachments.filter(uuid=uuid).exists():  # sent again, perhaps removed since
                for name in FILE_LISTS:
                    restore_item(dossier, buffer, f"{name}.{uuid}")
                return
            _check_room(dossier, buffer, fields["size"])
            claim(content)
            _add(dossier, buffer, uuid, content, kind, uploaded_by=by, **fields)

    store_with_rows([(sent, checked)], attach)


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


def remove_unlisted(dossier: Dossier, buffer: Buffer) -> None:
    """Removes the attachments that the form does not list any more, unless they were deposited."""
    listed = {uuid for name in FILE_LISTS for uuid in texts(buffer.get(name))}
    for attachment in dossier.attachments.all():
        if str(attachment.uuid) not in listed:
            remove(dossier, str(attachment.uuid))
