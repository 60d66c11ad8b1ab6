"""Contents of the private store: added by uploads, deleted when no attachment uses them."""

import errno
import hashlib
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cncd_portal.storage.checked import AlteredContent, open_checked
from partnerships.files.kind import CheckedFile
from partnerships.models import (
    Attachment,
    DecisionLetter,
    EvidenceDocument,
    OpinionFile,
    PartnershipDocument,
    PartnershipImage,
    ProposalIllustration,
    StoredContent,
)
from partnerships.models.content import rendition_path, stored_path

logger = logging.getLogger(__name__)
# A content being uploaded is not referenced yet.
GRACE = timedelta(days=1)
# Longer than a store takes to give up: a deletion that began before has died.
LEAVING_MAX = timedelta(minutes=15)
# How long an upload waits for a content that is being deleted, and how often it looks.
WAIT_MAX, LOOK_EVERY = 10, 0.1
# Models that reference a content by its SHA-256.
HOLDERS = (
    Attachment,
    PartnershipDocument,
    PartnershipImage,
    OpinionFile,
    DecisionLetter,
    ProposalIllustration,
    EvidenceDocument,
)


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _description(rendition):
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


def _keep(path: str, piece: File, sha256: str) -> bool:
    """Saves a file under a name that says what it holds; returns whether it was not there.

    `sha256`: of what must be there, "" where any content will do. An altered one is replaced.
    """
    store = storages["default"]
    if store.exists(path):
        try:
            open_checked(path, sha256).close()
        except AlteredContent:
            logger.warning("%s was sent again and replaces the altered content", path)
            store.delete(path)
        else:
            return False
    store.save(path, piece)
    return True


def _row(sha256: str, waits: float = 0, **defaults) -> StoredContent:
    """Returns the row of a content, made if there is none.

    One that is being deleted is waited for, `waits` seconds at most; then raises OSError.
    """
    end = time.monotonic() + waits
    while True:
        row, _is_new = StoredContent.objects.get_or_create(sha256=sha256, defaults=defaults)
        if row.leaving_since is None:
            return row
        if time.monotonic() >= end:
            raise OSError(errno.EIO, f"{sha256} is being deleted")
        time.sleep(LOOK_EVERY)
        delete_unused(sha256)  # where whoever was deleting it died


def store_upload(sent: File, checked: CheckedFile) -> StoredContent:
    """Stores a checked file, once per content; for a picture, its renditions.

    Its row is created first, in a separate transaction, so that the store has no unknown file.
    """
    renditions = checked.renditions
    content = ContentFile(renditions[-1].data) if renditions else sent
    sha256 = _sha256(content)
    pieces = dict(_pieces(sha256, content, renditions))
    digests = {path: _sha256(piece) for path, piece in pieces.items() if piece is not content}
    described = [_description(each) for each in renditions]
    stored = _row(sha256, WAIT_MAX, renditions=described, digests=digests)
    expected = stored.digest_of_paths
    added = [path for path, piece in pieces.items() if _keep(path, piece, expected.get(path, ""))]
    # Sizes made anew of a content that was known may not be those of before, byte by byte.
    made = {path: digests[path] for path in added if path in digests}
    if not made.items() <= stored.digests.items():
        stored.digests = {**stored.digests, **made}
        stored.save(update_fields=["digests"])
    return stored


def store_generated(made: bytes) -> StoredContent:
    """Stores a file made by the portal, in the transaction of the caller: waits for nobody."""
    content = ContentFile(made)
    sha256 = _sha256(content)
    stored = _row(sha256)
    _keep(stored_path(sha256), content, sha256)
    return stored


def is_claimed(content: StoredContent) -> bool:
    """Locks the content until the end of the transaction. Returns whether it is to stay."""
    staying = StoredContent.objects.filter(pk=content.pk, leaving_since=None)
    return bool(staying.select_for_update())


def _unused() -> QuerySet:
    """Returns the contents that no row references."""
    uses = [Exists(model.objects.filter(sha256=OuterRef("sha256"))) for model in HOLDERS]
    return StoredContent.objects.exclude(reduce(or_, uses))


def _leave(sha256: str) -> StoredContent | None:
    """Marks an unused content as leaving, so that nothing may refer to it any more.

    Returns None where it is used, gone, or being deleted by someone else.
    """
    now = timezone.now()
    free = Q(leaving_since=None) | Q(leaving_since__lte=now - LEAVING_MAX)
    with transaction.atomic():
        locked = StoredContent.objects.select_for_update().filter(free, sha256=sha256).first()
        if locked is None or not _unused().filter(pk=locked.pk).exists():
            return None
        locked.leaving_since = now
        locked.save(update_fields=["leaving_since"])
        return locked


def delete_unused(sha256: str) -> None:
    """Deletes an unused content. Raises OSError if the store is down: the content stays, unless a
    part of its files is gone already; the next deletion, `LEAVING_MAX` later, then ends it.

    The store may be slow: it is asked outside of any transaction.
    """
    content = _leave(sha256)
    if content is None:
        return
    own = StoredContent.objects.filter(pk=content.pk, leaving_since=content.leaving_since)
    is_whole = True
    try:
        for path in content.paths:
            storages["default"].delete(path)
            is_whole = False
    except OSError:
        if is_whole:
            own.update(leaving_since=None)
        raise
    own.delete()


def delete_all_unused(now: datetime) -> int:
    """Deletes unused contents at least a day old. Returns how many.

    They come from interrupted uploads, or from deletions while the store did not answer.
    """
    old = _unused().filter(created_at__lte=now - GRACE)
    hashes = list(old.values_list("sha256", flat=True))
    for sha256 in hashes:
        delete_unused(sha256)
    storages["default"].prune()
    return len(hashes)
