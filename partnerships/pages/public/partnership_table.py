"""The table of a result: its columns, its rows, and what all rows of the page share."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from partnerships.registry.columns import COLUMNS, USUAL_COLUMNS, Column
from partnerships.registry.listing import COLUMN, Listing
from partnerships.registry.marking import marked
from partnerships.registry.rows import ReadRow
from partnerships.registry.sorts import SORT

TITLE = "titre"


@dataclass(frozen=True)
class Heading:
    """The head of a column. `address`: of the page sorted by it, the other way round if it is
    already; "" where it is not sorted. `direction`: of the sort, in ARIA; "" if it is by another.
    """

    label: str | Promise
    sort: str = ""
    address: str = ""
    direction: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """`text`: with the searched words marked; "" where it is not known: `absent` says so."""

    text: SafeString | str
    column: Column


@dataclass(frozen=True)
class TableRow:
    address: str
    title: SafeString
    is_demonstration: bool
    cells: list[Cell]


class PartnershipTable:
    """The table of the page of rows of `listing`.

    A column whose value is the same in all rows is said once above them, unless they are sorted
    by it.
    """

    def __init__(self, listing: Listing):
        self.listing = listing
        self.rows_read = listing.rows.read
        self.common = listing.rows.common
        texts = {
            column.name: [column.text(row) for row in self.rows_read] for column in listing.columns
        }
        self.columns = [
            column for column in listing.columns if not self._is_shared(column, texts[column.name])
        ]
        self._texts = texts

    def _is_shared(self, column, texts):
        is_sorted = bool(column.sort) and self.listing.sort.removeprefix("-") == column.sort
        return len(texts) > 1 and len(set(texts)) == 1 and not is_sorted

    @property
    def _said_above(self):
        """Columns of which the sentence above the rows says what they share."""
        if not self.common.provenance:
            return set()
        said = {
            "provenance": True,
            "type": self.common.kind,
            "debut": not self.common.has_dates,
            "fin": not self.common.has_dates,
            "themes": not self.common.has_themes,
        }
        return {name for name, is_said in said.items() if is_said}

    @property
    def shared(self) -> list[str]:
        """« Pays : Maroc », for each column that all rows share and nothing else says."""
        return [
            f"{column.label}\u202f: {self._texts[column.name][0] or column.absent}"
            for column in self.listing.columns
            if column not in self.columns and column.name not in self._said_above
        ]

    @cached_property
    def headings(self) -> list[Heading]:
        title = self._heading(gettext_lazy("Partenariat"), TITLE)
        others = (self._heading(each.label, each.sort, each.is_number) for each in self.columns)
        return [title, *others]

    def _heading(self, label, sort, is_number=False):
        if not sort:
            return Heading(label, is_number=is_number)
        rising, falling = sort, f"-{sort}"
        direction = {rising: "ascending", falling: "descending"}.get(self.listing.sort, "")
        # Dates and amounts are first sorted from the latest and the greatest.
        first = rising if sort == TITLE else falling
        other = {"ascending": falling, "descending": rising}.get(direction, first)
        address = self.listing.view.path + self.listing.address(**{SORT: other})
        return Heading(label, sort, address, direction, is_number)

    @property
    def rows(self) -> list[TableRow]:
        return [self._row(rank, row) for rank, row in enumerate(self.rows_read)]

    def _row(self, rank: int, row: ReadRow):
        words = self.listing.rows.words

        def shown(text):
            return marked(text, words) if words else conditional_escape(text)

        cells = [Cell(shown(self._texts[each.name][rank]), each) for each in self.columns]
        partnership = row.partnership
        return TableRow(
            partnership.get_absolute_url(),
            shown(partnership.title),
            partnership.is_demonstration,
            cells,
        )

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """All columns, and whether each is chosen."""
        return [(column, column in self.listing.columns) for column in COLUMNS.values()]

    @property
    def usual(self) -> str:
        """The names of the usual columns, which are not written in addresses."""
        return " ".join(USUAL_COLUMNS)

    @property
    def usual_address(self) -> str:
        return self.listing.address(**{COLUMN: None})
