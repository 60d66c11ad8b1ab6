"""Word-by-word comparison of two texts, in bounded time."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

# Words include the spaces before them, sentences their ending: joined, they give the text back.
WORD = re.compile(r"\s*\S+|\s+\Z")
SENTENCE = re.compile(r"[^.!?;\n]*[.!?;\n]+|[^.!?;\n]+")
# Maximum number of pairs of equal pieces to compare: a long text with varied words stays well
# below, one that repeats a few words thousands of times does not.
PAIRS_MAX = 40_000
# Maximum number of pieces to compare: pairs that never follow each other take quadratic time.
PIECES_MAX = 10_000


@dataclass(frozen=True)
class Part:
    """A piece of text; `op`: "same", "added" or "removed"."""

    op: str
    text: str


def _common_prefix(old, new):
    """Returns the number of equal pieces at the beginning."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0].strip() == pair[1].strip(), pairs))


def _pairs(old, new):
    here, there = (Counter(piece.strip() for piece in pieces) for pieces in (old, new))
    return sum(count * there[piece] for piece, count in here.items())


def _compared(old, new):
    keys = [[piece.strip() for piece in pieces] for pieces in (old, new)]
    matcher = difflib.SequenceMatcher(None, *keys, autojunk=False)
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op == "equal":
            yield Part("same", "".join(new[j1:j2]))
            continue
        yield Part("removed", "".join(old[i1:i2]))
        yield Part("added", "".join(new[j1:j2]))


def _parts_by(pieces, old, new):
    """Returns the parts split by `pieces`, or None if that would take too long."""
    old, new = pieces.findall(old), pieces.findall(new)
    head = _common_prefix(old, new)
    tail = _common_prefix(
        old[: head - 1 if head else None : -1], new[: head - 1 if head else None : -1]
    )
    ends = len(old) - tail, len(new) - tail
    middle = old[head : ends[0]], new[head : ends[1]]
    if sum(map(len, middle)) > PIECES_MAX or _pairs(*middle) > PAIRS_MAX:
        return None
    return [
        Part("same", "".join(new[:head])),
        *_compared(*middle),
        Part("same", "".join(new[ends[1] :])),
    ]


def _joined(parts):
    """Returns the parts without empty ones, with adjacent parts of the same `op` merged.

    A removed part before a word that has no space before it gets a trailing space.
    """
    joined = []
    for part in parts:
        last = joined[-1] if joined else Part("", "")
        if last.op == part.op:
            joined[-1] = Part(part.op, last.text + part.text)
        elif part.text:
            if (last.op, part.op) == ("removed", "same") and not part.text[0].isspace():
                joined[-1] = Part("removed", f"{last.text} ")
            joined.append(part)
    return joined


def words_changed(old: str, new: str) -> list[Part]:
    """Returns the words of both texts, in order, marked same, added or removed.

    For very repetitive texts, sentences are compared instead, or else whole texts.
    """
    whole = [Part("removed", old), Part("added", new)]
    by_pieces = (_parts_by(pieces, old, new) for pieces in (WORD, SENTENCE))
    parts = next(filter(None, by_pieces), whole)
    joined = _joined(parts)
    only_spaces = old != new and all(part.op == "same" for part in joined)
    return _joined(whole) if only_spaces else joined
