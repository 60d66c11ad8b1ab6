"""All the rows of a database, read and put back: around tests with transactions of their own."""

import pickle
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from partnerships.models import PublicChange
from partnerships.models.append_only import journal_exception
from partnerships.publication.search_table import DOSSIERS, PARTNERSHIPS

# (columns, rows) by table.
Rows = dict[str, tuple[list[str], list[tuple]]]


@cache
def _tables() -> dict[str, str]:
    """The columns to read, by table."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    columns = dict.fromkeys(sorted(names), "*")
    return columns | {table.name: f"{table.key}, tokens" for table in (PARTNERSHIPS, DOSSIERS)}


def all_rows() -> Rows:
    """The rows of each table of a model, and of the search tables."""
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
def put_back(kept: Rows) -> None:
    """Replaces all rows by those of `kept`, content types and permissions included."""
    with connection.cursor() as cursor, journal_exception("DELETE"):
        # Writing other rows adds to this one.
        last = PublicChange._meta.db_table
        for table, (columns, rows) in sorted(all_rows().items(), key=lambda each: each[0] == last):
            if rows or table == last:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            if kept[table][1]:
                cursor.executemany(insert_of(table, columns), kept[table][1])
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
            put_back(self.rows)
            shutil.copytree(self.folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
            return pickle.loads(self.value)  # noqa: S301
        made = self.make()
        self.made_on, self.rows, self.value = today, all_rows(), pickle.dumps(made)
        shutil.rmtree(self.folder, ignore_errors=True)
        Path(settings.MEDIA_ROOT).mkdir(exist_ok=True, parents=True)
        shutil.copytree(settings.MEDIA_ROOT, self.folder)
        return made
