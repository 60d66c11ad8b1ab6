"""Makes accessible PDF papers (PDF/UA-1) from data and a typst template.

Typed text reaches the template as data (JSON), never as source, so it is never executed.
Characters missing from our fonts (Chinese, emoji) are replaced by □, and the paper says so.
"""

import json
import re
import unicodedata
from functools import partial
from pathlib import Path

import typst

from cncd_portal.accounts.invisible import shown_text
from partnerships.analysis import normalized
from partnerships.document.steps.text import LINE_ENDS
from partnerships.papers.fonts import fonts

FOLDER = Path(__file__).parent
MISSING = "□"
# Error of typst for a character missing from all fonts.
NO_FONT = "could not be displayed with font"
# Characters certainly in the fonts, each tested alone: Latin, Greek, Cyrillic, Hebrew, Arabic,
# common signs. LATIN: those that Marianne draws in any combination.
LATIN = "\n\u200b -~\xa0-\xac\xae-\u017f\u2010-\u2027\u202f-\u203a\u20ac\u2212\u25a1"
WIDER = (
    "\u0180-\u024f\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff"
    "\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0640-\u064a\u0660-\u066d\u067e\u0686"
    "\u0698\u06a9\u06af\u06be\u06cc\u06f0-\u06f9\u1e00-\u1eff\u20a0-\u20bf\u2100-\u211e"
    "\u2122\u2190-\u22ff\u2500-\u25ff"
)
FALLBACKS = (re.compile(f"[^{LATIN}{WIDER}]"), re.compile(f"[^{LATIN}]"))
LONGEST_WORD = 40
LONG_WORD = re.compile(rf"[^\s]{{{LONGEST_WORD}}}(?=[^\s])")
BREAK = "\u200b"


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


def _options(template, data, is_altered):
    return {
        "input": str(FOLDER / template),
        "root": str(FOLDER),
        "font_paths": fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps({**data, "is_altered": is_altered})},
    }


def make_paper(template: str, data: dict) -> bytes:
    """Returns the PDF of `data` (texts, numbers, lists of these), by a template of this folder."""
    data = _each_text(data, printed)
    for undrawn in FALLBACKS:
        try:
            options = _options(template, data, is_altered=undrawn is not FALLBACKS[0])
            return typst.compile(**options, pdf_standards="ua-1")
        except typst.TypstError as error:
            if NO_FONT not in error.message:
                raise
        data = _each_text(data, partial(undrawn.sub, MISSING))
    return typst.compile(**_options(template, data, is_altered=True), pdf_standards="ua-1")


def page_count(template: str, data: dict) -> int:
    """Returns the number of pages of `data`, which the template labels <pages>."""
    options = _options(template, _each_text(data, printed), is_altered=True)
    return int(typst.query(**options, selector="<pages>", field="value", one=True))
