"""The sort of a table of propositions, by the column that the address of the page names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from partnerships.registry.sorts import SORT

# Name in the address → (heading, key of a row, None where it has nothing to be sorted by).
Columns = Mapping[str, tuple[str | Promise, Callable[[object], object]]]


@dataclass(frozen=True)
class SortHeading:
    """`address`: sorts by this column, or in reverse if it already does; `direction`: as in
    `aria-sort`, "" if the table is sorted by another column.
    """

    label: str | Promise
    address: str
    direction: str


class TableSort:
    """`sort`: the name of a column, after « - » for the descending order; by `default` if it is
    none of them.
    """

    def __init__(self, sort: str, columns: Columns, default: str):
        name = sort.removeprefix("-")
        self.columns = columns
        self.name = name if name in columns else default
        self.is_descending = name in columns and sort.startswith("-")

    def apply(self, rows: Iterable) -> list:
        """Returns the rows sorted; those without a key are last, in either direction."""
        key = self.columns[self.name][1]
        rows = list(rows)
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]
        return sorted(known, key=key, reverse=self.is_descending) + unknown

    def headings(self, path: str = "") -> dict[str, SortHeading]:
        """Returns the heading of each column by its name; `path`: of the page."""
        return {name: self._heading(path, name) for name in self.columns}

    def _heading(self, path, name):
        is_sorted = name == self.name
        sign = "-" if is_sorted and not self.is_descending else ""
        direction = "descending" if self.is_descending else "ascending"
        label = self.columns[name][0]
        return SortHeading(label, f"{path}?{SORT}={sign}{name}", direction if is_sorted else "")
