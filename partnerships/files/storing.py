"""Storing files together with the rows that use them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from django.core.files.base import File
from django.db import transaction

from partnerships.files.content import delete_unused, is_claimed, store_upload
from partnerships.files.kind import CheckedFile
from partnerships.files.scanning import scan_after_commit
from partnerships.models import StoredContent

ATTEMPTS = 3
Written = TypeVar("Written")


class LeavingContent(OSError):
    """A content is deleted from the store before a row uses it."""


def claim(content: StoredContent) -> None:
    """Locks the content until the end of the transaction, which then has it scanned.

    Raises LeavingContent.
    """
    if not is_claimed(content):
        raise LeavingContent(f"{content} leaves the store")
    scan_after_commit(content)


def file_fields(sent: File, checked: CheckedFile, content: StoredContent) -> dict:
    """Returns the fields of `StoredFile` for a file and its content."""
    return {
        "file_name": checked.file_name,
        "content_type": checked.content_type,
        "size": content.renditions[-1]["size"] if content.renditions else sent.size,
        "sha256": content.sha256,
    }


def _delete_unused(contents):
    for content in contents:
        # The daily upkeep deletes what a store that is down still holds.
        with suppress(OSError):
            delete_unused(content.sha256)


def store_with_rows(
    uploads: Sequence[tuple[File, CheckedFile]], write: Callable[[list[StoredContent]], Written]
) -> Written:
    """Stores the files, then calls `write` with their contents in a transaction, where it claims
    those that its rows use. Returns what it returns; contents that no row uses are deleted.

    Another attempt follows where a content was deleted meanwhile. Raises what `write` raises, and
    OSError if the store does not answer, or loses a content each time; nothing is written then.
    """
    attempt = 1
    while True:
        contents = []
        try:
            contents.extend(store_upload(*each) for each in uploads)
            with transaction.atomic():
                return write(contents)
        except LeavingContent:
            if attempt == ATTEMPTS:
                raise
            attempt += 1
        finally:
            _delete_unused(contents)
