"""Assigns the cells of each sheet to the columns under whose headings they are."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.analysis import fold
from partnerships.document.buffer import as_shown
from partnerships.document.canonical import canonical, digest
from partnerships.files.spreadsheets.reading import Sheet, UnreadableSpreadsheet
from partnerships.pages.spreadsheets.columns import (
    FAULTS_HEADING,
    MAIN,
    PARTNERS,
    REFERENCE,
    Layout,
    SheetColumns,
)

ROWS_MAX = 500
# Numbers of lines that a remark names.
LINES_SHOWN = 20
# The headings are searched in this number of first lines: people add titles above them.
HEADING_LINES_MAX = 10
REQUIRED = ("title", PARTNERS)
# The columns that identify a row without a reference.
IDENTITY = (PARTNERS, f"{PARTNERS}.proposed_country", "kind", "title", "starts_on")
Cells = dict[str, str]


@dataclass
class Row:
    """A line of the partnerships.

    `others`: cells under unknown headings; `sheets`: the lines of the other sheets that have its
    reference.
    """

    line: int
    cells: Cells
    others: Cells = field(default_factory=dict)
    sheets: dict[str, list[tuple[int, Cells]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def reference(self) -> str:
        return _normalised(self.cells.get(REFERENCE, ""))

    @property
    def key(self) -> str:
        """A digest of the reference, or of the identifying cells if there is none."""
        identity = [self.reference] if self.reference else self.identity
        return hashlib.sha256(canonical(identity).encode()).hexdigest()

    @property
    def identity(self) -> list[str]:
        return ["", *(_normalised(self.cells.get(name, "")) for name in IDENTITY)]

    @property
    def content(self) -> dict:
        return {"cells": self.cells, "others": self.others, "sheets": dict(self.sheets)}

    @property
    def cells_digest(self) -> str:
        """A digest of the cells, independent of their line numbers."""
        sheets = {name: [cells for _line, cells in lines] for name, lines in self.sheets.items()}
        return digest(canonical([self.cells, sheets]))


@dataclass
class Table:
    """The rows read; `orphans`: lines of the other sheets whose reference no row has."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    orphans: dict[str, list[tuple[int, Cells]]] = field(default_factory=dict)


def _normalised(text):
    return " ".join(text.split()).casefold()


def _is_known(text, columns):
    return fold(text) in columns.by_heading or fold(text) == fold(str(FAULTS_HEADING))


def _headings(sheet: Sheet, columns: SheetColumns):
    """Returns (index, {position: heading}) of the line with the most known headings."""
    best = (0, {})
    for index, (_number, cells) in enumerate(sheet.lines[:HEADING_LINES_MAX]):
        texts = {position: as_shown(str(cell)).strip() for position, cell in enumerate(cells)}
        known = [text for text in texts.values() if _is_known(text, columns)]
        if len(known) > len([t for t in best[1].values() if _is_known(t, columns)]):
            best = (index, {position: text for position, text in texts.items() if text})
    return best


def _check_headings(headings, columns, title):
    """Raises UnreadableSpreadsheet if a heading is repeated or a required one is missing."""
    folded = [fold(text) for text in headings.values()]
    counts = Counter(folded)
    repeated = next((t for t in headings.values() if counts[fold(t)] > 1), None)
    if repeated:
        raise UnreadableSpreadsheet(
            _(
                "Dans «\u202f%(sheet)s\u202f», deux colonnes s’appellent «\u202f%(name)s\u202f»"
                "\u202f: renommez-en une ou retirez-la."
            )
            % {"sheet": title, "name": repeated[:80]}
        )
    required = REQUIRED if columns.list_name == MAIN else (REFERENCE,)
    missing = [columns.by_name[name].heading for name in required]
    missing = [heading for heading in missing if fold(heading) not in folded]
    if missing:
        raise UnreadableSpreadsheet(
            _(
                "Dans «\u202f%(sheet)s\u202f», il manque la colonne «\u202f%(name)s\u202f»"
                "\u202f: partez du modèle et gardez ses titres de colonnes."
            )
            % {"sheet": title, "name": missing[0]}
        )


def _repeats(headings: dict[int, str], line: list) -> bool:
    """Whether a line is the titles of its columns once more."""
    filled = [at for at, cell in enumerate(line) if str(cell).strip()]
    same = [at for at in filled if fold(str(line[at])) == fold(headings.get(at, "")) != ""]
    return len(same) > 1 and len(same) == len(filled)


