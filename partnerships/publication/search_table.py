"""The full-text search tables: one of public partnerships, one of dossiers for officers.

They have neither model nor foreign key: FTS5 on SQLite, with the key as rowid; a `tsvector` on
PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from partnerships.publication.table import copy_rows

# Pages of FTS5 that one statement merges: some 40 ms.
MERGED_PAGES = 200


@dataclass(frozen=True)
class SearchTable:
    name: str
    postgresql_key: str

    @property
    def key(self) -> str:
        return "rowid" if connection.vendor == "sqlite" else self.postgresql_key

    @property
    def _uses_tsvector(self):
        return connection.vendor == "postgresql"

    def _stored(self, ids):
        """Returns {key: sorted tokens} of the stored rows of `ids`."""
        tokens = "tsvector_to_array(tokens)" if self._uses_tsvector else "tokens"
        marks = ", ".join(["%s"] * len(ids))
        sql = f"SELECT {self.key}, {tokens} FROM {self.name} WHERE {self.key} IN ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, ids)
            rows = cursor.fetchall()
        return {pk: sorted(each if self._uses_tsvector else each.split()) for pk, each in rows}

    def insert(self, entries: Iterable[tuple[int, set[str]]]) -> None:
        """Inserts new rows, given as (key, tokens)."""
        if self._uses_tsvector:
            # Tokens are folded words: none holds a quote, a space or a backslash.
            rows = [(pk, " ".join(f"'{each}'" for each in tokens)) for pk, tokens in entries]
            copy_rows(self.name, [self.key, "tokens"], rows)
            return
        insert = f"INSERT INTO {self.name} ({self.key}, tokens) VALUES (%s, %s)"  # noqa: S608
        rows = [(pk, " ".join(tokens)) for pk, tokens in entries]
        with connection.cursor() as cursor:
            cursor.executemany(insert, rows)

    def write(self, ids: Sequence[int], entries: Iterable[tuple[int, set[str]]]) -> None:
        """Replaces the rows `ids` by `entries`, given as (key, tokens); unchanged rows stay."""
        stored, entries = self._stored(ids), dict(entries)
        outdated = [pk for pk, tokens in stored.items() if tokens != sorted(entries.get(pk, ()))]
        delete = f"DELETE FROM {self.name} WHERE {self.key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(delete, [(pk,) for pk in outdated])
        unchanged = stored.keys() - set(outdated)
        self.insert([(pk, tokens) for pk, tokens in entries.items() if pk not in unchanged])

    def keep_only(self, table: str, column: str = "id") -> None:
        """Deletes the rows whose key is not in this column of `table`."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {self.name} WHERE {self.key} NOT IN (SELECT {column} FROM {table})"  # noqa: S608
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name}")  # noqa: S608

    def forget_removed(self) -> None:
        """Erases the tokens of deleted rows, which FTS5 stores until all is merged.

        By slices: outside of a transaction, each lets others write. PostgreSQL needs nothing.
        """
        if self._uses_tsvector:
            return
        merge = f"INSERT INTO {self.name} ({self.name}, rank) VALUES ('merge', %s)"  # noqa: S608
        with connection.cursor() as cursor:
            # A negative number has everything merged, whatever its level; then it goes on.
            pages, is_unfinished = -MERGED_PAGES, True
            while is_unfinished:
                before = connection.connection.total_changes
                cursor.execute(merge, [pages])
                is_unfinished = connection.connection.total_changes - before > 1
                pages = MERGED_PAGES

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {self.name}")  # noqa: S608
            return cursor.fetchone()[0]


PARTNERSHIPS = SearchTable("partnerships_search", "partnership_id")
DOSSIERS = SearchTable("partnerships_dossiersearch", "dossier_id")
