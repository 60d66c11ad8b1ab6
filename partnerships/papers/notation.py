"""The notation of letters: paragraphs, lists, **bold** and {champs}. Nothing of it is ever run.

A blank line ends a paragraph; a paragraph whose lines all begin with « - » is a list. What stands
for a placeholder is placed after the reading, so that nothing in it is read as notation.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from partnerships.analysis import fold

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BOLD = "**"
ITEM = "- "
PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


def name_of(written: str) -> str:
    """A placeholder as it is known, however it was accented or spaced."""
    return fold(written).strip().replace(" ", "_")


def _unknown(written, known):
    said = _("%(field)s n’est pas un champ connu.") % {"field": f"{{{written}}}"}
    near = get_close_matches(name_of(written), known, n=1)
    if near:
        said += " " + _("Vouliez-vous %(field)s\u202f?") % {"field": f"{{{near[0]}}}"}
    return said


def _faults_of_paragraph(paragraph, known):
    bare = PLACEHOLDER.sub("", paragraph)
    if "{" in bare or "}" in bare:
        yield _(
            "Une accolade n’est pas refermée, ou pas ouverte\u202f: un champ s’écrit %(field)s."
        ) % {"field": "{motifs}"}
    if paragraph.count(BOLD) % 2:
        start = " ".join(paragraph.split())[:40]
        yield _("Un gras ouvert par ** n’est pas refermé, dans «\u202f%(start)s…\u202f».") % {
            "start": start
        }
    yield from (
        _unknown(written, known)
        for written in PLACEHOLDER.findall(paragraph)
        if name_of(written) not in known
    )


def faults(text: str, known) -> list[str]:
    """What is wrong in `text`, each in a French sentence; `known`: names of placeholders."""
    found = [each for part in PARAGRAPHS.split(text) for each in _faults_of_paragraph(part, known)]
    return list(dict.fromkeys(found))


def placeholders(text: str) -> set[str]:
    return {name_of(written) for written in PLACEHOLDER.findall(text)}


def _filled(text: str, values: dict[str, str]) -> str:
    """`text` on one line, each placeholder by its value; an unknown one stays as it is written."""

    def value(match):
        return " ".join(values.get(name_of(match[1]), match[0]).split())

    return PLACEHOLDER.sub(value, text)


def _runs(line: str, values) -> list[dict]:
    pieces = line.split(BOLD)
    return [
        {"text": _filled(piece, values), "is_bold": rank % 2 == 1}
        for rank, piece in enumerate(pieces)
        if piece
    ]


def line(text: str, values: dict[str, str]) -> str:
    """A text of one line with its placeholders filled: the subject of a letter."""
    return " ".join(_filled(text, values).split())


def blocks(text: str, values: dict[str, str]) -> Iterator[dict]:
    """What a template of papers sets: {"kind": "text", "text"}: the words of someone, alone in
    their paragraph; {"kind": "lines" or "list", "lines": lists of {"text", "is_bold"}}.
    """
    for paragraph in PARAGRAPHS.split(text.replace("\r\n", "\n").strip()):
        alone = PLACEHOLDER.fullmatch(paragraph.strip())
        if alone and name_of(alone[1]) in values:
            words = values[name_of(alone[1])].strip()
            if words:
                yield {"kind": "text", "text": words}
            continue
        lines = [each.strip() for each in paragraph.split("\n") if each.strip()]
        is_list = all(each.startswith(ITEM) for each in lines)
        if is_list:
            lines = [each.removeprefix(ITEM) for each in lines]
        yield {
            "kind": "list" if is_list else "lines",
            "lines": [_runs(each, values) for each in lines],
        }
