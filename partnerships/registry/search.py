"""Full-text search, the same on every database: all words must match, by stem or prefix."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from partnerships.analysis import fold, stem, words
from partnerships.publication.search_table import PARTNERSHIPS, SearchTable
from partnerships.publication.tokens import LONGEST, NAME, OTHER, STEM, WORD, name_token
from partnerships.registry.engines.engine import SearchEngine
from partnerships.registry.engines.postgresql import POSTGRESQL
from partnerships.registry.engines.sqlite import SQLITE
from partnerships.registry.pagination import MOST_COUNTED

ENGINES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
# From this length, a word also matches as a prefix, while it is being typed.
PREFIX_MIN_LENGTH = 3
MAX_WORDS = 12


def searched_words(text: str) -> list[str]:
    """Returns the words of `text` to search for: folded, without stop words, at most twelve."""
    return [word[:LONGEST] for word in dict.fromkeys(words(text))][:MAX_WORDS]


def _word_query(engine: SearchEngine, word: str) -> str:
    term = engine.prefix if len(word) >= PREFIX_MIN_LENGTH else engine.token
    found = [engine.token(STEM + stem(word)), term(WORD + word), engine.token(OTHER + word)]
    return f"({engine.any_of.join(found)})"


def _as_typed_query(engine: SearchEngine, word: str) -> str:
    return f"({engine.any_of.join([engine.token(WORD + word), engine.token(OTHER + word)])})"


def _words_query(engine: SearchEngine, text: str) -> str:
    """Returns the query of all the words of `text`, or of the whole as a name; "" if none is left.

    Other names of several words, such as « Den Haag », are indexed only as a whole.
    """
    query = engine.all_of.join(_word_query(engine, word) for word in searched_words(text))
    if not query or len(fold(text).split()) == 1:
        return query
    names = [engine.token(name_token(text, mark)) for mark in (NAME, OTHER)]
    return engine.any_of.join([f"({query})", *names])


def _matching(rows, sql, query):
    return rows.filter(pk__in=RawSQL(sql, [query]))  # noqa: S611 (a parameter)


def search(
    rows: QuerySet, text: str, table: SearchTable = PARTNERSHIPS, is_frequent: bool = False
) -> QuerySet:
    """Returns the `rows`, indexed by `table`, that match every word of `text`.

    No row if no word is left. `is_frequent`: many rows match, which needs another query plan.
    """
    engine = ENGINES[connection.vendor]
    query = _words_query(engine, text)
    return _matching(rows, engine.select_keys(table, is_frequent), query) if query else rows.none()


def keys_found(text: str) -> list[int]:
    """Returns the keys of the public partnerships that match every word of `text`."""
    engine = ENGINES[connection.vendor]
    query = _words_query(engine, text)
    if not query:
        return []
    with connection.cursor() as cursor:
        return engine.read_keys(cursor, PARTNERSHIPS, query)


def keys_named(text: str) -> list[int]:
    """Returns the keys of the public partnerships whose title, authority or partner is `text`."""
    engine = ENGINES[connection.vendor]
    if not searched_words(text):
        return []
    with connection.cursor() as cursor:
        return engine.read_keys(cursor, PARTNERSHIPS, engine.token(name_token(text)))


def search_by_name_first(partnerships: QuerySet, text: str, is_frequent: bool) -> list[QuerySet]:
    """Returns `search` in two parts: title, authority or partner named `text`, then the rest."""
    engine = ENGINES[connection.vendor]
    query, name = _words_query(engine, text), engine.token(name_token(text))
    if not query:
        return [partnerships.none()]
    matches = engine.select_keys(PARTNERSHIPS, is_frequent)
    return [
        _matching(partnerships, engine.select_keys(PARTNERSHIPS, is_frequent=False), name),
        _matching(partnerships, matches, f"({query}){engine.but_not}{name}"),
    ]


def _count(table, query, most):
    matches = ENGINES[connection.vendor].select_keys(table, is_frequent=True)
    sql = f"SELECT COUNT(*) FROM ({matches} LIMIT {most:d}) AS found"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [query])
        return cursor.fetchone()[0]


def is_known_as_typed(text: str) -> bool:
    """Whether a public partnership has all the words of `text`, whole and spelled as typed."""
    engine = ENGINES[connection.vendor]
    query = engine.all_of.join(_as_typed_query(engine, word) for word in searched_words(text))
    return bool(query) and _count(PARTNERSHIPS, query, 1) > 0


def count_found(text: str, most: int, table: SearchTable = PARTNERSHIPS) -> int:
    """Returns the number of rows of `table` that match every word of `text`, up to `most`."""
    engine = ENGINES[connection.vendor]
    query = _words_query(engine, text)
    return _count(table, query, most) if query else 0


def has_many_matches(text: str, table: SearchTable = PARTNERSHIPS) -> bool:
    """Whether more rows of `table` match every word of `text` than are counted one by one."""
    return count_found(text, MOST_COUNTED + 1, table) > MOST_COUNTED
