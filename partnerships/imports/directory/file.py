"""The directory as a file: written as CSV, read again line by line with the faults of its cells."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.files.spreadsheets.reading import UnreadableSpreadsheet, read_spreadsheet
from partnerships.files.workbook import begins_formula, escape_formula
from partnerships.imports.directory.columns import (
    BY_NAME,
    COLUMNS,
    CellReader,
    WrongCell,
    cells_of,
)
from partnerships.models import AdvisoryBody

ROWS_MAX = 2000
CELL_SHOWN = 80
# Of the file as CSV, which the page that asks for the agreement holds.
TEXT_MAX = 1_000_000


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell, and what to write there. `heading`: "" for a whole line."""

    line: int
    heading: str
    cell: str
    message: str


@dataclass
class Line:
    """A line of the file. `values`: by name of column, what could be read of it."""

    number: int
    values: dict = field(default_factory=dict)


@dataclass
class ReadDirectory:
    """`text`: the cells as CSV, which reads the same."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    text: str = ""


def _csv(lines) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return text.getvalue()


def directory_csv() -> str:
    """Returns the directory, inactive bodies included, for French spreadsheets."""
    bodies = AdvisoryBody.objects.select_related("region", "departement", "country")
    lines = [list(map(escape_formula, cells_of(body))) for body in bodies]
    return "\ufeff" + _csv([[str(column.heading) for column in COLUMNS], *lines])


def _text_of(cell) -> str:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    text = text.strip()
    return text[1:] if text.startswith("'") and begins_formula(text[1:]) else text


def _headings(number, cells) -> tuple[dict[int, str], list[Fault]]:
    """Returns the name of the column at each place, and the faults of the line of headings."""
    known = {fold(str(column.heading)): column.name for column in COLUMNS}
    titles = {place: text for place, cell in enumerate(cells) if (text := _text_of(cell))}
    names = {place: known[fold(text)] for place, text in titles.items() if fold(text) in known}
    counts = Counter(names.values())
    faults = [
        Fault(number, text[:CELL_SHOWN], "", _("Colonne inconnue\u202f: retirez-la."))
        for place, text in titles.items()
        if place not in names
    ]
    faults += [
        Fault(number, str(BY_NAME[name].heading), "", _("Deux colonnes ont ce titre."))
        for name, count in counts.items()
        if count > 1
    ]
    faults += [
        Fault(number, str(column.heading), "", _("Cette colonne manque\u202f: ajoutez-la."))
        for column in COLUMNS
        if column.is_required and not counts[column.name]
    ]
    return names, faults


def _read_line(number, texts, reader) -> tuple[Line, list[Fault]]:
    line, faults = Line(number), []
    for column in COLUMNS:
        text = texts.get(column.name, "")
        try:
            if column.is_required and not text:
                raise WrongCell(_("Cette cellule est vide\u202f: remplissez-la."))
            line.values[column.name] = getattr(reader, column.name)(text)
        except WrongCell as wrong:
            faults.append(Fault(number, str(column.heading), text[:CELL_SHOWN], str(wrong)))
    return line, faults


def read_directory(file: File) -> ReadDirectory:
    """Reads CSV, XLSX or ODS, the first sheet alone. Raises UnreadableSpreadsheet."""
    lines = read_spreadsheet(file)[0].lines
    if len(lines) < 2:
        raise UnreadableSpreadsheet(
            _("Ce fichier n’a pas de ligne\u202f: gardez ses titres, et écrivez un organisme.")
        )
    if len(lines) - 1 > ROWS_MAX:
        raise UnreadableSpreadsheet(
            _("Ce fichier a plus de %(limit)s lignes\u202f: partagez-le.") % {"limit": ROWS_MAX}
        )
    (number, titles), *rows = lines
    names, faults = _headings(number, titles)
    read = ReadDirectory(faults=faults, text=_csv([titles, *(cells for _number, cells in rows)]))
    if faults:
        return read
    if len(read.text) > TEXT_MAX:
        raise UnreadableSpreadsheet(
            _("Ce fichier est trop lourd pour un annuaire\u202f: gardez les colonnes du modèle.")
        )
    reader = CellReader()
    for number, cells in rows:
        texts = {names[at]: _text_of(cell) for at, cell in enumerate(cells) if at in names}
        line, wrong = _read_line(number, texts, reader)
        read.lines.append(line)
        read.faults += wrong
    return read


def read_again(text: str) -> ReadDirectory:
    """Reads the `text` of a file that was read. Raises UnreadableSpreadsheet."""
    return read_directory(ContentFile(text.encode("utf-8-sig"), name="annuaire.csv"))
