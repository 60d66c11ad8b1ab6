"""Names that are spelt almost as typed, on every engine alike."""

import functools
from collections.abc import Iterable

from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from partnerships.models import LocalAuthorityTerm

# Mistakes (a letter added, left out, replaced, or two exchanged) allowed in a name, by its length.
SHORTEST, LONG = 5, 8
FOUND_MAX = 20


@functools.lru_cache(maxsize=1)
def _vocabulary(_last_term: int | None) -> list[str]:
    """Returns all names among the search terms of authorities: some 50,000.

    Each process reads them again once a term was added: `_last_term`, the key of the newest one,
    is then another.
    """
    terms = LocalAuthorityTerm.objects.values_list("term", flat=True).distinct().order_by("term")
    return [term for term in terms.iterator(chunk_size=10_000) if not term[:1].isdigit()]


def near_names(texts: Iterable[str]) -> dict[str, dict[str, int]]:
    """Returns, for each folded text, {term of authorities close to it: number of mistakes}, the
    closest first; none for a short word or a code, of which another is never far.
    """
    texts = {text for text in texts if len(text) >= SHORTEST and not any(map(str.isdigit, text))}
    if not texts:
        return {}
    names = _vocabulary(LocalAuthorityTerm.objects.aggregate(last=Max("pk"))["last"])
    return {text: _near(text, names) for text in texts}


def _near(text, names):
    mistakes = 2 if len(text) >= LONG else 1
    found = process.extract(
        text, names, scorer=OSA.distance, score_cutoff=mistakes, limit=FOUND_MAX
    )
    return {name: int(distance) for name, distance, _rank in found}
