"""Search in the table of `tsvector`."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from partnerships.publication.tokens import STEM, WORD

FOUND = "SELECT partnership_id FROM partnerships_search WHERE tokens @@ %s::tsquery"


def word_query(word: str, stem: str, is_begun: bool) -> str:
    """A stem, or a word: the beginning of one where `is_begun`."""
    return f"('{STEM}{stem}' | '{WORD}{word}'{':*' if is_begun else ''})"


def all_of(queries: list[str]) -> str:
    return " & ".join(queries)


def having(partnerships: QuerySet, query: str) -> QuerySet:
    """Those of `partnerships` that `query` finds."""
    return partnerships.filter(pk__in=RawSQL(FOUND, [query]))  # noqa: S611 (query is a parameter)


def token_query(token: str) -> str:
    return f"'{token}'"
