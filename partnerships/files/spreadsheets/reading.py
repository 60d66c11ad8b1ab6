"""Reads the lines of an uploaded spreadsheet: CSV directly, XLSX and ODS under limits."""

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cncd_portal.accounts.invisible import without_invisible
from cncd_portal.file_sizes import file_size
from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.spreadsheets.cells import COLUMNS_MAX, LINES_MAX, read_cells
from partnerships.files.spreadsheets.other_formats import other_format
from partnerships.files.spreadsheets.separator import declared_separator

FILE_MAX = 5 * 1024**2
SECONDS_MAX = 20
DELIMITERS = ";,\t"
# Letters of French in MacRoman that are no letters of French in Windows-1252, and the reverse.
MAC_LETTERS = "àçéèêùû".encode("mac_roman")
WINDOWS_LETTERS = "àçéèêîôùûÉÈÀ".encode("cp1252")
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Cell = str | int | float


class UnreadableSpreadsheet(Exception):
    """The file is refused and not stored; the text is a French sentence saying what to do."""


@dataclass(frozen=True)
class Sheet:
    """A sheet; `lines`: (line number as shown to the user, cells), without the empty lines."""

    name: str
    lines: list[tuple[int, list[Cell]]]
    has_merged_cells: bool = False


def _clean(cell):
    return without_invisible(cell) if isinstance(cell, str) else cell


def _non_empty_lines(lines):
    return [
        (number, [_clean(cell) for cell in cells])
        for number, cells in enumerate(lines, start=1)
        if any(str(cell).strip() for cell in cells)
    ]


def _refuse_too_large():
    raise UnreadableSpreadsheet(
        _(
            "Ce classeur est démesuré une fois ouvert, ou a des cellules remplies très loin des "
            "autres\u202f: recopiez vos lignes dans le modèle, puis renvoyez-le."
        )
    )


def _refuse_damaged():
    raise UnreadableSpreadsheet(
        _(
            "Ce classeur ne s’ouvre pas\u202f: il est abîmé ou protégé. Enregistrez-le de nouveau "
            "au format XLSX, sans mot de passe, puis renvoyez-le."
        )
    )


def _workbook(content):
    try:
        sheets = read_apart(read_cells, content, seconds=SECONDS_MAX)
    except Overrun:
        sheets = None
    except Unreadable:
        _refuse_damaged()
    if sheets is None:
        _refuse_too_large()
    return [
        Sheet(sheet["name"], _non_empty_lines(sheet["lines"]), sheet["merged"]) for sheet in sheets
    ]


def _decoded(content):
    """Decodes a CSV file, in one of the encodings that spreadsheets write."""
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Some programs put the mark of UTF-8 before what they then write in Windows-1252.
        content = content.removeprefix(codecs.BOM_UTF8)
        return content.decode(_eight_bits(content), errors="replace")


def _eight_bits(content):
    """Returns whether a text in one byte a letter is of a Mac or of Windows."""
    mac, windows = (
        len(content) - len(content.translate(None, letters))
        for letters in (MAC_LETTERS, WINDOWS_LETTERS)
    )
    return "mac_roman" if mac > windows else "cp1252"


def _delimiter(text):
    """Returns the delimiter that splits the first non-empty line into the most cells."""
    first = next((line for line in text.splitlines() if line.strip(" ;,\t")), "")
    return max(
        DELIMITERS, key=lambda delimiter: len(next(csv.reader([first], delimiter=delimiter)))
    )


def _within_limits(lines):
    filled = 0
    for cells in lines:
        filled += any(cells)
        if filled > LINES_MAX or len(cells) > COLUMNS_MAX:
            _refuse_too_large()
        yield cells


def _csv(content):
    separator, text = declared_separator(_decoded(content))
    try:
        delimiter = separator or _delimiter(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lines = _non_empty_lines(_within_limits(reader))
    except (csv.Error, StopIteration):
        raise UnreadableSpreadsheet(
            _(
                "Ce fichier CSV est mal formé (guillemets ouverts, cellule immense)\u202f: "
                "enregistrez-le au format XLSX, puis renvoyez-le."
            )
        ) from None
    return [Sheet("", lines)]


def read_spreadsheet(content: UploadedFile) -> list[Sheet]:
    """Returns the sheets of a file, whatever its name. Raises UnreadableSpreadsheet."""
    if not content.size:
        raise UnreadableSpreadsheet(_("Ce fichier est vide\u202f: choisissez-en un autre."))
    if content.size > FILE_MAX:
        raise UnreadableSpreadsheet(
            _("Ce fichier pèse %(size)s\u202f: la limite est de %(limit)s.")
            % {"size": file_size(content.size), "limit": file_size(FILE_MAX)}
        )
    data = content.read()
    other = other_format(data)
    if other:
        raise UnreadableSpreadsheet(other)
    if data.startswith(b"PK"):
        return _workbook(content)
    if b"\x00" in data[:1024] and not data.startswith(UTF_16_MARKS):
        raise UnreadableSpreadsheet(
            _(
                "«\u202f%(name)s\u202f» n’est pas un tableur\u202f: envoyez un fichier XLSX, ODS "
                "ou CSV."
            )
            % {"name": Path(content.name or "").name}
        )
    return _csv(data)
