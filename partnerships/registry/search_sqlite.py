"""Queries of the FTS5 search tables, whose rowid is the key of the indexed row."""

from partnerships.publication.search_table import SearchTable
from partnerships.registry.search_engine import SearchEngine


def _select_keys(table: SearchTable, is_frequent: bool) -> str:
    return f"SELECT rowid FROM {table.name} WHERE {table.name} MATCH %s"  # noqa: S608


SQLITE = SearchEngine(
    select_keys=_select_keys,
    token='"{}"'.format,
    prefix='"{}" *'.format,
    all_of=" AND ",
    any_of=" OR ",
    but_not=" NOT ",
)
