"""The spreadsheet template, empty or with rows and their faults; texts only, never formulas."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import xlsxwriter
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from partnerships.files.french_csv import french_csv
from partnerships.files.workbook import CELL_MAX, OPTIONS
from partnerships.pages.spreadsheets.columns import (
    FAULTS_HEADING,
    PARTNERS,
    REFERENCE,
    Column,
    Layout,
    SheetColumns,
)
from partnerships.pages.spreadsheets.table import ROWS_MAX

# The limits of Excel for the title and the text of a hint, in characters.
HINT_TITLE_MAX, HINT_MAX = 32, 255
OTHER_LINES_MAX = 2_000
WIDE = ("title", "summary", "objectives", PARTNERS)


@dataclass
class Line:
    """A line of a sheet: cells by column, cells under other headings, text of its faults."""

    cells: dict[str, str]
    others: dict[str, str] = field(default_factory=dict)
    faults: str = ""


def csv_template(layout: Layout) -> bytes:
    """Returns the headings as CSV."""
    return french_csv([[column.heading for column in layout.main.columns]])


def _list_label(label):
    return capfirst(label)[:CELL_MAX]


class _TemplateWriter:
    """Writes the workbook; `list_positions`: the column of each list in the sheet of lists."""

    def __init__(self, content, layout: Layout):
        self.layout = layout
        self.book = xlsxwriter.Workbook(content, OPTIONS)
        self.heading = self.book.add_format(
            {
                "bold": True,
                "bg_color": "#e3e3fd",
                "bottom": 1,
                "text_wrap": True,
                "valign": "top",
            }
        )
        # Text format, so that « 01004 » or « 0612… » keep their leading zero.
        self.text = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.fault = self.book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#ce0500"}
        )
        self.list_columns = [c for sheet in layout.sheets for c in sheet.columns if c.choices]
        self.list_positions = {column.name: index for index, column in enumerate(self.list_columns)}

    def _hint(self, column: Column):
        hint = {
            "input_title": column.heading[:HINT_TITLE_MAX],
            "input_message": column.hint[:HINT_MAX],
        }
        if not column.choices:
            return {"validate": "any", **hint}
        letters = xl_col_to_name(self.list_positions[column.name], col_abs=True)
        return {
            "validate": "list",
            "source": f"='{_('Listes')}'!{letters}$2:{letters}${len(column.choices) + 1}",
            # A cell may hold several values; the dry run reports the wrong ones.
            "show_error": False,
            **hint,
        }

    def write_sheet(self, columns: SheetColumns, lines: Iterable[Line], row_max: int):
        """Adds a sheet: frozen headings, a hint and a list in each cell, then the lines."""
        lines = list(lines)
        has_faults = any(line.faults for line in lines)
        others = list(dict.fromkeys(name for line in lines for name in line.others))
        shift = 1 if has_faults else 0
        sheet = self.book.add_worksheet(columns.title)
        sheet.freeze_panes(1, shift + 1)
        if has_faults:
            sheet.set_column(0, 0, 50, self.fault)
        for index, column in enumerate(columns.columns, start=shift):
            sheet.set_column(index, index, 45 if column.name in WIDE else 24, self.text)
            if column.hint or column.choices:
                sheet.data_validation(1, index, row_max, index, self._hint(column))
        headings = [column.heading for column in columns.columns] + others
        headings = [str(FAULTS_HEADING), *headings] if has_faults else headings
        sheet.set_row(0, 32)
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading[:CELL_MAX], self.heading)
        for number, line in enumerate(lines, start=1):
            if line.faults:
                sheet.write_string(number, 0, line.faults[:CELL_MAX], self.fault)
            cells = [line.cells.get(column.name, "") for column in columns.columns]
            cells += [line.others.get(name, "") for name in others]
            for index, text in enumerate(cells, start=shift):
                if text:
                    sheet.write_string(number, index, text[:CELL_MAX], self.text)

    def write_lists(self):
        """Adds the sheet of lists: one list per column, under the heading of its column."""
        sheet = self.book.add_worksheet(_("Listes"))
        sheet.freeze_panes(1, 0)
        columns = self.list_columns
        sheet.set_column(0, max(len(columns) - 1, 0), 36)
        for index, column in enumerate(columns):
            sheet.write_string(0, index, column.heading, self.heading)
        longest = max((len(column.choices) for column in columns), default=0)
        # Written line by line, as the constant-memory mode requires.
        for number in range(longest):
            for index, column in enumerate(columns):
                if number < len(column.choices):
                    sheet.write_string(number + 1, index, _list_label(column.choices[number][1]))

    def write_guide(self):
        """Adds the sheet that explains each sheet and each column."""
        sheet = self.book.add_worksheet(_("Mode d’emploi"))
        bold = self.book.add_format({"bold": True, "valign": "top"})
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 90)
        for number, cells in enumerate(self._guide()):
            for index, text in enumerate(cells):
                form = bold if index == 0 or len(cells) == 1 else wrapped
                if text:
                    sheet.write_string(number, index, text, form)

    def _guide(self):
        for text in _advice():
            yield [text]
        for sheet in self.layout.sheets:
            yield []
            yield [f"{sheet.title}", "", sheet.intro]
            for column in sheet.columns:
                need = column.needed or _("facultatif")
                if column.is_required:
                    need = _("demandé pour déposer")
                if column.name == REFERENCE:
                    need = _("conseillé") if sheet is self.layout.main else _("à remplir")
                yield [column.heading, need, column.hint]


def _advice():
    return [
        _("Une ligne par partenariat, %(most)s au plus. Gardez les titres des colonnes.")
        % {"most": ROWS_MAX},
        _(
            "Un brouillon demande un titre\u202f: le reste peut se compléter ensuite dans le "
            "formulaire."
        ),
        _("Dates\u202f: 15/06/1988, 06/1988 ou seulement 1988, selon ce que vous savez."),
        _("Montants\u202f: en euros, sans formule."),
        _(
            "Sans contact dans une ligne, le contact du dossier est la personne qui envoie le "
            "fichier."
        ),
        _("Les documents et les images se joignent dans le formulaire."),
    ]


def workbook(layout: Layout, lines: dict[str, list[Line]] | None = None) -> bytes:
    """Returns the workbook to fill in; `lines`: its initial lines by list, "" for partnerships."""
    content = io.BytesIO()
    writer = _TemplateWriter(content, layout)
    for columns in layout.sheets:
        row_max = OTHER_LINES_MAX if columns.list_name else ROWS_MAX
        writer.write_sheet(columns, (lines or {}).get(columns.list_name, ()), row_max)
    writer.write_lists()
    writer.write_guide()
    writer.book.close()
    return content.getvalue()
