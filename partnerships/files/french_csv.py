"""CSV for French spreadsheet software: « ; », UTF-8 with BOM, no formulas."""

import csv
import io
from collections.abc import Iterable

from partnerships.files.workbook import escape_formula


def french_csv(rows: Iterable[Iterable[str | int]]) -> bytes:
    """Returns the file of `rows`, the headings first; decimal commas are those of the caller."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow(escape_formula(cell) if isinstance(cell, str) else cell for cell in row)
    return text.getvalue().encode("utf-8-sig")
