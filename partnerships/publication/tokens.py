"""Search tokens of a partnership or a dossier, the same on every database.

A prefix marks each: `w` a folded word, `s` a stem, `n` a whole name (words joined by « _ »), `o` a
whole name in another language.
"""

import functools
from collections.abc import Iterable

from partnerships.analysis import KEPT_WORDS, fold, stem, words

# Raised when the tokens below change: `prepare` then writes those of all partnerships again.
TOKENS_VERSION = "4"
NAME, OTHER, STEM, WORD = "n", "o", "s", "w"
# PostgreSQL stores a lexeme of at most 2,046 bytes.
LONGEST = 200


def name_token(name: str, mark: str = NAME) -> str:
    """Returns the token of a whole name, the same for spellings that fold to the same text."""
    return mark + "_".join(fold(name).split())[:LONGEST]


@functools.lru_cache(maxsize=KEPT_WORDS)
def _tokens_of_piece(piece: str) -> frozenset[str]:
    """Returns the tokens of `piece`, a text without spaces."""
    folded = [word[:LONGEST] for word in words(piece)]
    return frozenset([*(WORD + word for word in folded), *(STEM + stem(word) for word in folded)])


def tokens_of(names: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Returns all tokens of `texts` and `names`; names are also searchable as a whole."""
    names = list(names)
    pieces = set(" ".join(map(str, (*names, *texts))).split())
    return {name_token(name) for name in names}.union(*map(_tokens_of_piece, pieces))


def other_name_tokens(names: Iterable[str]) -> set[str]:
    """Returns the tokens of names that are only searched: each as a whole, and by its word if it
    has one only. The words of « Ville de Bruxelles » would make « ville » find Brussels, and the
    French stem of « Lila » would make « Lilas » find Lille.
    """
    names = list(names)
    single = {folded for name in names if (folded := fold(name)) and " " not in folded}
    return {name_token(name) for name in names} | {WORD + word[:LONGEST] for word in single}


def other_language_tokens(names: Iterable[str]) -> set[str]:
    """Returns the tokens of the names of French towns in other languages: found as a whole, since
    « Nis », which begins « Nisa », is not Nice; and never before what has the name itself.
    """
    return {name_token(name, OTHER) for name in names}
