"""Makes accessible PDF papers (PDF/UA-1) from data and a typst template.

Typed text reaches the template as data (JSON), never as source, so it is never executed.
Characters that no font draws (Chinese, emoji) are replaced by □, and the paper says so.
"""

import json
import re
import string
import unicodedata
from functools import partial
from pathlib import Path

import typst

from cncd_portal.accounts.invisible import shown_text
from partnerships.analysis import normalized
from partnerships.document.steps.text import LINE_ENDS
from partnerships.papers.fonts import fonts
from partnerships.papers.undrawn import MISSING, OTHERS, undrawn_in, without

FOLDER = Path(__file__).parent
LONGEST_WORD = 40
LONG_WORD = re.compile(rf"[^\s]{{{LONGEST_WORD}}}(?=[^\s])")
BREAK = "\u200b"
# Not told with a word that no font draws.
PUNCTUATION = f"{string.punctuation}«»“”’…"


def _is_printed(character: str) -> bool:
    """Whether `character` is not a control, a surrogate or unassigned."""
    return character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")


def printed(text: str) -> str:
    """Returns `text` without what is not printed; very long words may break across lines."""
    text = normalized("NFC", LINE_ENDS.sub("\n", shown_text(text))).replace("\t", " ")
    text = "".join(filter(_is_printed, text))
    return LONG_WORD.sub(lambda match: match[0] + BREAK, text)


def _each_text(data, change):
    """Returns `data` with `change` applied to each of its texts."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(value, change) for value in data]
    return data


def _texts(data):
    """Yields each text of `data`."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)


def _options(template, data, is_altered):
    return {
        "input": str(FOLDER / template),
        "root": str(FOLDER),
        "font_paths": fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps({**data, "is_altered": is_altered})},
    }


def undrawn_words(data) -> list[str]:
    """Returns the words of `data` with a character that no font draws, each once, in order."""
    texts = [printed(text) for text in _texts(data)]
    undrawn = undrawn_in(texts)
    words = (
        word.strip(PUNCTUATION)
        for text in texts
        for word in text.split()
        if undrawn.intersection(word)
    )
    return list(dict.fromkeys(words))


def make_paper(template: str, data: dict) -> bytes:
    """Returns the PDF of `data` (texts, numbers, lists of these), by a template of this folder."""
    data = _each_text(data, printed)
    undrawn = undrawn_in(_texts(data))
    if undrawn:
        data = _each_text(data, partial(without, undrawn))
    try:
        return typst.compile(**_options(template, data, bool(undrawn)), pdf_standards="ua-1")
    except typst.TypstError:
        data = _each_text(data, partial(OTHERS.sub, MISSING))
        return typst.compile(**_options(template, data, is_altered=True), pdf_standards="ua-1")


def page_count(template: str, data: dict) -> int:
    """Returns the number of pages of `data`, which the template labels <pages>."""
    options = _options(template, _each_text(data, printed), is_altered=True)
    return int(typst.query(**options, selector="<pages>", field="value", one=True))
