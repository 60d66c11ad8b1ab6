"""Names that are spelled almost as typed, the same on every engine."""

import functools
from collections.abc import Iterable

from django.db.models import Max, Model

from partnerships.models import LocalAuthorityTerm
from partnerships.near_spelling import Vocabulary
from partnerships.publication.authorities import OTHER_LANGUAGE

# Mistakes (a letter added, left out, replaced, or two exchanged) allowed in a name, by its length.
SHORTEST, LONG = 5, 8
FOUND_MAX = 20


def mistakes_allowed(text: str) -> int:
    """Returns how many; none in a short word or a code, since another one is always close."""
    if len(text) < SHORTEST or any(map(str.isdigit, text)):
        return 0
    return 2 if len(text) >= LONG else 1


def _words_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in name.split())


class TermNames:
    """All names among the search terms of authorities, or of partners: some 50,000, 4 MB.

    `words`: all words of these names. Those of authorities in other languages are known, and
    correct nothing: « Strasboug » is Strasbourg, not Strasborg.
    """

    def __init__(self, terms: Iterable[str]):
        terms = {term for term in terms if not term[:1].isdigit()}
        names = sorted(term for term in terms if not term.startswith(OTHER_LANGUAGE))
        self.names = Vocabulary(names)
        self._own_words = _words_of(names)
        others = (term.removeprefix(OTHER_LANGUAGE) for term in terms.difference(names))
        self.words = self._own_words | _words_of(others)

    @functools.cached_property
    def by_word(self) -> Vocabulary:
        return Vocabulary(sorted(self._own_words))


@functools.lru_cache(maxsize=2)
def _term_names(model: type[Model], _last_term: int | None) -> TermNames:
    """Read once per process, and again when a term was added: `_last_term`, the key of the newest
    one, is then different.
    """
    terms = model.objects.values_list("term", flat=True).distinct().order_by("term")
    return TermNames(terms.iterator(chunk_size=10_000))


def names_among(model: type[Model]) -> TermNames:
    """Returns the names of the terms of `model`; one query, unless they have to be read again."""
    return _term_names(model, model.objects.aggregate(last=Max("pk"))["last"])


def near_names(texts: Iterable[str]) -> dict[str, dict[str, int]]:
    """Returns, for each folded text, {term of authorities close to it: number of mistakes}, the
    closest first; none for a short word or a code.
    """
    texts = {text for text in texts if mistakes_allowed(text)}
    if not texts:
        return {}
    names = names_among(LocalAuthorityTerm).names
    return {text: names.near(text, mistakes_allowed(text), FOUND_MAX) for text in sorted(texts)}
