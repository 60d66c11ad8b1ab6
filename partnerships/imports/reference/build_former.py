"""Former names of the communes of today, from this release of the package and older ones."""

from collections import defaultdict
from collections.abc import Iterable

from partnerships.analysis import fold

PAST = ("commune-deleguee", "commune-associee")
DISTRICT = "arrondissement-municipal"
# In 1976 Corsica's communes went from 20 to 2A or 2B and kept their last three digits (Insee).
CORSICA = ("2A", "2B")
Pairs = list[tuple[str, str]]


def _names_by_code(releases) -> dict[str, list[str]]:
    """Returns {INSEE code: the names that it had}, the most recent first."""
    names = defaultdict(list)
    for communes in releases:
        for row in communes:
            if row["type"] != DISTRICT and row["nom"] not in names[row["code"]]:
                names[row["code"]].append(row["nom"])
    return names


def _names_of(code, names):
    if code.startswith("20") and code not in names:
        found = [names[prefix + code[2:]] for prefix in CORSICA if prefix + code[2:] in names]
        return found[0] if len(found) == 1 else []
    return names.get(code, [])


def former_names(communes: list[dict], older: Iterable[list[dict]]) -> dict[str, Pairs]:
    """Returns {INSEE code of a commune of today: [(code, name) that it had, or that a commune
    merged into it had]}, sorted; name "" where no release tells it.

    `communes`: rows of this release; `older`: those of older ones, the most recent first. A name
    that differs from today's by accents or punctuation only is not a former one.
    """
    names = _names_by_code([communes, *older])
    current = {row["code"]: row["nom"] for row in communes if row["type"] == "commune-actuelle"}
    codes = {code: {code} for code in current}
    for row in communes:
        if row["type"] in PAST:
            codes[row["chefLieu"]].add(row["code"])
        elif row["type"] == "commune-actuelle":
            codes[row["code"]].update(row.get("anciensCodes", ()))
    return {code: _former_of(code, current[code], old, names) for code, old in codes.items()}


def _former_of(code, name, codes, names):
    pairs = {}
    for old in sorted(codes):
        for each in _names_of(old, names) or [""]:
            if old != code or fold(each) not in ("", fold(name)):
                pairs.setdefault((old, fold(each)), (old, each))
    return sorted(pairs.values())
