"""The notation of letters: paragraphs, lists, **bold** and {champs}. It is never executed.

A blank line ends a paragraph; a paragraph whose lines all begin with « - » is a list. Placeholders
are replaced after parsing, so that their values are never parsed as notation.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from django.utils.translation import gettext as _

from partnerships.analysis import fold

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BOLD = "**"
ITEM = "- "
FAULTS_MAX = 50
PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


def name_of(placeholder: str) -> str:
    """Returns the name of a placeholder, whatever its accents, case and spaces."""
    return fold(placeholder).strip().replace(" ", "_")


def _unknown(placeholder, known):
    message = _("%(field)s n’est pas un champ connu.") % {"field": f"{{{placeholder}}}"}
    near = get_close_matches(name_of(placeholder), known, n=1)
    if near:
        message += " " + _("Vouliez-vous %(field)s\u202f?") % {"field": f"{{{near[0]}}}"}
    return message


def _faults_of_paragraph(paragraph):
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


def _faults(text, known):
    for paragraph in PARAGRAPHS.split(text):
        yield from _faults_of_paragraph(paragraph)
    for placeholder in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name_of(placeholder) not in known:
            yield _unknown(placeholder, known)


def faults(text: str, known) -> list[str]:
    """Returns the first faults of `text` as French sentences; `known`: names of placeholders."""
    return list(dict.fromkeys(islice(_faults(text, known), FAULTS_MAX)))


def placeholders(text: str) -> set[str]:
    return {name_of(placeholder) for placeholder in PLACEHOLDER.findall(text)}


def _filled(text: str, values: dict[str, str]) -> str:
    """Returns `text` with placeholders replaced by one-line values; unknown ones are unchanged."""

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
    """Returns a text on one line with its placeholders filled, for the subject of a letter."""
    return " ".join(_filled(text, values).split())


def paragraphs_of(text: str) -> list[str]:
    return PARAGRAPHS.split(text.replace("\r\n", "\n").strip())


def blocks(text: str, values: dict[str, str]) -> Iterator[dict]:
    """Yields the blocks for the paper template.

    {"kind": "text", "field", "text"}: the value, even empty, of a placeholder alone in its
    paragraph.
    {"kind": "lines" or "list", "lines": lists of {"text", "is_bold"}}: other paragraphs.
    """
    for paragraph in paragraphs_of(text):
        alone = PLACEHOLDER.fullmatch(paragraph.strip())
        if alone and name_of(alone[1]) in values:
            name = name_of(alone[1])
            yield {"kind": "text", "field": name, "text": values[name].strip()}
            continue
        lines = [each.strip() for each in paragraph.split("\n") if each.strip()]
        is_list = all(each.startswith(ITEM) for each in lines)
        if is_list:
            lines = [each.removeprefix(ITEM) for each in lines]
        yield {
            "kind": "list" if is_list else "lines",
            "lines": [_runs(each, values) for each in lines],
        }
