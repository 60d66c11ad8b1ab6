"""Marks the words found, in names and in extracts of texts."""

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from partnerships.analysis import KEPT_WORDS, normalized, stem, words
from partnerships.registry.search import PREFIX_MIN_LENGTH

# A word as written, with its combining marks.
WRITTEN_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# Characters of an extract, before the first word found and in all.
BEFORE, LENGTH = 60, 200
KEPT_TEXTS = 1_000


class _Words(NamedTuple):
    """The folded words of a text, and their stems."""

    words: frozenset[str]
    stems: frozenset[str]

    def have(self, wanted: str) -> bool:
        """Whether the searched word finds one of them: by its stem or its beginning."""
        if wanted in self.words or stem(wanted) in self.stems:
            return True
        is_long = len(wanted) >= PREFIX_MIN_LENGTH
        return is_long and any(word.startswith(wanted) for word in self.words)


def _words_in(text: str) -> _Words:
    found = frozenset(words(text))
    return _Words(found, frozenset(map(stem, found)))


_kept_words_in = functools.lru_cache(maxsize=KEPT_TEXTS)(_words_in)


def has_words(text: str, wanted: Sequence[str]) -> bool:
    """Whether `text` has all the searched words; False if there are none."""
    return bool(wanted) and all(map(_kept_words_in(text).have, wanted))


@functools.lru_cache(maxsize=KEPT_WORDS)
def _is_marked(written: str, wanted: tuple[str, ...]) -> bool:
    return any(map(_words_in(written).have, wanted))


def marked(text: str, wanted: Sequence[str]) -> SafeString:
    """Returns `text` as safe HTML, the words that the searched ones find between `<mark>`."""
    text, searched, pieces, end = normalized("NFC", text), tuple(wanted), [], 0
    for found in WRITTEN_WORD.finditer(text):
        if _is_marked(found[0], searched):
            pieces += [escape(text[end : found.start()]), "<mark>", escape(found[0]), "</mark>"]
            end = found.end()
    pieces.append(escape(text[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 (each piece is escaped)


def _cut(text, at):
    """Returns at most LENGTH characters of `text` around `at`, of whole words."""
    start = max(at - BEFORE, 0)
    if start:
        start = text.find(" ", start, at) + 1 or at
    piece = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        piece = piece.rpartition(" ")[0] or piece
    before, after = "… " if start else "", " …" if start + len(piece) < len(text) else ""
    return f"{before}{piece}{after}"


def extract(texts: Iterable[str], wanted: Sequence[str]) -> SafeString:
    """Returns the passage around the first word found in `texts`, marked; "" if there is none."""
    for text in texts:
        flat = " ".join(normalized("NFC", text).split())
        for found in WRITTEN_WORD.finditer(flat):
            if _is_marked(found[0], tuple(wanted)):
                return marked(_cut(flat, found.start()), wanted)
    return SafeString()
