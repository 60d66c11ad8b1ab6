"""The tables of the searches: one of what is public, one of what officers read.

Neither has a model nor a foreign key: FTS5 on SQLite, where a row is known by its number, a
`tsvector` on PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from partnerships.publication.table import copy_rows


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

    def _stored(self, ids):
        """The rows of `ids` as they are: key → sorted tokens."""
        tokens = "tsvector_to_array(tokens)" if self._is_of_vectors else "tokens"
        marks = ", ".join(["%s"] * len(ids))
        asked = f"SELECT {self.key}, {tokens} FROM {self.name} WHERE {self.key} IN ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(asked, ids)
            rows = cursor.fetchall()
        return {pk: sorted(each if self._is_of_vectors else each.split()) for pk, each in rows}

    def insert(self, found: Iterable[tuple[int, set[str]]]) -> None:
        """Add rows that are not there: (key, tokens)."""
        if self._is_of_vectors:
            # Tokens are folded words: none holds a quote, a space or a backslash.
            rows = [(pk, " ".join(f"'{each}'" for each in tokens)) for pk, tokens in found]
            copy_rows(self.name, [self.key, "tokens"], rows)
            return
        insert = f"INSERT INTO {self.name} ({self.key}, tokens) VALUES (%s, %s)"  # noqa: S608
        rows = [(pk, " ".join(sorted(tokens))) for pk, tokens in found]
        with connection.cursor() as cursor:
            cursor.executemany(insert, rows)

    def write(self, ids: Sequence[int], found: Iterable[tuple[int, set[str]]]) -> None:
        """Of the rows `ids`, keep those of `found` alone. What is the same is not written."""
        stored, found = self._stored(ids), dict(found)
        gone = [pk for pk, tokens in stored.items() if tokens != sorted(found.get(pk, ()))]
        delete = f"DELETE FROM {self.name} WHERE {self.key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(delete, [(pk,) for pk in gone])
        kept = stored.keys() - set(gone)
        self.insert([(pk, tokens) for pk, tokens in found.items() if pk not in kept])

    def keep_only(self, table: str) -> None:
        """Remove the rows whose key is that of no row of `table`."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {self.name} WHERE {self.key} NOT IN (SELECT id FROM {table})"  # noqa: S608
            )

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
