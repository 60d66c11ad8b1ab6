"""Two texts compared word by word, in a time that has a bound."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

# Each word with the spaces before it, each sentence with its end: joined, they give the text back.
WORD = re.compile(r"\s*\S+|\s+\Z")
SENTENCE = re.compile(r"[^.!?;\n]*[.!?;\n]+|[^.!?;\n]+")
# Pairs of alike pieces that the comparison may have to look at: a long text in which all words
# differ stays well below, one that repeats a few words thousands of times does not.
PAIRS_MAX = 40_000


@dataclass(frozen=True)
class Part:
    """A piece of text, in `op` « same », « added » or « removed »."""

    op: str
    text: str


def _alike(old, new):
    """How many pieces both begin with."""
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


def _by(pieces, old, new):
    """The parts by `pieces`, or None where that would take too long."""
    old, new = pieces.findall(old), pieces.findall(new)
    head = _alike(old, new)
    tail = _alike(old[: head - 1 if head else None : -1], new[: head - 1 if head else None : -1])
    ends = len(old) - tail, len(new) - tail
    middle = old[head : ends[0]], new[head : ends[1]]
    if _pairs(*middle) > PAIRS_MAX:
        return None
    return [
        Part("same", "".join(new[:head])),
        *_compared(*middle),
        Part("same", "".join(new[ends[1] :])),
    ]


def _joined(parts):
    """Without empty pieces, and with those that follow each other alike made one. What is removed
    from before the first word keeps its distance from it.
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
    """The words of both texts, in order, each told kept, added or removed; of texts that repeat
    themselves too much, the sentences, or else the whole.
    """
    whole = [Part("removed", old), Part("added", new)]
    parts = next((found for each in (WORD, SENTENCE) if (found := _by(each, old, new))), whole)
    joined = _joined(parts)
    only_spaces = old != new and all(part.op == "same" for part in joined)
    return _joined(whole) if only_spaces else joined
