"""Marks the words found, in names and in extracts of texts."""

import functools
import re
from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from partnerships.analysis import KEPT_WORDS, normalized, stem, words
from partnerships.registry.search import PREFIX_MIN_LENGTH

# A word as written, with its combining marks.
WRITTEN_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# Characters of an extract, before the first word found and in all.
BEFORE, LENGTH = 60, 200
KEPT_TEXTS = 256


def is_found(folded: str, wanted: str) -> bool:
    """Whether the searched word finds a folded word: by its stem or its beginning."""
    is_beginning = len(wanted) >= PREFIX_MIN_LENGTH and folded.startswith(wanted)
    return is_beginning or folded == wanted or stem(folded) == stem(wanted)


@functools.lru_cache(maxsize=KEPT_TEXTS)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(words(text))


def has_words(text: str, wanted: Sequence[str]) -> bool:
    """Whether `text` has all the searched words; False if there are none."""
    return bool(wanted) and all(
        any(is_found(word, each) for word in _words_of(text)) for each in wanted
    )


@functools.lru_cache(maxsize=KEPT_WORDS)
def _is_marked(written: str, wanted: tuple[str, ...]) -> bool:
    return any(is_found(word, each) for word in words(written) for each in wanted)


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
