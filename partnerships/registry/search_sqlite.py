"""Queries of the FTS5 search tables, whose rowid is the key of the indexed row."""

from partnerships.publication.search_table import SearchTable

ALL, ANY, BUT = " AND ", " OR ", " NOT "


def found(table: SearchTable, is_frequent: bool) -> str:
    return f"SELECT rowid FROM {table.name} WHERE {table.name} MATCH %s"  # noqa: S608


def whole(token: str) -> str:
    return f'"{token}"'


def beginning(token: str) -> str:
    return f'"{token}" *'
