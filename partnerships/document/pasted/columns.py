"""Pasted budgets that have a column for each year: « Financeur | 2024 | 2025 | Total »."""

from dataclasses import dataclass

from partnerships.analysis import fold

TOTALS = frozenset(("total", "totaux", "recapitulatif", "cumul"))


@dataclass(frozen=True)
class YearColumns:
    """A line of titles: its `text`, how many columns, {column: year}, and the columns of sums."""

    text: str
    count: int
    years: dict[int, str]
    sums: frozenset[int]

    def named(self, cells: list[str]) -> list[str]:
        """Returns the cells that are under neither a year nor a sum."""
        others = self.years.keys() | self.sums
        return [cell for rank, cell in enumerate(cells) if cell and rank not in others]

    def lines(self, cells: list[str]) -> list[list[str]]:
        """Returns the cells of each line of budget that a line of the table stands for: what it
        names, the year, the amount. Empty if its cells are not under the titles.
        """
        if len(cells) > self.count and any(cells[self.count :]):
            return []
        named = self.named(cells)
        if not named:
            return []
        return [
            [*named, year, cells[rank]]
            for rank, year in self.years.items()
            if rank < len(cells) and cells[rank]
        ]


def year_columns(text: str, cells: list[str], year_of, is_title) -> YearColumns | None:
    """Returns the columns of a line of titles, None if it is none: two years or more, in order,
    beside titles, sums or nothing. `cells`: empty ones too; `year_of` returns the year of a cell,
    "" without one; `is_title`: whether a cell is the known title of a column.
    """
    years = {rank: year for rank, cell in enumerate(cells) if (year := year_of(cell))}
    found = list(years.values())
    if len(found) < 2 or found != sorted(set(found)):
        return None
    others = {rank: cell for rank, cell in enumerate(cells) if rank not in years}
    sums = {rank for rank, cell in others.items() if TOTALS.intersection(fold(cell).split())}
    if not others or any(
        cell and rank not in sums and not is_title(cell) for rank, cell in others.items()
    ):
        return None
    return YearColumns(text, len(cells), years, frozenset(sums))
