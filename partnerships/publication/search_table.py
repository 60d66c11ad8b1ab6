"""The tables of the searches: one of what is public, one of what officers read.

Neither has a model nor a foreign key: FTS5 on SQLite, where a row is known by its number, a
`tsvector` on PostgreSQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class SearchTable:
    name: str
    postgresql_key: str

    @property
    def key(self) -> str:
        return "rowid" if connection.vendor == "sqlite" else self.postgresql_key

    @property
    def _is_of_vectors(self):
        return connection.vendor == "postgresql"

    def write(self, ids: Iterable[int], found: Iterable[tuple[int, list[str]]]) -> None:
        """Of the rows `ids`, keep those of `found` alone: (key, tokens)."""
        value = "array_to_tsvector(%s)" if self._is_of_vectors else "%s"
        insert = f"INSERT INTO {self.name} ({self.key}, tokens) VALUES (%s, {value})"  # noqa: S608
        rows = [(pk, each if self._is_of_vectors else " ".join(each)) for pk, each in found]
        with connection.cursor() as cursor:
            delete = f"DELETE FROM {self.name} WHERE {self.key} = %s"  # noqa: S608
            cursor.executemany(delete, [(pk,) for pk in ids])
            if rows:
                cursor.executemany(insert, rows)

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name}")  # noqa: S608

    def forget_removed(self) -> None:
        """Leave nothing of rows that were removed: FTS5 keeps their words until it is written
        whole. PostgreSQL does so by itself.
        """
        if not self._is_of_vectors:
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.name} ({self.name}) VALUES ('optimize')")  # noqa: S608

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {self.name}")  # noqa: S608
            return cursor.fetchone()[0]


PARTNERSHIPS = SearchTable("partnerships_search", "partnership_id")
DOSSIERS = SearchTable("partnerships_dossiersearch", "dossier_id")
