"""Search by words, the same on every engine: all must be found, each by its stem or beginning."""

from django.db import connection
from django.db.models import QuerySet

from partnerships.analysis import stem, words
from partnerships.publication.tokens import LONGEST, name_token
from partnerships.registry import search_postgresql, search_sqlite

ENGINES = {"sqlite": search_sqlite, "postgresql": search_postgresql}
# From so many letters, a word being typed finds those that begin so.
BEGINNING = 3
MOST_WORDS = 12


def searched_words(text: str) -> list[str]:
    """The words of `text` that are searched: folded, none that says nothing, twelve at most."""
    return [word[:LONGEST] for word in dict.fromkeys(words(text))][:MOST_WORDS]


def search(partnerships: QuerySet, text: str) -> QuerySet:
    """Those of `partnerships` that have every word of `text`; none where no word is left."""
    engine = ENGINES[connection.vendor]
    queries = [
        engine.word_query(word, stem(word), len(word) >= BEGINNING) for word in searched_words(text)
    ]
    if not queries:
        return partnerships.none()
    return engine.having(partnerships, engine.all_of(queries))


def named(partnerships: QuerySet, text: str) -> QuerySet:
    """Those of `partnerships` of which the title, an authority or a partner is named `text`."""
    engine = ENGINES[connection.vendor]
    return engine.having(partnerships, engine.token_query(name_token(text)))
