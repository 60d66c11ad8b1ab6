"""What no font of the papers draws: found before a paper is made, replaced by □ in it."""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import typst

from partnerships.papers.fonts import fonts

MISSING = "□"
# What Marianne draws in any combination.
LATIN = "\n\u200b -~\xa0-\xac\xae-\u017f\u2010-\u2027\u202f-\u203a\u20ac\u2212\u25a1"
OTHERS = re.compile(f"[^{LATIN}]")
# A character in an error of typst, in the notation of Rust: "x", "\u{301}".
NAMED = re.compile(r'the text `"(.|\\u\{[0-9a-f]{1,6}\})"` could not be displayed with font')
TEMPLATE = Path(__file__).parent / "undrawn.typ"
# Categories of the characters that stand on another: accents, joiners, variation selectors.
MARKS = ("Mn", "Me", "Mc", "Cf")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in MARKS


def _refused(texts: set[str]) -> set[str]:
    """Returns the characters of `texts` that typst says no font draws, each text set alone."""
    options = {"font_paths": fonts(), "ignore_system_fonts": True, "pdf_standards": "ua-1"}
    try:
        typst.compile(TEMPLATE, **options, sys_inputs={"texts": json.dumps(sorted(texts))})
    except typst.TypstError as error:
        names = NAMED.findall(error.diagnostic)
        return {chr(int(name[3:-1], 16)) if len(name) > 1 else name for name in names}
    return set()


def undrawn_in(texts: Iterable[str]) -> set[str]:
    """Returns the characters of `texts` that no font draws, alone or (marks) where they stand."""
    words = {word for text in texts for word in text.split() if OTHERS.search(word)}
    if not words:
        return set()
    undrawn = _refused({character for word in words for character in OTHERS.findall(word)})
    marked = {without(undrawn, word) for word in words if any(map(_is_mark, word))}
    return undrawn | set(filter(_is_mark, _refused(marked)))


def without(characters: set[str], text: str) -> str:
    """Returns `text` with each of `characters` replaced by □."""
    return text.translate(dict.fromkeys(map(ord, characters), MISSING))
