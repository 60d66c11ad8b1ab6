"""Queries of the `tsvector` search tables."""

from partnerships.publication.search_table import SearchTable
from partnerships.registry.search_engine import SearchEngine


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


POSTGRESQL = SearchEngine(
    select_keys=_select_keys,
    token="'{}'".format,
    prefix="'{}':*".format,
    all_of=" & ",
    any_of=" | ",
    but_not=" & !",
)
