"""What a partnership, or a file, is found by: marked tokens, the same on every engine.

`w` and a folded word, `s` and a stem, `n` and a whole name (its words joined by « _ »).
"""

import functools
from collections.abc import Iterable

from partnerships.analysis import KEPT_WORDS, fold, stem, words

NAME, STEM, WORD = "n", "s", "w"
# PostgreSQL keeps a lexeme of at most 2,046 bytes.
LONGEST = 200


def name_token(name: str) -> str:
    """The token of a whole name: the same for any spelling that folds alike."""
    return NAME + "_".join(fold(name).split())[:LONGEST]


@functools.lru_cache(maxsize=KEPT_WORDS)
def _tokens_of_piece(piece: str) -> frozenset[str]:
    """The tokens of `piece`, a text without spaces."""
    said = [word[:LONGEST] for word in words(piece)]
    return frozenset([*(WORD + word for word in said), *(STEM + stem(word) for word in said)])


def tokens_of(names: Iterable[str], texts: Iterable[str]) -> set[str]:
    """All tokens of `names`, which are found whole too, and of `texts`."""
    names = list(names)
    found = {name_token(name) for name in names}
    pieces = [piece for text in (*names, *texts) for piece in text.split()]
    return found.union(*map(_tokens_of_piece, pieces))
