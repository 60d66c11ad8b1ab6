"""Bulk upsert of plain values by a key; `publication/table.py` only inserts."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models, transaction

Row = Sequence[str | int | float | list | None]
# Name and definition of the indexes of a table, without those of constraints.
INDEXES = {
    "sqlite": """SELECT name, sql FROM sqlite_schema
        WHERE type = 'index' AND tbl_name = %s AND sql NOT LIKE 'CREATE UNIQUE%%'""",
    "postgresql": """SELECT indexname, indexdef FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = %s
        AND indexdef NOT LIKE 'CREATE UNIQUE%%'""",
}


def _on_conflict(model: type[models.Model], names: Sequence[str], key: str) -> str:
    """Returns the SQL clause that updates the fields `names` of a row whose `key` exists."""
    quote = connection.ops.quote_name
    columns = [quote(model._meta.get_field(name).column) for name in names if name != key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f" ON CONFLICT ({quote(key)}) DO UPDATE SET {changes}"


def upsert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: list[Row],
    *,
    key: str,
    update: Sequence[str] = (),
) -> None:
    """Inserts `rows` of the fields `names`, or updates those whose `key` exists.

    `update`: the fields to update, all of `names` by default. Values are as the database takes
    them, JSON as lists or dictionaries; model defaults are not applied.
    """
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    start = f"INSERT INTO {quote(model._meta.db_table)} ({columns})"
    end = _on_conflict(model, update or names, key)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = ", ".join(f"{quote(f.column)} {f.rel_db_type(connection)}" for f in fields)
            keyed = [dict(zip((f.column for f in fields), row, strict=True)) for row in rows]
            source = f" SELECT {columns} FROM json_to_recordset(%s::json) AS row ({types})"  # noqa: S608
            cursor.execute(start + source + end, [json.dumps(keyed)])
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{start} VALUES ({marks}){end}", _as_text(fields, rows))


def _as_text(fields: list[models.Field], rows: list[Row]) -> list[Row]:
    """Returns `rows` with their JSON fields serialised as text."""
    json_columns = [i for i, field in enumerate(fields) if isinstance(field, models.JSONField)]
    if not json_columns:
        return rows
    texts = [list(row) for row in rows]
    for row in texts:
        for i in json_columns:
            row[i] = json.dumps(row[i]) if row[i] != [] else "[]"
    return texts


def write_missing_keys(model: type[models.Model]) -> None:
    """Writes the missing sort keys: those of rows that the data does not have."""
    key = model._meta.get_field("sort_key")
    rows = list(model._default_manager.filter(sort_key="").order_by("pk"))
    for row in rows:
        row.sort_key = key.value_of(row)
    model._default_manager.bulk_update(rows, ["sort_key"], batch_size=500)


@contextmanager
def indexes_made_last(*loaded: type[models.Model]) -> Iterator[None]:
    """Makes the indexes of the `loaded` tables after their rows, if all of them are empty.

    That halves the work of the database, and is one transaction: killed, it leaves nothing. Where
    there are rows already, others read and write: each batch is committed by itself.
    """
    if any(model._base_manager.exists() for model in loaded):
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        indexes = []
        for model in loaded:
            cursor.execute(INDEXES[connection.vendor], [model._meta.db_table])
            indexes += cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        if connection.vendor == "postgresql":  # no index while checks of foreign keys wait
            connection.check_constraints()
        for _name, definition in indexes:
            cursor.execute(definition)
