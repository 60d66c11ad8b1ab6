"""Comparison of the names of towns and authorities."""

from collections.abc import Callable, Iterable, Iterator

from rapidfuzz.distance import OSA

from partnerships.analysis import STOP_WORDS, fold, words

# Words before the name of a town that do not help to identify it.
TITLES = frozenset(
    ["city", "commune", "comune", "gemeinde", "mairie", "municipalite", "municipality", "ville"]
)
# A shorter name is a number or an article, which many names hold.
SHORTEST_CONTAINED = 3
# Shorter names differ by one letter from too many others.
SHORTEST_NEAR = 3
# A longer name would have thousands of spellings: none is tried.
LONGEST_SPELT = 60
ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 ")


def name_key(name: str, titles: frozenset[str] = TITLES) -> str:
    """Returns the folded name without titles: « Ville de Fès » and « FES » have the same key."""
    all_words = words(name)
    return " ".join([word for word in all_words if word not in titles] or all_words)


def without_article(folded: str) -> str:
    """Returns a folded name without its first articles and prepositions."""
    parts = folded.split()
    start = next((i for i, word in enumerate(parts) if word not in STOP_WORDS), 0)
    return " ".join(parts[start:])


def _digits(key: str) -> list[str]:
    return [character for character in key if character.isdigit()]


def are_near(one: str, other: str) -> bool:
    """Whether two keys differ by one letter: changed, added, removed, or swapped with the next.

    A number is no misspelling of another: « District 1 » and « District 2 » are two.
    """
    shortest = min(len(one), len(other))
    is_near = shortest >= SHORTEST_NEAR and OSA.distance(one, other, score_cutoff=1) == 1
    return is_near and _digits(one) == _digits(other)


def ends_of(key: str) -> set[str]:
    """Returns prefixes and suffixes; two keys that differ by one letter always share one."""
    bare = key.replace(" ", "")
    # The ranges overlap, so that names of similar length share at least one prefix length.
    lengths = [n for n, is_used in ((2, len(bare) <= 6), (3, len(bare) >= 5)) if is_used]
    return {f"^{bare[:n]}" for n in lengths} | {f"{bare[-n:]}$" for n in lengths}


def one_letter_away(key: str) -> set[str]:
    """Returns the keys that `are_near` to `key`, and shorter ones; none for a long key.

    Letters are those of the Latin alphabet, digits, and the letters of `key`: in another script,
    a letter that `key` does not hold is not tried.
    """
    if len(key) > LONGEST_SPELT:
        return set()
    letters = ALPHABET | set(key)
    found = set()
    for i in range(len(key) + 1):
        before, after = key[:i], key[i:]
        found.update(before + letter + after for letter in letters)
        found.update(before + letter + after[1:] for letter in letters if after)
        found.add(before + after[1:])
        found.add(before + after[1:2] + after[:1] + after[2:])
    return found - {key, ""}


def without_titles(name: str, titles: frozenset[str] = TITLES) -> str:
    """Returns the folded name as search terms have it, without titles: « ville de la Haye » is
    « haye », and articles between words stay.
    """
    parts = fold(name).split()
    return without_article(" ".join([word for word in parts if word not in titles] or parts))


def _beginnings_and_ends(folded: str) -> Iterator[str]:
    parts = folded.split()
    for i in range(1, len(parts)):
        yield " ".join(parts[:i])
        yield " ".join(parts[i:])


def resembling_terms(
    name: str,
    titles: frozenset[str] = TITLES,
    spellings: Callable[[str], Iterable[str]] = one_letter_away,
) -> set[str]:
    """Returns the search terms that find the records with a name like `name`: it, its parts, and
    its `spellings` with one mistake. A record has one of them, or a term that begins with one.
    """
    spelt = without_titles(name, titles)
    terms = {spelt, fold(name), *_beginnings_and_ends(spelt), *spellings(spelt)}
    return terms - {""}


def contains(one: str, other: str) -> bool:
    """Whether a key starts or ends with the words of the other: « ndoffane sur saloum »."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_CONTAINED or short == long:
        return False
    return long.startswith(f"{short} ") or long.endswith(f" {short}")


def name_reason(ours: frozenset[str], theirs: frozenset[str]) -> str | None:
    """Returns "same_name" if the keys of two records have one in common, "near_name" if two of
    them differ by one letter, else None.
    """
    if ours & theirs:
        return "same_name"
    if any(are_near(one, other) for one in ours for other in theirs):
        return "near_name"
    return None


def name_resemblance(ours: frozenset[str], theirs: frozenset[str]) -> str | None:
    """Returns the `name_reason` of the keys of two records, or "contained_name" if one of them
    `contains` another, else None.
    """
    is_contained = any(contains(one, other) for one in ours for other in theirs)
    return name_reason(ours, theirs) or ("contained_name" if is_contained else None)
