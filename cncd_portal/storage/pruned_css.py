"""Style sheets of the design system, without the rules of classes that no page uses.

Its hundreds of icons and colours would be more than half of what a first visit downloads. Nothing
but whole selectors goes, and only where a class of theirs is in no template, script or module: a
name that is used otherwise, as a word of a sentence, keeps its rules.
"""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings

WRITERS = (
    "templates/**/*.html",
    "static/**/*.js",
    *(f"{folder}/**/*.py" for folder in ("cncd_portal", "partnerships", "proposals")),
)
# Classes for one width of screen have a « @ »: fr-cell--fixed@sm.
WORD = re.compile(r"[a-zA-Z0-9_]+(?:[-_@]+[a-zA-Z0-9_]+)*-*")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What cuts a sheet, and what may hold such a sign without meaning it: texts, addresses, comments.
SIGN = re.compile(r"""[{};]|"[^"]*"|'[^']*'|url\([^)]*\)|/\*.*?\*/""", re.DOTALL)
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
# A selector is not of the classes that it excludes, nor of one among several.
ALTERNATIVES = re.compile(r":(?:not|is|where)\([^()]*(?:\([^()]*\)[^()]*)*\)")


class UsedClasses:
    """The classes that pages may have: all words of `texts`, the files that write them.

    A word that ends with a hyphen is the beginning of a class that a variable completes. `script`:
    the script of the design system, which adds classes to the blocks of our pages.
    """

    def __init__(self, texts: Iterable[str], script: str):
        self.words = {word for text in texts for word in WORD.findall(text)}
        self.script_words = set(WORD.findall(script))
        beginnings = (word for word in self.words if re.fullmatch(r"fr-\w.*-", word))
        self.beginnings = tuple(beginnings)

    def __contains__(self, name: str) -> bool:
        if name in self.words or name.startswith(self.beginnings):
            return True
        block, part = re.match(r"(.*?)((?:__|--).*)?$", name, re.DOTALL).groups()
        is_of_script = name.removeprefix("fr-") in self.script_words
        is_state = part and part.startswith("--") and part[2:] in self.script_words
        return (is_of_script or is_state) and (part is None or block in self.words)


def written_texts() -> Iterator[str]:
    """Yields the texts of our templates, scripts and code: all that may write a class."""
    for pattern in WRITERS:
        for path in settings.BASE_DIR.glob(pattern):
            yield path.read_text()


def without_comments(css: str) -> str:
    return SIGN.sub(lambda sign: "" if sign[0].startswith("/*") else sign[0], css)


def blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Yields (what is before a brace, what is between the braces) at the first level.

    The second is None for a statement without braces, as `@charset`.
    """
    depth = start = inner = 0
    for found in SIGN.finditer(css):
        sign = found[0]
        if sign == "{":
            depth += 1
            if depth == 1:
                inner = found.end()
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start : inner - 1], css[inner : found.start()]
                start = found.end()
        elif sign == ";" and depth == 0:
            yield css[start : found.start()], None
            start = found.end()


def _kept_selectors(head: str, used) -> list[str]:
    """Returns the selectors of a rule whose classes are all used."""
    selectors = re.split(r",(?![^(]*\))", COMMENT.sub("", head))
    return [
        each
        for each in selectors
        if all(name.replace("\\", "") in used for name in CLASS.findall(ALTERNATIVES.sub("", each)))
    ]


def pruned(css: str, used: UsedClasses) -> str:
    """Returns `css` without the selectors of a class that is not in `used`, and without the rules
    left empty. Fonts, animations and licences stay.
    """
    kept = []
    for head, body in blocks(css):
        if body is None:
            kept.append(f"{head};")
            continue
        rule = COMMENT.sub("", head).lstrip()
        if rule.startswith(("@media", "@supports")):
            if inside := pruned(body, used):
                kept.append(f"{head}{{{inside}}}")
        elif rule.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        elif selectors := _kept_selectors(head, used):
            licence = re.match(r"\s*/\*!.*?\*/", head, flags=re.DOTALL)
            kept.append(f"{licence[0] if licence else ''}{','.join(selectors)}{{{body}}}")
    return "".join(kept)
