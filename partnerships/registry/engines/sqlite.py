"""Queries of the FTS5 search tables, whose rowid is the key of the indexed row."""

from django.db.backends.utils import CursorWrapper

from partnerships.publication.search_table import SearchTable
from partnerships.registry.engines.engine import SearchEngine


def _select_keys(table: SearchTable, is_frequent: bool) -> str:
    return f"SELECT rowid FROM {table.name} WHERE {table.name} MATCH %s"  # noqa: S608


def _read_keys(cursor: CursorWrapper, table: SearchTable, query: str) -> list[int]:
    cursor.execute(_select_keys(table, is_frequent=False), [query])
    return [pk for (pk,) in cursor.fetchall()]


SQLITE = SearchEngine(
    select_keys=_select_keys,
    read_keys=_read_keys,
    token='"{}"'.format,
    prefix='"{}" *'.format,
    all_of=" AND ",
    any_of=" OR ",
    but_not=" NOT ",
)
