"""Names that are spelt almost as typed, on every engine alike."""

import functools
from collections.abc import Iterable

from django.db.models import Max

from partnerships.models import LocalAuthorityTerm
from partnerships.near_spelling import Vocabulary

# Mistakes (a letter added, left out, replaced, or two exchanged) allowed in a name, by its length.
SHORTEST, LONG = 5, 8
FOUND_MAX = 20


@functools.lru_cache(maxsize=1)
def _vocabulary(_last_term: int | None) -> Vocabulary:
    """Returns all names among the search terms of authorities: some 50,000, 4 MB.

    Each process reads them again once a term was added: `_last_term`, the key of the newest one,
    is then another.
    """
    terms = LocalAuthorityTerm.objects.values_list("term", flat=True).distinct().order_by("term")
    return Vocabulary(term for term in terms.iterator(chunk_size=10_000) if not term[:1].isdigit())


def near_names(texts: Iterable[str]) -> dict[str, dict[str, int]]:
    """Returns, for each folded text, {term of authorities close to it: number of mistakes}, the
    closest first; none for a short word or a code, of which another is never far.
    """
    texts = {text for text in texts if len(text) >= SHORTEST and not any(map(str.isdigit, text))}
    if not texts:
        return {}
    names = _vocabulary(LocalAuthorityTerm.objects.aggregate(last=Max("pk"))["last"])
    return {
        text: names.near(text, 2 if len(text) >= LONG else 1, FOUND_MAX) for text in sorted(texts)
    }
