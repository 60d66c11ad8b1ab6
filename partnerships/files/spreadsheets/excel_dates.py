"""The date cells of an XLSX file that show a month or a year only.

Excel turns « 06/1988 » and « 1988-06 » into the first day of that month, and shows « juin-88 »: the
format of the cell is then all that says what was written. Runs in the process of
`partnerships.files.apart`.
"""

import posixpath
import re
import zipfile
from collections import defaultdict

from partnerships.files.xml_part import local_name, parse, xml_parser

# Built-in format « mmm-yy » (ECMA-376 part 1, § 18.8.30).
MONTH_AND_YEAR = 17
# Texts, colours and escaped characters of a format, which are no part of a date.
LITERAL = re.compile(r'"[^"]{0,99}"|\[[^\]]{0,99}\]|[\\_*].')
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
CHUNK = 64 * 1024
# Number of characters of ISO 8601: year, year and month.
YEAR, MONTH = 4, 7


def _length(code: str) -> int | None:
    """Returns the length of the ISO text that a format shows, None if it shows days or times."""
    letters = set(LITERAL.sub("", code).lower())
    if "y" not in letters or letters & set("dhs"):
        return None
    return MONTH if "m" in letters else YEAR


def read_part(archive: zipfile.ZipFile, name: str, *, start, end=None) -> None:
    """Calls `start(name, attributes)` and `end(name)` for each element of a part, if the archive
    has it. Raises Faulty.
    """
    if name not in archive.NameToInfo:
        return
    parser = xml_parser()
    parser.StartElementHandler = lambda tag, attributes: start(local_name(tag), attributes)
    if end:
        parser.EndElementHandler = lambda tag: end(local_name(tag))
    with archive.open(name) as part:
        parse(parser, iter(lambda: part.read(CHUNK), b""))


class _Styles:
    """The styles of cells that show no day: number of the style → length of the ISO text."""

    def __init__(self):
        self.lengths: dict[str, int] = {}
        self._codes, self._is_of_cells, self._count = {str(MONTH_AND_YEAR): MONTH}, False, 0

    def start(self, name, attributes):
        if name == "numFmt":
            length = _length(attributes.get("formatCode", ""))
            if length:
                self._codes[attributes.get("numFmtId", "")] = length
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._is_of_cells = name == "cellXfs"
        elif name == "xf" and self._is_of_cells:
            length = self._codes.get(attributes.get("numFmtId", ""))
            if length:
                self.lengths[str(self._count)] = length
            self._count += 1


def sheet_parts(archive) -> dict[str, str]:
    """Returns sheet name → part of the archive."""
    ids, targets = {}, {}

    def sheet(name, attributes):
        if name == "sheet":
            key = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
            ids[attributes.get("name", "")] = key

    def relation(name, attributes):
        if name == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", ""))
            targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    read_part(archive, "xl/workbook.xml", start=sheet)
    read_part(archive, "xl/_rels/workbook.xml.rels", start=relation)
    return {name: targets[key] for name, key in ids.items() if key in targets}


def column_place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cells_of(archive, part, lengths) -> dict[int, dict[int, int]]:
    found = defaultdict(dict)

    def cell(name, attributes):
        length = lengths.get(attributes.get("s", "")) if name == "c" else None
        place = CELL.fullmatch(attributes.get("r", "")) if length else None
        if place:
            found[int(place[2]) - 1][column_place(place[1])] = length

    read_part(archive, part, start=cell)
    return found


def excel_date_lengths(archive: zipfile.ZipFile) -> dict[str, dict[int, dict[int, int]]]:
    """Returns sheet name → row → column, from 0 → length of the ISO text that the cell shows.

    Only the cells that show no day. Raises Faulty.
    """
    styles = _Styles()
    read_part(archive, "xl/styles.xml", start=styles.start)
    if not styles.lengths:
        return {}
    parts = sheet_parts(archive)
    return {name: _cells_of(archive, part, styles.lengths) for name, part in parts.items()}
