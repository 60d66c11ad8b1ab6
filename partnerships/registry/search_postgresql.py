"""How the tables of `tsvector` are asked."""

from partnerships.publication.search_table import SearchTable

ALL, ANY, BUT = " & ", " | ", " & !"


def found(table: SearchTable, is_frequent: bool) -> str:
    """For a word that many have, rows are walked in their order until a page is full. For one that
    few have, the index answers first. The planner cannot tell which is which: it knows nothing of
    the beginnings of words.
    """
    asked = f"SELECT {table.key} FROM {table.name} WHERE tokens @@ %s::tsquery"  # noqa: S608
    if is_frequent:
        return asked
    return f"WITH found AS MATERIALIZED ({asked}) SELECT {table.key} FROM found"  # noqa: S608


def whole(token: str) -> str:
    return f"'{token}'"


def beginning(token: str) -> str:
    return f"'{token}':*"
