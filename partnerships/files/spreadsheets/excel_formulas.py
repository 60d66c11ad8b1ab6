"""The cells of an XLSX file that are formulas.

Runs in the process of `partnerships.files.apart`.
"""

import zipfile
from typing import BinaryIO

from partnerships.files.spreadsheets.excel_dates import (
    CELL,
    column_place,
    read_part,
    sheet_parts,
)

FORMULAS_MAX = 1_000


def _formulas(archive, part) -> list[list[int]]:
    found, cell = [], [""]

    def start(name, attributes):
        if name == "c":
            cell[0] = attributes.get("r", "")
        elif name == "f" and len(found) < FORMULAS_MAX:
            place = CELL.fullmatch(cell[0])
            if place:
                found.append([int(place[2]), column_place(place[1])])

    read_part(archive, part, start=start)
    return found


def read_formulas(file: BinaryIO) -> dict[str, list[list[int]]]:
    """Returns sheet name → [line number from 1, column from 0] of its formulas.

    Raises one of many exceptions for a damaged file.
    """
    with zipfile.ZipFile(file) as archive:
        return {name: _formulas(archive, part) for name, part in sheet_parts(archive).items()}
