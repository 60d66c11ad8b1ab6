"""Rows written as plain values, many at a time, without an object per row."""

import json
from collections.abc import Sequence

from django.db import connection, models

Row = Sequence[str | int | float | list | None]


def _columns(model: type[models.Model], names: Sequence[str]) -> list[models.Field]:
    return [model._meta.get_field(name) for name in names]


def _update(fields: list[models.Field], key: str) -> str:
    """What an insertion does with a row whose `key` is known already."""
    quote = connection.ops.quote_name
    others = [quote(field.column) for field in fields if field.name != key]
    return f" ON CONFLICT ({quote(key)}) DO UPDATE SET " + ", ".join(
        f"{column} = excluded.{column}" for column in others
    )


def write_rows(
    model: type[models.Model], names: Sequence[str], rows: list[Row], *, key: str = ""
) -> None:
    """Insert `rows` of the fields `names`; with `key`, update those that are there already.

    Values are as the database takes them: no default of the model is added.
    A field that holds JSON is given as a list or a dictionary.
    """
    quote = connection.ops.quote_name
    fields = _columns(model, names)
    columns = ", ".join(quote(field.column) for field in fields)
    start = f"INSERT INTO {quote(model._meta.db_table)} ({columns})"  # noqa: S608 (names of models)
    end = _update(fields, key) if key else ""
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
    """`rows`, of which the fields that hold JSON are written as text."""
    held = [i for i, field in enumerate(fields) if isinstance(field, models.JSONField)]
    if not held:
        return rows
    return [
        tuple(json.dumps(value) if i in held else value for i, value in enumerate(row))
        for row in rows
    ]
