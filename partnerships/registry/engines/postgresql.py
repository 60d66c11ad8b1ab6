"""Queries of the `tsvector` search tables."""

from django.db.backends.utils import CursorWrapper

from partnerships.publication.search_table import SearchTable
from partnerships.registry.engines.engine import SearchEngine


def _select_keys(table: SearchTable, is_frequent: bool) -> str:
    """Returns the SQL that selects the keys matching a query.

    For a frequent word, rows are scanned in order until a page is full; for a rare one, the index
    is used first. The planner cannot tell which is which: it has no statistics on prefixes, but
    takes an array for a short one.
    """
    select = f"SELECT {table.key} FROM {table.name} WHERE tokens @@ %s::tsquery"  # noqa: S608
    if is_frequent:
        return select
    return f"SELECT unnest(ARRAY({select}))"


def _read_keys(cursor: CursorWrapper, table: SearchTable, query: str) -> list[int]:
    """One array costs less than as many rows."""
    cursor.execute(f"SELECT ARRAY({_select_keys(table, is_frequent=True)})", [query])
    return cursor.fetchone()[0]


POSTGRESQL = SearchEngine(
    select_keys=_select_keys,
    read_keys=_read_keys,
    token="'{}'".format,
    prefix="'{}':*".format,
    all_of=" & ",
    any_of=" | ",
    but_not=" & !",
)
