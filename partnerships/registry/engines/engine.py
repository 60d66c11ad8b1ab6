from collections.abc import Callable
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from partnerships.publication.search_table import SearchTable


@dataclass(frozen=True)
class SearchEngine:
    """How a database engine searches a table of tokens: SQL, terms and operators of its queries.

    `select_keys`: of a `table`, the SQL of the keys matching a query; `is_frequent`: many do;
    `read_keys`: by a cursor, of a table, all the keys matching a query; `token`, `prefix`: the term
    for a whole token, or for its beginning.
    """

    select_keys: Callable[..., str]
    read_keys: Callable[[CursorWrapper, SearchTable, str], list[int]]
    token: Callable[[str], str]
    prefix: Callable[[str], str]
    all_of: str
    any_of: str
    but_not: str
