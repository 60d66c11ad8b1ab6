"""Many names, among which those spelt almost like a text are found quickly."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

# How French writes one sound in several ways; « ch » is set aside while « c » is read.
SOUNDS = [
    ("ch", "*"),
    *((f"c{vowel}", f"s{vowel}") for vowel in "eiy"),
    ("ck", "k"),
    ("qu", "k"),
    ("c", "k"),
    ("q", "k"),
    ("ph", "f"),
    ("h", ""),
    ("y", "i"),
    ("z", "s"),
]
MUTE_ENDS = "estx"


def sound(folded: str) -> str:
    """Returns how a folded name sounds, roughly: « maroque » and « maroc » sound alike."""
    for written, heard in SOUNDS:
        folded = folded.replace(written, heard)
    once = "".join(letter for letter, _run in groupby(folded))
    return " ".join(word.rstrip(MUTE_ENDS) or word for word in once.split())


class Vocabulary:
    """Names by their length: only those about as long as a text are compared with it."""

    def __init__(self, names: Iterable[str]):
        self._by_length = defaultdict(list)
        for name in names:
            self._by_length[len(name)].append(name)

    def near(self, text: str, mistakes: int, most: int | None = None) -> dict[str, int]:
        """Returns {name: number of mistakes (a letter added, left out, replaced, or two
        exchanged)}, the closest first.
        """
        lengths = range(len(text) - mistakes, len(text) + mistakes + 1)
        names = [name for length in lengths for name in self._by_length.get(length, ())]
        found = process.extract(text, names, scorer=OSA.distance, score_cutoff=mistakes, limit=most)
        return {name: int(distance) for name, distance, _rank in found}
