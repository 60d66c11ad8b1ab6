"""The one reading of the private store: a content is compared with its SHA-256, then given."""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

logger = logging.getLogger(__name__)
CHUNK = 1024 * 1024
# A content that cannot be read twice is copied while it is compared: in memory up to this size.
IN_MEMORY_MAX = 4 * CHUNK


class BrokenContent(OSError):
    """The store does not give the content it was given. `sha256`: of what it was given."""

    def __init__(self, name: str, sha256: str):
        super().__init__(f"{name} ({sha256})")
        self.name, self.sha256 = name, sha256


class LostContent(BrokenContent):
    """The store does not have it."""


class AlteredContent(BrokenContent):
    """The store has something else under its name."""


def chunks(file) -> Iterator[bytes]:
    """Yields what is left of `file`, a MiB at most at a time."""
    return iter(lambda: file.read(CHUNK), b"")


def _copy(content: File, digest) -> File:
    """A copy of what can be read once, `digest` fed with it on the way."""
    with content, ExitStack() as stack:
        copy = stack.enter_context(
            tempfile.SpooledTemporaryFile(IN_MEMORY_MAX, dir=settings.FILE_UPLOAD_TEMP_DIR)
        )
        for chunk in chunks(content):
            digest.update(chunk)
            copy.write(chunk)
        stack.pop_all()
    return File(copy, content.name)


def _compared(content: File, name: str, sha256: str) -> File:
    digest = hashlib.sha256()
    if content.seekable():
        for chunk in chunks(content):
            digest.update(chunk)
    else:
        content = _copy(content, digest)
    if sha256 and digest.hexdigest() != sha256:
        content.close()
        logger.error("the content %s of the store is not the one it was given: %s", name, sha256)
        raise AlteredContent(name, sha256)
    content.seek(0)
    return content


def open_checked(name: str, sha256: str) -> File:
    """Opens a content of the private store, read to its end and found true before it is given.

    `sha256` "": the digest is not known yet, and is not compared. Raises LostContent or
    AlteredContent, both logged as errors; OSError where the store does not answer.
    """
    try:
        content = storages["default"].open(name)
    except FileNotFoundError as error:
        logger.error("the content %s of the store is lost: %s", name, sha256)
        raise LostContent(name, sha256) from error
    try:
        return _compared(content, name, sha256)
    except OSError:
        content.close()
        raise
