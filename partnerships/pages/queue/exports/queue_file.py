"""The officers' queue as a spreadsheet, with the filters, order and columns of the page."""

import csv
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from partnerships.files.workbook import CELL_MAX, OPTIONS, escape_formula
from partnerships.pages.queue.queue_columns import Value
from partnerships.pages.queue.queue_listing import QueueListing

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH, TITLE_WIDTH = 24, 60


class _Echo:
    """A file-like object that returns what is written to it, to stream CSV lines."""

    def write(self, text):
        return text


def _lines(listing: QueueListing, count_row: Callable[[], None]) -> Iterator[list[Value]]:
    """Yields the headings, then one line per dossier."""
    yield [_("Référence"), _("Titre"), *(str(column.label) for column in listing.columns)]
    for row in listing.rows_of_keys(listing.keys()):
        values = [column.value(row) for column in listing.columns]
        yield [row.dossier.reference, row.dossier.title, *values]
        count_row()


def _as_text(value: Value) -> str:
    """Returns `value` as CSV text; an apostrophe precedes whatever could start a formula."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return escape_formula(str(value))


def csv_lines(listing: QueueListing, count_row: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Yields CSV for French spreadsheets: UTF-8 with BOM, « ; » as separator.

    `count_row` is called after each dossier.
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for line in _lines(listing, count_row):
        yield writer.writerow([_as_text(value) for value in line])


def write_csv(
    listing: QueueListing, file: IO[bytes], count_row: Callable[[], None] = lambda: None
) -> None:
    for line in csv_lines(listing, count_row):
        file.write(line.encode())


def write_xlsx(
    listing: QueueListing, file: IO[bytes], count_row: Callable[[], None] = lambda: None
) -> None:
    """Writes an XLSX, texts and dates as such. `count_row` is called after each dossier."""
    book = xlsxwriter.Workbook(file, OPTIONS)
    day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Dossiers"))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(listing.columns) + 1, WIDTH)
    sheet.set_column(1, 1, TITLE_WIDTH)
    for number, line in enumerate(_lines(listing, count_row)):
        for at, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, at, value)
            elif value:
                sheet.write_string(number, at, value[:CELL_MAX], None if number else bold)
    book.close()


def workbook(listing: QueueListing) -> IO[bytes]:
    """Returns an XLSX as a temporary file, rewound, which the response closes."""
    content = tempfile.TemporaryFile()  # noqa: SIM115
    write_xlsx(listing, content)
    content.seek(0)
    return content
