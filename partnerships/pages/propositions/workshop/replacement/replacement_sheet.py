"""The file that replaces the twenty: its template, CSV or XLSX, and its lines as read again."""

import csv
import io

import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.archive import ARCHIVE_START
from partnerships.files.fault import Fault
from partnerships.files.office_document import ODS, XLSX, read_document
from partnerships.files.spreadsheets.excel_formulas import read_formulas
from partnerships.files.spreadsheets.reading import (
    Sheet,
    UnreadableSpreadsheet,
    read_spreadsheet,
)
from partnerships.files.workbook import CELL_MAX, OPTIONS, begins_formula
from proposals.models import Proposal
from proposals.replacement.columns import COLUMNS, NUMBER
from proposals.replacement.reading import ReadTexts, read_lines

SECONDS_MAX = 10
UTF16 = (b"\xff\xfe", b"\xfe\xff")
WIDTHS = {NUMBER: 10, "title": 45, "summary": 60, "body": 80, "source": 40}
# Limits of Excel for the title and the text of a hint, in characters.
HINT_TITLE_MAX, HINT_MAX = 32, 255


class CellTooLong(Exception):
    """A text is longer than a cell of Excel; `number`: of its proposition."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def _current_lines():
    """Yields the cells of each proposition, with its text in force."""
    for proposal in Proposal.objects.with_text().order_by("number"):
        content = proposal.text.content if proposal.text else {}
        content = {NUMBER: proposal.number, **content}
        yield [column.written(content.get(column.name)) for column in COLUMNS]


def _escaped(text):
    """Returns a CSV cell: an apostrophe keeps a text from being run as a formula."""
    return f"'{text}" if begins_formula(text.lstrip("'")) else text


def _unescaped(cell):
    return cell[1:] if cell.startswith("'") and begins_formula(cell.lstrip("'")) else cell


def csv_lines(lines: list[list[str]]) -> bytes:
    """Returns the headings and these lines as CSV for French spreadsheet software."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(column.heading for column in COLUMNS)
    writer.writerows(map(_escaped, line) for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _write_headings(book, sheet, last_row):
    heading = book.add_format({"bold": True, "bg_color": "#e3e3fd", "bottom": 1})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, WIDTHS.get(column.name, 22), text)
        sheet.write_string(0, at, column.heading, heading)
        hint = {
            "input_title": column.heading[:HINT_TITLE_MAX],
            "input_message": str(column.hint)[:HINT_MAX],
        }
        choices = [str(label) for label in column.choices.values()]
        kind = {"validate": "list", "source": choices} if choices else {"validate": "any"}
        sheet.data_validation(1, at, last_row, at, {**kind, **hint, "show_error": False})
    return text


def _write_guide(book):
    sheet = book.add_worksheet(_("Mode d’emploi"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, _("Colonne"), bold)
    sheet.write_string(0, 1, _("Ce qu’elle attend"), bold)
    for row, column in enumerate(COLUMNS, start=1):
        sheet.write_string(row, 0, column.heading, bold)
        need = _("Demandée.") if column.is_required else _("Facultative.")
        sheet.write_string(row, 1, f"{need} {capfirst(column.hint)}", wrapped)


def xlsx_lines(lines: list[list[str]]) -> bytes:
    """Returns a workbook of these lines, with its guide. Raises CellTooLong."""
    for line in lines:
        if any(len(cell) > CELL_MAX for cell in line):
            raise CellTooLong(int(line[0]))
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    sheet = book.add_worksheet(_("Propositions"))
    text = _write_headings(book, sheet, max(len(lines), 20))
    for row, cells in enumerate(lines, start=1):
        for at, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, at, cell, text)
    _write_guide(book)
    book.close()
    return content.getvalue()


def replacement_template(extension: str) -> bytes:
    """Returns the template, `csv` or `xlsx`, with the texts in force. Raises CellTooLong."""
    lines = list(_current_lines())
    return csv_lines(lines) if extension == "csv" else xlsx_lines(lines)


def _check_workbook(content):
    """Refuses macros, links to other files and commands, and what is no XLSX."""
    try:
        found = read_apart(read_document, content, seconds=SECONDS_MAX)
    except (Overrun, Unreadable):
        found = {"fault": Fault.DAMAGED}
    if found.get("fault") == Fault.MACROS:
        raise UnreadableSpreadsheet(
            _(
                "Ce classeur contient des macros\u202f: enregistrez-le au format XLSX, qui n’en a "
                "pas, puis renvoyez-le."
            )
        )
    if found.get("type") == ODS:
        raise UnreadableSpreadsheet(
            _(
                "Ce classeur est au format ODS\u202f: dans LibreOffice, «\u202fFichier\u202f», "
                "«\u202fEnregistrer sous…\u202f», choisissez le type «\u202fClasseur Excel "
                "(.xlsx)\u202f», puis envoyez le fichier XLSX."
            )
        )
    if found.get("fault") or found["type"] != XLSX:
        raise UnreadableSpreadsheet(
            _(
                "Ce classeur n’est pas un simple XLSX (liens vers d’autres fichiers, commandes, "
                "autre format)\u202f: recopiez vos textes dans le modèle, puis renvoyez-le."
            )
        )


def _formulas_of(content, name):
    try:
        return read_apart(read_formulas, content, seconds=SECONDS_MAX).get(name, [])
    except (Overrun, Unreadable) as error:
        raise UnreadableSpreadsheet(
            _("Ce classeur est abîmé\u202f: enregistrez-le de nouveau en XLSX, puis renvoyez-le.")
        ) from error


def _read_workbook(sent):
    sheets = read_spreadsheet(sent)
    _check_workbook(sent)
    named = (each for each in sheets if fold(each.name) == fold(_("Propositions")))
    sheet = next(named, sheets[0] if sheets else Sheet("", []))
    formulas = {(line, at) for line, at in _formulas_of(sent, sheet.name)}
    return read_lines(sheet.lines, formulas)


def _read_csv(sent, data):
    # What is not UTF-8 is marked in its cell, and never guessed.
    text = data if data.startswith(UTF16) else data.decode("utf-8", errors="replace").encode()
    [sheet] = read_spreadsheet(ContentFile(text, name=sent.name))
    formulas = {
        (line, at)
        for line, cells in sheet.lines
        for at, cell in enumerate(cells)
        if cell.lstrip().startswith("=")
    }
    lines = [(line, list(map(_unescaped, cells))) for line, cells in sheet.lines]
    return read_lines(lines, formulas)


def read_replacement(sent: UploadedFile) -> ReadTexts:
    """Returns the texts of a file, or its faults by cell. Raises UnreadableSpreadsheet."""
    head = sent.read(len(ARCHIVE_START))
    sent.seek(0)
    if head.startswith(ARCHIVE_START):
        return _read_workbook(sent)
    read_spreadsheet(sent)  # refuses what is no text, empty or too large
    sent.seek(0)
    return _read_csv(sent, sent.read())
