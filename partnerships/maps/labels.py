"""Places of the labels of a map: none touches another."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from partnerships.maps.projections import Position

# Advances of Marianne Bold, in hundredths of the size of the text; a letter that is not here is
# as wide as most.
ADVANCES = {
    28: " \u202f’'.,ijlïî",
    31: "-",
    36: "IJÎÏ()",
    42: "frt",
    46: "s1š",
    54: "vzFLcç",
    57: "agkxyeEéèêëÉÈàâ",
    60: "u023456789PSú",
    74: "CXAKVUYÀÂ",
    81: "DGwHNOQÔÖ",
    92: "mMW",
}
WIDTHS = {letter: advance / 100 for advance, letters in ADVANCES.items() for letter in letters}
OTHER_WIDTH = 0.64
# How far a line reaches above and below its middle, in parts of the size.
HALF_LINE = 0.6
# Pixels left between a mark and its label, and between two labels.
GAP, APART = 3, 1
# Height of the rows by which boxes are looked up, in pixels: about a line of text.
ROW = 20

# Where a label stands from its mark: name → (to the right, downwards).
SIDES = {
    "right": (1, 0),
    "left": (-1, 0),
    "above": (0, -1),
    "below": (0, 1),
    "above right": (1, -0.8),
    "below right": (1, 0.8),
    "above left": (-1, -0.8),
    "below left": (-1, 0.8),
    "over": (0, 0),
}
EIGHT = tuple(SIDES)[:-1]
ANCHORS = {1: "start", 0: "middle", -1: "end"}


@lru_cache(maxsize=4_096)
def text_width(text: str, size: float) -> float:
    """Returns the width of `text` in bold, in pixels, by the advances of the letters: a regular
    text is a little narrower.
    """
    return sum(WIDTHS.get(letter, OTHER_WIDTH) for letter in text) * size


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


class TakenRoom:
    """Boxes by the rows of the map that they meet: a label is compared with its neighbours only."""

    def __init__(self, boxes: Iterable[Box]):
        self._rows: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    @staticmethod
    def _met(box):
        return range(int(box.top // ROW), int(box.bottom // ROW) + 1)

    def add(self, box: Box) -> None:
        for row in self._met(box):
            self._rows[row].append(box)

    def touches(self, box: Box) -> bool:
        return any(box.touches(each) for row in self._met(box) for each in self._rows.get(row, ()))


@dataclass(frozen=True)
class Mark:
    """A point to be labelled: its place and radius in pixels, its text.

    `group`: marks of a group have labels together or none has. `sides`: where its label may
    stand, in the order in which they are tried.
    """

    key: str
    position: Position
    radius: float
    text: str
    group: str = ""
    sides: tuple[str, ...] = EIGHT

    @property
    def box(self) -> Box:
        x, y = self.position
        return Box(x - self.radius, y - self.radius, x + self.radius, y + self.radius)


@dataclass(frozen=True)
class Label:
    """A placed label: where its baseline starts, ends or has its middle (`anchor`)."""

    x: float
    y: float
    anchor: str
    box: Box


def _label(mark: Mark, side: str, size: float) -> Label:
    across, down = SIDES[side]
    x, y = mark.position
    away = mark.radius * (0.75 if across and down else 1) + GAP
    width, half = text_width(mark.text, size), HALF_LINE * size
    at = x + across * away
    left = {1: at, 0: at - width / 2, -1: at - width}[across]
    middle = y + down * (half + mark.radius * (0.75 if across else 1))
    # The middle of small letters is a third of the size above the baseline.
    baseline = middle + size / 3
    box = Box(left - APART, middle - half, left + width + APART, middle + half)
    return Label(at, baseline, ANCHORS[across], box)


def placed_labels(
    marks: Sequence[Mark], size: float, width: float, height: float, taken: Iterable[Box] = ()
) -> dict[str, Label]:
    """Returns {key of the mark: its label} of those that find a place, the first marks first.

    A label touches no mark, no other label and nothing of `taken`, and stands within the frame.
    """
    found: dict[str, Label] = {}
    room = TakenRoom([*taken, *(mark.box for mark in marks if mark.radius)])
    groups = defaultdict(list)
    for mark in marks:
        groups[(mark.group, "") if mark.group else ("", mark.key)].append(mark)
    for group in groups.values():
        labels = _group_labels(group, size, width, height, room)
        found |= labels
        for label in labels.values():
            room.add(label.box)
    return found


def _group_labels(marks, size, width, height, room) -> dict[str, Label]:
    """Returns the labels of marks that show together; {} if one of them finds no place."""
    labels, own = {}, []
    for mark in marks:
        for side in mark.sides:
            label = _label(mark, side, size)
            if label.box.is_within(width, height) and not (
                room.touches(label.box) or any(label.box.touches(each) for each in own)
            ):
                labels[mark.key] = label
                own.append(label.box)
                break
        else:
            return {}
    return labels
