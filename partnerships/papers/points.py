"""The grounds and the reservations of a letter, set apart as lists."""

import re

from partnerships.document.steps.text import LINE_ENDS

# What begins an item as officers type it: « - », « – », « • », « * », « 1. », « 1) ».
DASHED = re.compile(r"[-–—•*]\s+(?=\S)")
NUMBERED = re.compile(r"(\d{1,3})([.)])\s+(?=\S)")
BLANK_LINES = re.compile(r"\n\s*\n")


def _typed_item(line: str) -> dict | None:
    """Returns the item that `line` begins, or None. `number`: 0 where it has none."""
    if dashed := DASHED.match(line):
        return {"number": 0, "pattern": "", "lines": [line[dashed.end() :]]}
    if numbered := NUMBERED.match(line):
        pattern = f"1{numbered[2]}"
        return {"number": int(numbered[1]), "pattern": pattern, "lines": [line[numbered.end() :]]}
    return None


def _typed_parts(paragraph):
    """Yields the parts of a paragraph: lines before the first item, then the items."""
    part = None
    for line in paragraph.split("\n"):
        item = _typed_item(line)
        if item or part is None:
            if part:
                yield part
            part = item or {"lines": [line]}
        else:
            part["lines"].append(line.strip())
    if part:
        yield part


def _pattern_of(part):
    """Returns what the list of a part is numbered by ("": dashes), or None outside of a list."""
    return part.get("pattern")


def points(text: str, *, is_numbered: bool) -> list[dict]:
    """Returns the parts of `text`: {"lines"} a paragraph, {"pattern", "items"} a list.

    Lists are those that were typed. Where none was, several paragraphs (or several lines of the
    only one) are the items of a list. An item: {"number" (0: none), "lines"}.
    """
    text = LINE_ENDS.sub("\n", text).strip()
    paragraphs = [each.strip() for each in BLANK_LINES.split(text) if each.strip()]
    parts = [part for paragraph in paragraphs for part in _typed_parts(paragraph)]
    if all(_pattern_of(part) is None for part in parts):
        alone = [each.split("\n") for each in paragraphs]
        items = [[line] for line in alone[0]] if len(alone) == 1 else alone
        if len(items) == 1:
            return [{"lines": items[0]}]
        pattern = "1." if is_numbered else ""
        parts = [
            {"number": number if is_numbered else 0, "pattern": pattern, "lines": lines}
            for number, lines in enumerate(items, start=1)
        ]
    return _gathered(parts)


def _gathered(parts):
    """Returns `parts` with the items that follow each other in one list."""
    found = []
    for part in parts:
        pattern = _pattern_of(part)
        if pattern is None:
            found.append({"lines": part["lines"]})
            continue
        if not found or found[-1].get("pattern") != pattern:
            found.append({"pattern": pattern, "items": []})
        found[-1]["items"].append({"number": part["number"], "lines": part["lines"]})
    return found
