"""Which propositions are the nearest to what was written in a dossier: those that share its words.

A plain rule, so that the page can say why: a word counts once, whatever its ending, unless more
than a quarter of the propositions have it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from partnerships.analysis import stem, words
from partnerships.document.steps.references import References, texts
from proposals.models import Proposal

# Fields whose words are compared, and the shortest word that says something.
WRITTEN = ("title", "summary", "objectives")
SHORTEST = 4
NEAREST_MAX = 3
COMMON_SHARE = 4
WORD = re.compile(r"\w+")


def _stems(text: str) -> dict[str, str]:
    """Returns {stem: its first word in `text`, in lower case}."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        for folded in words(word):
            if len(folded) >= SHORTEST and not folded.isdigit():
                found.setdefault(stem(folded), word.lower())
    return found


def _labels(choices: Iterable) -> dict[str, str]:
    return {slug: name for _group, options in choices for slug, name in options}


def _written(references: References) -> str:
    """Returns what the dossier says of itself: its texts, and the names of its themes."""
    buffer = references.buffer
    parts = [buffer.get(name) for name in WRITTEN]
    chosen = texts(buffer.get("themes"))
    names = _labels(references.themes) if chosen else {}
    return " ".join(
        [*(each for each in parts if isinstance(each, str)), *filter(None, map(names.get, chosen))]
    )


def nearest_proposals(references: References) -> list[tuple[Proposal, list[str]]]:
    """Returns at most three propositions with the words that they share with the dossier, the
    nearest first; none if nothing was written, or if they share nothing.
    """
    written = _stems(_written(references))
    if not written:
        return []
    stems = {each: _stems(f"{each.title} {each.summary}") for each in references.proposals}
    uses = Counter(found for each in stems.values() for found in each)
    shared = [
        (
            proposal,
            [
                word
                for found, word in own.items()
                if found in written and uses[found] * COMMON_SHARE <= max(len(stems), COMMON_SHARE)
            ],
        )
        for proposal, own in stems.items()
    ]
    near = sorted((each for each in shared if each[1]), key=lambda each: -len(each[1]))
    return near[:NEAREST_MAX]
