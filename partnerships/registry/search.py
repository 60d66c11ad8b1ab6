"""Search by words, the same on every engine: all must be found, each by its stem or beginning."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from partnerships.analysis import stem, words
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


def _having(partnerships, engine, query):
    found = RawSQL(engine.FOUND, [query])  # noqa: S611 (the query is a parameter)
    return partnerships.filter(pk__in=found)


def search(partnerships: QuerySet, text: str) -> QuerySet:
    """Those of `partnerships` that have every word of `text`; none where no word is left."""
    engine = ENGINES[connection.vendor]
    queries = [_word_query(engine, word) for word in searched_words(text)]
    if not queries:
        return partnerships.none()
    return _having(partnerships, engine, engine.ALL.join(queries))


def named(partnerships: QuerySet, text: str) -> QuerySet:
    """Those of `partnerships` of which the title, an authority or a partner is named `text`."""
    engine = ENGINES[connection.vendor]
    return _having(partnerships, engine, engine.whole(name_token(text)))
