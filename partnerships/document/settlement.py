"""Three public projections made one: what one side changed is taken, where both did one chooses."""

from partnerships.document.canonical import canonical
from partnerships.document.schema import ITEMS, PUBLIC, upgraded

PUBLISHED, PROPOSED = "published", "proposed"
SIDES = (PUBLISHED, PROPOSED)
# They say how the document is written, and follow the deposit.
FORM = ("schema", "language")


class Unsettled(Exception):
    """Both sides changed these paths, and nobody chose. `paths`: as `difference` names them."""

    def __init__(self, paths: list[str]):
        super().__init__(", ".join(paths))
        self.paths = paths


def is_conflict(base, published, proposed) -> bool:
    """Whether three values of a path all differ."""
    return len({canonical(each) for each in (base, published, proposed)}) == 3


def _values(projection: dict) -> dict[str, object]:
    """Path of `difference` → value: a field, or an item of a list."""
    values = {name: projection[name] for name in PUBLIC if name not in (*ITEMS, *FORM)}
    for name in ITEMS:
        values.update({f"{name}.{item['uuid']}": item for item in projection[name]})
    return values


def _chosen(base, published, proposed, choice):
    """The value that stays; None is an item that one took out."""
    if is_conflict(base, published, proposed):
        return published if choice == PUBLISHED else proposed
    return published if proposed == base else proposed


def settled(base: dict, published: dict, proposed: dict, choices: dict[str, str]) -> dict:
    """The projection where both sides meet; `choices`: path of a conflict → one of SIDES.

    Raises Unsettled where a conflict has no choice. Items keep the order of `proposed`, then of
    `published`.
    """
    sides = [_values(upgraded(each)) for each in (base, published, proposed)]
    paths = list(dict.fromkeys(path for side in reversed(sides) for path in side))
    triples = {path: tuple(side.get(path) for side in sides) for path in paths}
    left = [p for p in paths if is_conflict(*triples[p]) and choices.get(p) not in SIDES]
    if left:
        raise Unsettled(left)
    values = {path: _chosen(*triple, choices.get(path)) for path, triple in triples.items()}
    result = {name: upgraded(proposed)[name] for name in FORM}
    for name in PUBLIC:
        if name in ITEMS:
            items = (value for path, value in values.items() if path.startswith(f"{name}."))
            result[name] = [item for item in items if item is not None]
        elif name not in FORM:
            result[name] = values[name]
    return result
