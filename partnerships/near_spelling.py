"""Many names, among which those spelt almost like a text are found quickly."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA


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
