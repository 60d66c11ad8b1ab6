"""Bulk insert of plain values, without model instances, stored as the ORM would."""

import io
import json
from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db import connection, models, transaction

from partnerships.publication.public_version import PUBLIC_TABLES, mark_public_change

# Fields whose values are stored unchanged.
PLAIN_COLUMNS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def _as_copied(value) -> str:
    """Returns `value` in the text format of COPY."""
    if type(value) is int:
        return str(value)
    if value is None:
        return r"\N"
    if type(value) is str:
        text = value
    else:  # JSON is as Django gives it to psycopg
        text = json.dumps(value.adapted) if hasattr(value, "adapted") else str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if not text.isprintable():
        text = text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Copies `rows` into `table`, on PostgreSQL only. Raises IntegrityError, as an INSERT would.

    No statement is executed that `watch_public_tables` would see.
    """
    lines = io.StringIO("".join("\t".join(map(_as_copied, row)) + "\n" for row in rows))
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        with connection.wrap_database_errors:
            cursor.copy_expert(
                f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN", lines
            )
        if table in PUBLIC_TABLES:
            mark_public_change()


class Table:
    """The table of `model`, for bulk inserts.

    Rows are tuples of the fields `names`, in order; the other fields get their default values,
    except a generated primary key.
    """

    def __init__(self, model: type[models.Model], *names: str):
        self.model, self.names = model, names

    @cached_property
    def _fields(self):
        return [self.model._meta.get_field(name) for name in self.names]

    @cached_property
    def _others(self):
        fields = self.model._meta.concrete_fields
        return [each for each in fields if each not in self._fields and not each.primary_key]

    @cached_property
    def _to_prepare(self):
        """(position, field) of the values to convert for the database."""
        return [
            (position, field)
            for position, field in enumerate([*self._fields, *self._others])
            if not isinstance(getattr(field, "target_field", field), PLAIN_COLUMNS)
        ]

    def _prepared(self, row):
        values = [*row, *(field.get_default() for field in self._others)]
        for position, field in self._to_prepare:
            if values[position] is not None:
                values[position] = field.get_db_prep_save(values[position], connection)
        return values

    def insert(self, rows: Iterable[Sequence]) -> None:
        """Inserts `rows` in one statement, if there are any. Raises IntegrityError."""
        if self._others or self._to_prepare:
            rows = map(self._prepared, rows)
        rows = list(rows)
        if not rows:
            return
        table = self.model._meta.db_table
        columns = [field.column for field in (*self._fields, *self._others)]
        if connection.vendor == "postgresql":
            copy_rows(table, columns, rows)
            return
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608

    def next_keys(self, count: int) -> list[int]:
        """Returns `count` unused keys. On SQLite, the transaction must hold the write lock."""
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                sequence = "nextval(pg_get_serial_sequence(%s, 'id'))"
                cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [table, count])  # noqa: S608
                return [key for (key,) in cursor.fetchall()]
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
        return list(range(first, first + count))
