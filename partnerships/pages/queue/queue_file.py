"""The officers' queue as a spreadsheet, with the filters, order and columns of the page."""

import csv
import tempfile
from collections.abc import Iterator
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


def _lines(listing: QueueListing) -> Iterator[list[Value]]:
    """Yields the headings, then one line per dossier."""
    yield [_("Référence"), _("Titre"), *(str(column.label) for column in listing.columns)]
    for row in listing.all_rows():
        values = [column.value(row) for column in listing.columns]
        yield [row.dossier.reference, row.dossier.title, *values]


def _as_text(value: Value) -> str:
    """Returns `value` as CSV text; an apostrophe precedes whatever could start a formula."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return escape_formula(str(value))


def csv_lines(listing: QueueListing) -> Iterator[str]:
    """Yields CSV for French spreadsheets: UTF-8 with BOM, « ; » as separator."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for line in _lines(listing):
        yield writer.writerow([_as_text(value) for value in line])


def workbook(listing: QueueListing) -> IO[bytes]:
    """Returns an XLSX as a temporary file, rewound. Texts and dates are written as such."""
    content = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    book = xlsxwriter.Workbook(content, OPTIONS)
    day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Dossiers"))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(listing.columns) + 1, WIDTH)
    sheet.set_column(1, 1, TITLE_WIDTH)
    for number, line in enumerate(_lines(listing)):
        for at, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, at, value)
            elif value:
                sheet.write_string(number, at, value[:CELL_MAX], None if number else bold)
    book.close()
    content.seek(0)
    return content
