"""Which propositions are the nearest to what was written in a dossier: those that share its words.

A plain rule, so that the page can say why: a word counts once, whatever its ending, unless more
than a quarter of the propositions have it. One word alone says too little, as « faire » shows.
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
SHARED_MIN = 2
COMMON_SHARE = 4
# With its hyphens: « savoir-faire » is one word here.
WORD = re.compile(r"\w+(?:-\w+)*")
# Folded words of French that say nothing of a subject, beside `STOP_WORDS`, which are few since a
# search must find the names of places: pronouns, prepositions, adverbs, and the verbs être, avoir,
# faire, pouvoir, devoir, mettre.
GRAMMAR_WORDS = """
afin ainsi alors apres aussi autre autres avant beaucoup bien cela celle celles celui ceux chaque
chez comme comment contre depuis donc dont durant elle elles encore enfin hors jusque lors lorsque
mais meme memes moins notamment notre nous parce pendant plus plusieurs quand quel quelle quelles
quels quoi sans selon sinon tant toujours tous tout toute toutes travers tres votre vous
aura auront avait avoir avons etaient etait etant etre sera serait seront soit sont
devoir devons doit doivent faire fais faisant faisons fait faite faites faits fera font
mettent mettre mettons mise mises peut peuvent pourra pouvoir pouvons
"""
GRAMMAR = frozenset(GRAMMAR_WORDS.split())


def _stems(text: str) -> dict[str, str]:
    """Returns {stem: its first word in `text`, in lower case}."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        parts = words(word)
        for part in parts:
            is_grammar = part in GRAMMAR and len(parts) == 1
            if len(part) >= SHORTEST and not part.isdigit() and not is_grammar:
                found.setdefault(stem(part), word.lower())
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
    nearest first; none of those that share a single word, or nothing.
    """
    written = _stems(_written(references))
    if not written:
        return []
    stems = {each: _stems(f"{each.title} {each.summary}") for each in references.proposals}
    uses = Counter(found for each in stems.values() for found in each)
    common = {
        each for each, count in uses.items() if count * COMMON_SHARE > max(len(stems), COMMON_SHARE)
    }
    shared = [
        (proposal, [own[each] for each in own if each in written and each not in common])
        for proposal, own in stems.items()
    ]
    near = [each for each in shared if len(each[1]) >= SHARED_MIN]
    near.sort(key=lambda each: -len(each[1]))
    return [(proposal, list(dict.fromkeys(found))) for proposal, found in near[:NEAREST_MAX]]
