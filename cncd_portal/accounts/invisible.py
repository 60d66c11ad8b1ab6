"""Characters that are shown as nothing, and the one rule on those that people type or paste.

They come with texts copied from web pages, PDFs and word processors, and hide words from searches.
"""

import functools
import re
import unicodedata

# Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties.txt) and the marks of interlinear
# annotations. Some characters of category Cf are visible, such as U+0600, and are not here.
_CLASS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
INVISIBLE = re.compile(f"[{_CLASS}]")
JOINERS = "\u200c\u200d"
DIRECTION_MARKS = "\u061c\u200e\u200f"
# They reverse the text after them: forms refuse them with a sentence rather than drop them.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WITHOUT_REORDERING = dict.fromkeys(map(ord, REORDERING))
EMOJI_STYLES = "\ufe0e\ufe0f"
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
WITHOUT_JOINERS = ("LATIN", "GREEK", "CYRILLIC")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")  # Scotland, Wales, England


def bare(text: str) -> str:
    """Returns `text` without any invisible character: for comparing, not for showing."""
    return text if text.isascii() else INVISIBLE.sub("", text)


def _is_symbol(character):
    return unicodedata.category(character) in ("So", "Sk", "Sm")


@functools.lru_cache(maxsize=4_096)
def _needs_joiner(character):
    """Whether a joiner beside `character` changes how it is written: an emoji, or a letter or a
    mark of a script such as Persian, Hindi or Malayalam.
    """
    if _is_symbol(character) or character in EMOJI_STYLES:
        return True
    is_written = unicodedata.category(character)[0] in "LM"
    return is_written and not unicodedata.name(character, "LATIN").startswith(WITHOUT_JOINERS)


def _is_useful(text, at):
    """Whether the invisible character of `text` at index `at` changes how the text is shown."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character in REORDERING:
        return True
    if character in JOINERS:
        return bool(before and after) and _needs_joiner(before) and _needs_joiner(after)
    if character in EMOJI_STYLES:
        return bool(before) and (_is_symbol(before) or before in "0123456789#*\u203c\u2049")
    if "\U000e0100" <= character <= "\U000e01ef":  # variants of a Chinese or Japanese character
        return bool(before) and unicodedata.category(before) == "Lo"
    return False


def _flags(text):
    """Returns the indexes of the tags that make a flag of the emoji before them."""
    return {at for found in _FLAG.finditer(text) for at in range(*found.span())}


def without_invisible(text: str) -> str:
    """Returns `text` without the invisible characters that change nothing to how it is shown.

    Joiners stay between letters of the scripts that write with them and inside emoji, variation
    selectors after the symbol that they vary, direction marks in a text that has letters written
    from right to left. Those that reorder text stay, for forms to refuse.
    """
    if text.isascii() or not INVISIBLE.search(text):
        return text
    directions = set(map(unicodedata.bidirectional, bare(text)))
    marks = DIRECTION_MARKS if RIGHT_TO_LEFT & directions else ""
    flags = _flags(text)
    parts, start = [], 0
    for found in INVISIBLE.finditer(text):
        at = found.start()
        if found[0] in marks or at in flags or _is_useful(text, at):
            continue
        parts.append(text[start:at])
        start = at + 1
    return "".join([*parts, text[start:]])


def shown_text(text: str) -> str:
    """Returns `text` as pages show it: `without_invisible`, and without what reverses the text
    after it, where there is nobody to be asked to type it again.
    """
    if text.isascii() or not INVISIBLE.search(text):
        return text
    return without_invisible(text.translate(_WITHOUT_REORDERING))


def shown_texts(value: object) -> object:
    """Returns `value`, read from JSON, with `shown_text` of each of its texts; keys stay."""
    if isinstance(value, str):
        return shown_text(value)
    if isinstance(value, list):
        return [shown_texts(each) for each in value]
    if isinstance(value, dict):
        return {key: shown_texts(each) for key, each in value.items()}
    return value
