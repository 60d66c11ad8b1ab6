"""Rows that a process makes once, and puts back after the flush of each test with transactions of
its own.
"""

import pickle
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from partnerships.publication.search_table import DOSSIERS, PARTNERSHIPS


@cache
def _tables() -> dict[str, str]:
    """The columns to read, by table."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    columns = dict.fromkeys(sorted(names), "*")
    return columns | {table.name: f"{table.key}, tokens" for table in (PARTNERSHIPS, DOSSIERS)}


def all_rows() -> dict[str, tuple[list[str], list[tuple]]]:
    """(columns, rows) of each table that a flush empties, and of the search tables."""
    found = {}
    with connection.cursor() as cursor:
        for table, wanted in _tables().items():
            cursor.execute(f"SELECT {wanted} FROM {table}")  # noqa: S608
            found[table] = ([each[0] for each in cursor.description], cursor.fetchall())
    return found


def insert_of(table: str, columns: list[str], count=1) -> str:
    """The statement that writes `count` rows."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    marks = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * count)}"  # noqa: S608


@transaction.atomic
def _put_back(kept: dict[str, tuple[list[str], list[tuple]]]) -> None:
    """Replaces what a flush leaves, such as new content types, by the rows `kept`."""
    with connection.cursor() as cursor:
        for table, (_columns, rows) in all_rows().items():
            if rows:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for table, (columns, rows) in kept.items():
            if rows:
                cursor.executemany(insert_of(table, columns), rows)
    ContentType.objects.clear_cache()


class Kept:
    """What `make` writes in an empty database and the store, and returns: made once a day, since
    dates count from today. `folder`: where its files are kept.
    """

    def __init__(self, make: Callable, folder: Path):
        self.make, self.folder = make, folder
        self.made_on = None
        self.rows: dict = {}
        self.value = b""

    def give(self):
        today = timezone.localdate()
        if self.made_on == today:
            _put_back(self.rows)
            shutil.copytree(self.folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
            return pickle.loads(self.value)  # noqa: S301
        made = self.make()
        self.made_on, self.rows, self.value = today, all_rows(), pickle.dumps(made)
        shutil.rmtree(self.folder, ignore_errors=True)
        Path(settings.MEDIA_ROOT).mkdir(exist_ok=True, parents=True)
        shutil.copytree(settings.MEDIA_ROOT, self.folder)
        return made
