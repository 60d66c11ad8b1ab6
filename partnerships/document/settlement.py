"""Three-way merge of public projections: one-sided changes are taken, conflicts are chosen."""

from partnerships.document.plain_fields import comparable
from partnerships.document.schema import ITEM_LISTS, PUBLIC, upgraded

PUBLISHED, PROPOSED = "published", "proposed"
SIDES = (PUBLISHED, PROPOSED)
# Fields about the format of the document; those of the deposit are taken.
FORMAT_FIELDS = ("schema", "language")


class Unsettled(Exception):
    """Some conflicts have no choice. `paths`: theirs, as in `difference`."""

    def __init__(self, paths: list[str]):
        super().__init__(", ".join(paths))
        self.paths = paths


def is_conflict(base, published, proposed) -> bool:
    """Whether the three `comparable` values of a path all differ."""
    return base != published and published != proposed and proposed != base


def _values(projection: dict) -> dict[str, object]:
    """Returns {path: value} with the paths of `difference`: fields and list items."""
    values = {
        name: projection[name] for name in PUBLIC if name not in (*ITEM_LISTS, *FORMAT_FIELDS)
    }
    for name in ITEM_LISTS:
        values.update({f"{name}.{item['uuid']}": item for item in projection[name]})
    return values


def _comparable(path, triple):
    return tuple(comparable(path, value) for value in triple)


def _chosen(path, triple, choice):
    """Returns the value to keep; None for a removed item."""
    _base, published, proposed = triple
    was, public, wanted = _comparable(path, triple)
    if is_conflict(was, public, wanted):
        return published if choice == PUBLISHED else proposed
    return published if wanted == was else proposed


def settled(base: dict, published: dict, proposed: dict, choices: dict[str, str]) -> dict:
    """Returns the merged projection. `choices`: {path of a conflict: one of SIDES}.

    Raises Unsettled if a conflict has no choice. Items keep the order of `proposed`, then of
    `published`.
    """
    sides = [_values(upgraded(each)) for each in (base, published, proposed)]
    paths = list(dict.fromkeys(path for side in reversed(sides) for path in side))
    triples = {path: tuple(side.get(path) for side in sides) for path in paths}
    unsettled = [
        path
        for path in paths
        if is_conflict(*_comparable(path, triples[path])) and choices.get(path) not in SIDES
    ]
    if unsettled:
        raise Unsettled(unsettled)
    values = {path: _chosen(path, triple, choices.get(path)) for path, triple in triples.items()}
    result = {name: upgraded(proposed)[name] for name in FORMAT_FIELDS}
    for name in PUBLIC:
        if name in ITEM_LISTS:
            items = (value for path, value in values.items() if path.startswith(f"{name}."))
            result[name] = [item for item in items if item is not None]
        elif name not in FORMAT_FIELDS:
            result[name] = values[name]
    return result