def _note_unread(sheet, unknown, notes):
    """Notes the columns and cells that are not read."""
    if unknown:
        notes.append(
            _("Colonnes que le portail ne connaît pas, et ne lit pas\u202f: %(names)s.")
            % {"names": ", ".join(text[:80] for text in unknown.values())}
        )
    if sheet.has_merged_cells:
        notes.append(
            _(
                "«\u202f%(sheet)s\u202f» a des cellules fusionnées\u202f: seule la première de "
                "chaque groupe compte."
            )
            % {"sheet": sheet.name}
        )


def _note_repeated(sheet, columns, repeated, notes):
    """Notes the lines that repeat the titles of the columns."""
    if repeated:
        sentence = ngettext(
            "«\u202f%(sheet)s\u202f»\u202f: la ligne %(lines)s répète les titres des colonnes, "
            "et n’est pas lue.",
            "«\u202f%(sheet)s\u202f»\u202f: les lignes %(lines)s répètent les titres des "
            "colonnes, et ne sont pas lues.",
            len(repeated),
        )
        lines = ", ".join(map(str, repeated[:LINES_SHOWN]))
        notes.append(sentence % {"sheet": sheet.name or columns.title, "lines": lines})


def _lines(sheet: Sheet, columns: SheetColumns, notes):
    """Yields (line number, cells by column, cells by unknown heading) below the headings."""
    start, headings = _headings(sheet, columns)
    _check_headings(headings, columns, sheet.name or columns.title)
    unknown = {at: text for at, text in headings.items() if not _is_known(text, columns)}
    _note_unread(sheet, unknown, notes)
    known = {at: columns.by_heading.get(fold(text)) for at, text in headings.items()}
    repeated = []
    for number, line in sheet.lines[start + 1 :]:
        if _repeats(headings, line):
            repeated.append(number)
            continue
        cells, others = {}, {}
        for at, cell in enumerate(line):
            if known.get(at) and str(cell).strip():
                cells[known[at].name] = known[at].text(cell)
            elif at in unknown and str(cell).strip():
                others[unknown[at]] = str(cell)
        if cells:
            yield number, cells, others
    _note_repeated(sheet, columns, repeated, notes)


def _main_sheet(sheets, columns):
    """Returns the sheet with the expected title, else the one with the most known headings."""
    for sheet in sheets:
        if fold(sheet.name) == fold(columns.title):
            return sheet
    known_counts = [
        len([text for text in _headings(sheet, columns)[1].values() if _is_known(text, columns)])
        for sheet in sheets
    ]
    return sheets[known_counts.index(max(known_counts))] if known_counts else Sheet("", [])


def _assign_lines(table, layout, sheets):
    """Assigns the lines of the other sheets to the rows that have their reference."""
    rows = {row.reference: row for row in reversed(table.rows) if row.reference}
    for sheet in sheets:
        columns = next((c for c in layout.sheets[1:] if fold(c.title) == fold(sheet.name)), None)
        if columns is None or not sheet.lines:
            continue
        for number, cells, _others in _lines(sheet, columns, table.notes):
            reference = cells.pop(REFERENCE, "")
            row = rows.get(_normalised(reference))
            if row and cells:
                row.sheets[columns.list_name].append((number, cells))
            elif cells:
                orphan = (number, {REFERENCE: reference, **cells})
                table.orphans.setdefault(columns.list_name, []).append(orphan)


def read_table(sheets: list[Sheet], layout: Layout) -> Table:
    """Returns the rows of a spreadsheet. Raises UnreadableSpreadsheet."""
    sheet, notes = _main_sheet(sheets, layout.main), []
    rows = [Row(line, cells, others) for line, cells, others in _lines(sheet, layout.main, notes)]
    if not rows:
        raise UnreadableSpreadsheet(
            _("Aucune ligne n’est remplie sous les titres des colonnes\u202f: remplissez-en une.")
        )
    if len(rows) > ROWS_MAX:
        raise UnreadableSpreadsheet(
            _("Ce fichier a %(count)s lignes\u202f: envoyez-en %(most)s au plus à la fois.")
            % {"count": len(rows), "most": ROWS_MAX}
        )
    table = Table(rows, notes)
    _assign_lines(table, layout, [each for each in sheets if each is not sheet])
    for list_name, lines in table.orphans.items():
        table.notes.append(
            ngettext(
                "«\u202f%(sheet)s\u202f»\u202f: la ligne %(lines)s porte une référence qu’aucun "
                "partenariat n’a.",
                "«\u202f%(sheet)s\u202f»\u202f: les lignes %(lines)s portent une référence "
                "qu’aucun partenariat n’a.",
                len(lines),
            )
            % {
                "sheet": layout.by_list[list_name].title,
                "lines": ", ".join(str(number) for number, _cells in lines[:LINES_SHOWN]),
            }
        )
    return table
