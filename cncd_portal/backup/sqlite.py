"""The copy of a SQLite database, and its return: both by SQLite's own backup, whole or not."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection


def _copy(source: Path | str, target: Path | str) -> None:
    """One step: what is written meanwhile is not in it, and a copy cut short leaves nothing."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


class SQLiteEngine:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"

    @contextmanager
    def copied(self, path: Path) -> Iterator[Callable]:
        """Copies the database to `path`; gives what runs statements on the copy."""
        _copy(connection.settings_dict["NAME"], path)
        with closing(sqlite3.connect(path)) as copy:
            # One file, without those of WAL beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            yield lambda sql: copy.execute(sql).fetchall()

    def put_back(self, path: Path) -> None:
        """Makes the database in use, which is empty, that of `path`."""
        connection.close()
        _copy(path, connection.settings_dict["NAME"])
