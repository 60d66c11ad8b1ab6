"""Comparison of the names of towns and authorities."""

from partnerships.analysis import words

# Words before the name of a town that do not help to identify it.
TITLES = frozenset(
    ["city", "commune", "comune", "gemeinde", "mairie", "municipalite", "municipality", "ville"]
)
# A shorter name is a number or an article, which many names hold.
SHORTEST_CONTAINED = 3
ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 ")


def name_key(name: str) -> str:
    """Returns the folded name without titles: « Ville de Fès » and « FES » have the same key."""
    all_words = words(name)
    return " ".join([word for word in all_words if word not in TITLES] or all_words)


def are_near(one: str, other: str) -> bool:
    """Whether two keys differ by one letter: changed, added, removed, or swapped with the next."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1 or len(one) < 3:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[:start] + one[start + 1 : start + 2] + one[start] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other


def ends_of(key: str) -> set[str]:
    """Returns prefixes and suffixes; two keys that differ by one letter always share one."""
    bare = key.replace(" ", "")
    # The ranges overlap, so that names of similar length share at least one prefix length.
    lengths = [n for n, is_used in ((2, len(bare) <= 6), (3, len(bare) >= 5)) if is_used]
    return {f"^{bare[:n]}" for n in lengths} | {f"{bare[-n:]}$" for n in lengths}


def one_letter_away(key: str) -> set[str]:
    """Returns the keys that `are_near` to `key`, and others that are no further.

    Letters are those of the Latin alphabet, digits, and the letters of `key`: in another script,
    a letter that `key` does not hold is not tried.
    """
    letters = ALPHABET | set(key)
    found = set()
    for i in range(len(key) + 1):
        before, after = key[:i], key[i:]
        found.update(before + letter + after for letter in letters)
        found.update(before + letter + after[1:] for letter in letters if after)
        found.add(before + after[1:])
        found.add(before + after[1:2] + after[:1] + after[2:])
    return found - {key, ""}


def contains(one: str, other: str) -> bool:
    """Whether a key starts or ends with the words of the other: « ndoffane sur saloum »."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_CONTAINED or short == long:
        return False
    return long.startswith(f"{short} ") or long.endswith(f" {short}")


def name_reason(ours: frozenset[str], theirs: frozenset[str]) -> str | None:
    if ours & theirs:
        return "same_name"
    if any(are_near(one, other) for one in ours for other in theirs):
        return "near_name"
    return None
