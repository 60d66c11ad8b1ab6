"""Waiting less for a database that is busy, and doing without it."""

import errno
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.models import QuerySet

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
# What was asked inside the current `one_instant()`; None outside of one.
_answers: ContextVar[dict[Callable, object] | None] = ContextVar("answers", default=None)
QUIET_MILLISECONDS = 500
# Waiting writers of SQLite try again every 100 ms at most. Long work pauses that long, and not more
# than once in TURN_EVERY: it may have many short transactions.
TURN_SECONDS = 0.12
TURN_EVERY = 1
last_turn = time.monotonic()
DELETED_AT_ONCE = 1_000
# A disk that is full, read-only or failing; a bucket that fails is EIO (storage/bucket.py).
DISK_ERRORS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
}
# PostgreSQL's read_only_sql_transaction: a standby, or a server made read-only.
READ_ONLY = "25006"


def open_lasting_connection():
    """On SQLite, a connection that the process holds open while it serves; None elsewhere.

    Closing the last connection removes the files of the write-ahead log, which the next reader
    could not recreate on a full or read-only disk.
    """
    if connection.vendor != "sqlite":
        return None
    lasting = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with lasting.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_schema")
    except OperationalError:
        logger.exception("no connection to keep: pages are read only while the disk can be written")
    return lasting


@contextmanager
def one_instant() -> Iterator[None]:
    """Reads all of the database as it is at the first query: what others commit is not seen.

    For reading alone. Inside a transaction, it changes nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic(), _remembering():
                connection.transaction_mode = usual
                yield
        finally:
            connection.transaction_mode = usual
    else:
        with transaction.atomic(), _remembering():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


@contextmanager
def _remembering() -> Iterator[None]:
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once_an_instant(ask: Callable[[], Answer]) -> Answer:
    """Returns what `ask` reads of the database; inside `one_instant()`, it is read once."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if ask not in answers:
        answers[ask] = ask()
    return answers[ask]


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


def spare_memory() -> None:
    """On SQLite, has the connection keep 16 MB of pages at most, for loads that read each once: a
    process that serves pages keeps 64, and what it maps counts as its memory too.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute("PRAGMA cache_size=-16000")


def _pause_before(execute, sql, params, many, context):
    global last_turn
    is_between = connection.vendor == "sqlite" and not connection.in_atomic_block
    if is_between and time.monotonic() - last_turn >= TURN_EVERY:
        time.sleep(TURN_SECONDS)
        last_turn = time.monotonic()
    return execute(sql, params, many, context)


@contextmanager
def pausing_between_transactions() -> Iterator[None]:
    """For long work: pauses between its transactions, so that others write.

    SQLite has one writer; those who wait for it would miss the instant between two transactions.
    """
    with connection.execute_wrapper(_pause_before):
        yield


def delete_in_slices(rows: QuerySet) -> int:
    """Deletes `rows`, each slice in its own transaction. Returns how many rows went, related ones
    included.
    """
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        count += rows.model._base_manager.filter(pk__in=keys).delete()[0]
    return count


@contextmanager
def quiet_write() -> Iterator[None]:
    """For writes that a page can do without (marks of reading or use): failures are logged."""
    try:
        with short_waits(QUIET_MILLISECONDS):
            yield
    except (DatabaseError, InterfaceError):
        logger.warning("a mark of reading or use was not written", exc_info=True)


def _is_of_redis(error) -> bool:
    """Whether `error` is the client's of Redis, which is imported where CACHE_URL names it alone:
    a tenth of what a process imports at start.
    """
    exceptions = sys.modules.get("redis.exceptions")
    return exceptions is not None and isinstance(error, exceptions.RedisError)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether `error` says that nothing can be read or written for now, and may be later."""
    if isinstance(error, OSError):
        return error.errno in DISK_ERRORS
    if isinstance(error, DatabaseError) and getattr(error.__cause__, "pgcode", "") == READ_ONLY:
        return True
    return isinstance(error, OperationalError | InterfaceError) or _is_of_redis(error)
