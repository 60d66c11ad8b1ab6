"""Reads the cells of an XLSX or ODS file, in the process of `partnerships.files.apart`.

A hostile file may declare a table as large as the sheet, or a text in each of its cells. Formulas
are not computed; their stored values are read.
"""

import zipfile
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineWorkbook

from partnerships.files.fault import Faulty
from partnerships.files.spreadsheets.excel_dates import excel_date_lengths
from partnerships.files.spreadsheets.opendocument_dates import CONTENT, opendocument_date_lengths

UNPACKED_MAX = 60 * 1024**2
ENTRIES_MAX = 1_000
LINES_MAX = 6_000
COLUMNS_MAX = 200
CHARACTERS_MAX = 20_000_000
SHEETS_MAX = 30
# Number of characters of a day in ISO 8601.
DAY = 10


class TooLarge(Exception):
    """The workbook is too large once unpacked."""


def as_cell(value, date_length=DAY):
    """Converts `value` to a number or a text; dates, with a time or not, are « 2024-01-15 ».

    `date_length`: how many characters of it the cell shows.
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()[:date_length]
    if isinstance(value, date):
        return value.isoformat()[:date_length]
    return str(value) if isinstance(value, time | timedelta) else value


def _check_archive(file):
    """Raises TooLarge before unpacking an archive too large, ValueError for a damaged one."""
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > ENTRIES_MAX or unpacked > UNPACKED_MAX:
            raise TooLarge
        # testzip reads each entry, up to its declared size, and verifies its checksum.
        if any(entry.flag_bits & 1 for entry in entries) or archive.testzip():
            raise ValueError("encrypted or damaged")


def _sheets(file, date_lengths):
    workbook = CalamineWorkbook.from_filelike(file)
    characters_left = CHARACTERS_MAX
    for name in workbook.sheet_names[:SHEETS_MAX]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height > LINES_MAX or sheet.total_width > COLUMNS_MAX:
            raise TooLarge
        lines, lengths = [], date_lengths.get(name, {})
        for row, line in enumerate(sheet.to_python(skip_empty_area=False)):
            of_row = lengths.get(row, {})
            cells = [as_cell(each, of_row.get(at, DAY)) for at, each in enumerate(line)]
            characters_left -= sum(len(cell) for cell in cells if isinstance(cell, str))
            if characters_left < 0:
                raise TooLarge
            lines.append(cells)
        yield {"name": name, "lines": lines, "merged": bool(sheet.merged_cell_ranges)}


def _date_lengths(file):
    """Returns sheet name → row → column → length of the ISO text that a date cell shows."""
    with zipfile.ZipFile(file) as archive:
        try:
            if CONTENT in archive.NameToInfo:
                return opendocument_date_lengths(archive)
            return excel_date_lengths(archive)
        except Faulty:
            return {}


def read_cells(file: BinaryIO) -> list[dict] | None:
    """Returns for each sheet {"name", "lines": all its rows, "merged": has merged cells}.

    Returns None for a workbook too large. Raises one of many exceptions for a damaged one.
    """
    try:
        _check_archive(file)
        file.seek(0)
        date_lengths = _date_lengths(file)
        file.seek(0)
        return list(_sheets(file, date_lengths))
    except TooLarge:
        return None
