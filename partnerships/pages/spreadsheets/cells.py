"""A program of its own, run apart: the cells of an XLSX or ODS file given on its input, as JSON.

A hostile file may ask for a table of the whole sheet, or for a text in each of its cells: this
process alone then falls, at its limits. It reads the values kept of formulas and computes none.
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
    """`value` as JSON: a number, or a text; dates as « 2024-01-15 »."""
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
    """[{"name", "lines": rows from the first one, "merged": whether cells are}]"""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    left = CHARACTERS_MAX
    for name in workbook.sheet_names[:SHEETS_MAX]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height > LINES_MAX or sheet.total_width > COLUMNS_MAX:
            sys.exit(f"too large: {sheet.total_height} × {sheet.total_width}")
        lines = []
        for line in sheet.to_python(skip_empty_area=False):
            cells = [as_cell(value) for value in line]
            left -= sum(len(cell) for cell in cells if isinstance(cell, str))
            if left < 0:
                sys.exit("too much text")
            lines.append(cells)
        yield {"name": name, "lines": lines, "merged": bool(sheet.merged_cell_ranges)}


def main():
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_CPU, SECONDS_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems know no such limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    json.dump(list(read(sys.stdin.buffer.read())), sys.stdout)


if __name__ == "__main__":
    main()
