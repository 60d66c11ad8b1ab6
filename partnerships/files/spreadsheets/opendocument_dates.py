"""The date cells of an ODS file that show a month or a year only.

A cell holds the first day of the month, and its style, its row's or its column's says what is
shown. Runs in the process of `partnerships.files.apart`.
"""

import zipfile

from partnerships.files.spreadsheets.excel_dates import MONTH, YEAR, read_part
from partnerships.files.xml_part import local_name

CONTENT = "content.xml"
# Rows and columns beyond are not read, and a file may repeat one a million times.
ROWS_MAX, COLUMNS_MAX = 6_000, 200


def _plain(attributes):
    return {local_name(name): value for name, value in attributes.items()}


def _repeated(attributes, name, most):
    text = attributes.get(name, "1")
    return min(int(text), most) if text.isdecimal() else 1


class _Reader:
    """Collects styles, then the cells of each sheet.

    `lengths`: of the ISO text shown, by sheet, row and column, from 0.
    """

    def __init__(self):
        self.lengths: dict[str, dict[int, dict[int, int]]] = {}
        self._parts: dict[str, set[str]] = {}
        # Style of cells → (format of dates, style that it completes).
        self._styles: dict[str, tuple[str, str]] = {}
        self._format = ""
        # Cells may contain tables: only the outer ones are sheets.
        self._depth = 0

    def start(self, name, attributes):
        method = getattr(self, f"_start_{name.replace('-', '_')}", None)
        if method:
            method(_plain(attributes))
        elif self._format and name in ("day", "month", "year"):
            self._parts[self._format].add(name)

    def end(self, name):
        if name == "date-style":
            self._format = ""
        elif name == "table":
            self._depth -= 1
        elif self._depth == 1 and name == "table-row":
            if self._cells:
                rows = self.lengths.setdefault(self._sheet, {})
                rows |= {self._row + n: self._cells for n in range(self._row_count)}
            self._row += self._row_count

    def _start_date_style(self, attributes):
        self._format = attributes.get("name", "")
        self._parts[self._format] = set()

    def _start_style(self, attributes):
        if attributes.get("family") == "table-cell":
            self._styles[attributes.get("name", "")] = (
                attributes.get("data-style-name", ""),
                attributes.get("parent-style-name", ""),
            )

    def _start_table(self, attributes):
        self._depth += 1
        if self._depth == 1:
            self._sheet, self._columns, self._row = attributes.get("name", ""), [], 0

    def _start_table_column(self, attributes):
        if self._depth == 1:
            style = attributes.get("default-cell-style-name", "")
            room = COLUMNS_MAX - len(self._columns)
            count = _repeated(attributes, "number-columns-repeated", room)
            self._columns += [style] * count

    def _start_table_row(self, attributes):
        if self._depth == 1:
            room = max(ROWS_MAX - self._row, 0)
            self._row_count = _repeated(attributes, "number-rows-repeated", room)
            self._row_style = attributes.get("default-cell-style-name", "")
            self._column, self._cells = 0, {}

    def _start_table_cell(self, attributes):
        if self._depth != 1:
            return
        room = max(COLUMNS_MAX - self._column, 0)
        count = _repeated(attributes, "number-columns-repeated", room)
        if attributes.get("value-type") == "date":
            for column in range(self._column, self._column + count):
                length = self._length(attributes.get("style-name", ""), column)
                if length:
                    self._cells[column] = length
        self._column += count

    _start_covered_table_cell = _start_table_cell

    def _length(self, style, column):
        """Returns the length of the ISO text that a cell shows, None if it shows a day."""
        of_column = self._columns[column] if column < len(self._columns) else ""
        style, seen = style or self._row_style or of_column, set()
        while style in self._styles and style not in seen:
            seen.add(style)
            form, parent = self._styles[style]
            if form:
                parts = self._parts.get(form, set())
                if "year" not in parts or "day" in parts:
                    return None
                return MONTH if "month" in parts else YEAR
            style = parent
        return None


def opendocument_date_lengths(archive: zipfile.ZipFile) -> dict[str, dict[int, dict[int, int]]]:
    """Returns sheet name → row → column, from 0 → length of the ISO text that the cell shows.

    Only the cells that show no day. Raises Faulty.
    """
    reader = _Reader()
    read_part(archive, "styles.xml", start=reader.start, end=reader.end)
    read_part(archive, CONTENT, start=reader.start, end=reader.end)
    return reader.lengths
