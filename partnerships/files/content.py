"""Contents come into the private store, and leave it when no file holds them."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from partnerships.files.kind import CheckedFile
from partnerships.models import (
    Attachment,
    DecisionLetter,
    OpinionFile,
    PartnershipDocument,
    PartnershipImage,
    StoredContent,
    rendition_path,
    stored_path,
)

# What is arriving is held by nothing yet.
GRACE = timedelta(days=1)
# Whose rows name a content by its SHA-256.
HOLDERS = (Attachment, PartnershipDocument, PartnershipImage, OpinionFile, DecisionLetter)


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _facts(rendition):
    return {
        "width": rendition.width,
        "height": rendition.height,
        "content_type": rendition.content_type,
        "size": len(rendition.data),
    }


def _pieces(sha256, content, renditions) -> Iterator[tuple[str, File]]:
    yield stored_path(sha256), content
    for each in renditions[:-1]:
        yield rendition_path(sha256, each.width, each.content_type), ContentFile(each.data)


def store_upload(sent: File, checked: CheckedFile) -> StoredContent:
    """Put a checked file in the store, once, whoever sends it; of a picture, what was made of it.

    Its row comes first, in a transaction of its own, so that the store holds nothing unknown.
    """
    renditions = checked.renditions
    content = ContentFile(renditions[-1].data) if renditions else sent
    sha256 = _sha256(content)
    kept, _is_new = StoredContent.objects.get_or_create(
        sha256=sha256, defaults={"renditions": [_facts(each) for each in renditions]}
    )
    for path, piece in _pieces(sha256, content, renditions):
        storages["default"].save(path, piece)
    return kept


def store_generated(made: bytes) -> StoredContent:
    """Put what the portal itself made in the store, within the transaction of its caller."""
    content = ContentFile(made)
    sha256 = _sha256(content)
    kept, _is_new = StoredContent.objects.get_or_create(sha256=sha256)
    storages["default"].save(stored_path(sha256), content)
    return kept


def is_claimed(content: StoredContent) -> bool:
    """Whether the content is there still, and stays to the end of the transaction."""
    return bool(StoredContent.objects.select_for_update().filter(pk=content.pk))


def _held_by_none() -> QuerySet:
    held = [Exists(model.objects.filter(sha256=OuterRef("sha256"))) for model in HOLDERS]
    return StoredContent.objects.exclude(reduce(or_, held))


def delete_unused(sha256: str) -> None:
    """Delete a content that no file holds. Raises OSError, and keeps all, if the store is down."""
    with transaction.atomic():
        locked = StoredContent.objects.select_for_update().filter(sha256=sha256).first()
        if locked is None or not _held_by_none().filter(pk=locked.pk).exists():
            return
        locked.delete()
        for path in locked.paths:
            storages["default"].delete(path)


def delete_all_unused(now: datetime) -> int:
    """Delete what came a day ago or more and that no file holds: a sender that went away, a store
    that did not answer. How many were.
    """
    old = _held_by_none().filter(created_at__lte=now - GRACE)
    hashes = list(old.values_list("sha256", flat=True))
    for sha256 in hashes:
        delete_unused(sha256)
    storages["default"].prune()
    return len(hashes)
