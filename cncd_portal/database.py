"""Waiting less for a database that is busy, and doing without it."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)
QUIET_MILLISECONDS = 500
# A full disk, or one that became read-only.
DISK_ERRORS = {errno.ENOSPC, errno.EROFS, errno.EDQUOT}


@contextmanager
def short_waits(milliseconds: int) -> Iterator[None]:
    """On SQLite, waits for another writer no longer than `milliseconds`."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    [usual] = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual:d}")


@contextmanager
def quiet_write() -> Iterator[None]:
    """For what a page may do without, as marks of reading or of use: a failure is only logged."""
    try:
        with short_waits(QUIET_MILLISECONDS):
            yield
    except (DatabaseError, InterfaceError):
        logger.warning("a mark of reading or use was not written", exc_info=True)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether `error` says that nothing can be read or written for now, and may be later."""
    if isinstance(error, OSError):
        return error.errno in DISK_ERRORS
    return isinstance(error, OperationalError | InterfaceError)
