"""Search by words, the same on every engine: all must be found, each by its stem or beginning."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from partnerships.analysis import stem, words
from partnerships.publication.search_table import PARTNERSHIPS, SearchTable
from partnerships.publication.tokens import LONGEST, STEM, WORD, name_token
from partnerships.registry import search_postgresql, search_sqlite

ENGINES = {"sqlite": search_sqlite, "postgresql": search_postgresql}
# From so many letters, a word being typed finds those that begin so.
BEGINNING = 3
MOST_WORDS = 12


def searched_words(text: str) -> list[str]:
    """The words of `text` that are searched: folded, none that says nothing, twelve at most."""
    return [word[:LONGEST] for word in dict.fromkeys(words(text))][:MOST_WORDS]


def _word_query(engine, word):
    typed = engine.beginning if len(word) >= BEGINNING else engine.whole
    return f"({engine.ANY.join([engine.whole(STEM + stem(word)), typed(WORD + word)])})"


def _words_query(engine, text):
    """The query of all the words of `text`, "" where none is left."""
    return engine.ALL.join(_word_query(engine, word) for word in searched_words(text))


def _having(rows, found, query):
    return rows.filter(pk__in=RawSQL(found, [query]))  # noqa: S611 (a parameter)


def search(
    rows: QuerySet, text: str, table: SearchTable = PARTNERSHIPS, is_frequent: bool = False
) -> QuerySet:
    """Those of `rows`, which `table` finds, that have every word of `text`; none where no word is
    left. `is_frequent`: many have them, which is asked otherwise.
    """
    engine = ENGINES[connection.vendor]
    query = _words_query(engine, text)
    return _having(rows, engine.found(table, is_frequent), query) if query else rows.none()


def search_by_name_first(partnerships: QuerySet, text: str, is_frequent: bool) -> list[QuerySet]:
    """`search` in two parts: a title, an authority or a partner is named `text`, then the rest."""
    engine = ENGINES[connection.vendor]
    query, name = _words_query(engine, text), engine.whole(name_token(text))
    if not query:
        return [partnerships.none()]
    found = engine.found(PARTNERSHIPS, is_frequent)
    return [
        _having(partnerships, engine.found(PARTNERSHIPS, is_frequent=False), name),
        _having(partnerships, found, f"({query}){engine.BUT}{name}"),
    ]


def count_found(text: str, most: int, table: SearchTable = PARTNERSHIPS) -> int:
    """How many rows of `table` have every word of `text`, up to `most`, asked of it alone."""
    engine = ENGINES[connection.vendor]
    query = _words_query(engine, text)
    if not query:
        return 0
    found = engine.found(table, is_frequent=True)
    counted = f"SELECT COUNT(*) FROM ({found} LIMIT {most:d}) AS found"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counted, [query])
        return cursor.fetchone()[0]
