"""A script run in its own process: reads an XLSX or ODS file on stdin, writes its cells as JSON.

A hostile file may declare a table as large as the sheet, or a text in each of its cells: only this
process is then killed, by its limits. Formulas are not computed; their stored values are read.
"""

import contextlib
import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

MEMORY_MAX = 1024**3
SECONDS_MAX = 20
LINES_MAX = 6_000
COLUMNS_MAX = 200
CHARACTERS_MAX = 20_000_000
SHEETS_MAX = 30


def as_cell(value):
    """Converts `value` for JSON to a number or a text; dates become « 2024-01-15 »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, time | timedelta) else value


def read(content):
    """Yields for each sheet {"name", "lines": all its rows, "merged": has merged cells}."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    characters_left = CHARACTERS_MAX
    for name in workbook.sheet_names[:SHEETS_MAX]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height > LINES_MAX or sheet.total_width > COLUMNS_MAX:
            sys.exit(f"too large: {sheet.total_height} × {sheet.total_width}")
        lines = []
        for line in sheet.to_python(skip_empty_area=False):
            cells = [as_cell(value) for value in line]
            characters_left -= sum(len(cell) for cell in cells if isinstance(cell, str))
            if characters_left < 0:
                sys.exit("too much text")
            lines.append(cells)
        yield {"name": name, "lines": lines, "merged": bool(sheet.merged_cell_ranges)}


def main():
    for limit, maximum in (
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_CPU, SECONDS_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems do not support every limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (maximum, maximum))
    json.dump(list(read(sys.stdin.buffer.read())), sys.stdout)


if __name__ == "__main__":
    main()
