from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SearchEngine:
    """How a database engine searches a table of tokens: SQL, terms and operators of its queries.

    `select_keys`: of a `table`, the SQL of the keys matching a query; `is_frequent`: many do;
    `token`, `prefix`: the term for a whole token, or for its beginning.
    """

    select_keys: Callable[..., str]
    token: Callable[[str], str]
    prefix: Callable[[str], str]
    all_of: str
    any_of: str
    but_not: str
