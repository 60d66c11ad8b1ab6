"""The parts of a comparison: sections of criteria, with a cell for each of the things compared."""

from dataclasses import dataclass, field

from partnerships.registry.comparison.subjects import Subject


@dataclass(frozen=True)
class Figure:
    """A line of a cell. `address`: of what it counts, "" if no page lists it."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Cell:
    """The values of one thing for a criterion. `absent`: the text where there are none."""

    figures: list[Figure] = field(default_factory=list)
    absent: str = ""


@dataclass(frozen=True)
class Criterion:
    title: str
    cells: list[tuple[Subject, Cell]]

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of any of them."""
        return not any(cell.figures for _subject, cell in self.cells)


@dataclass(frozen=True)
class Section:
    """Criteria under one title. `unknown`: the titles of those of which nothing is known."""

    title: str
    criteria: list[Criterion]
    unknown: list[str] = field(default_factory=list)


def section_of(title: str, criteria: list[Criterion]) -> Section:
    """Returns a section whose criteria without a value are only named."""
    known = [each for each in criteria if not each.is_unknown]
    unknown = [each.title for each in criteria if each.is_unknown]
    return Section(title, known, unknown)
