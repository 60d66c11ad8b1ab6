"""Queries of the `tsvector` search tables."""

from partnerships.publication.search_table import SearchTable

ALL, ANY, BUT = " & ", " | ", " & !"


def found(table: SearchTable, is_frequent: bool) -> str:
    """Returns the SQL that selects the keys matching a query.

    For a frequent word, rows are scanned in order until a page is full; for a rare one, the index
    is used first. The planner cannot tell which is which: it has no statistics on prefixes.
    """
    select = f"SELECT {table.key} FROM {table.name} WHERE tokens @@ %s::tsquery"  # noqa: S608
    if is_frequent:
        return select
    return f"WITH found AS MATERIALIZED ({select}) SELECT {table.key} FROM found"  # noqa: S608


def whole(token: str) -> str:
    return f"'{token}'"


def beginning(token: str) -> str:
    return f"'{token}':*"
