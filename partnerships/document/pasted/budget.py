"""Parses budget lines pasted from a spreadsheet: what is understood of each, the rest to choose."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.document.pasted.columns import TOTALS, YearColumns, year_columns
from partnerships.document.pasted.words import source_of, words_of
from partnerships.document.steps.text import grouped
from partnerships.document.steps.typed_amount import NotANumber, TwoReadings, read_amount
from partnerships.files.spreadsheets.separator import declared_separator
from partnerships.models import BudgetNature, BudgetSource

YEAR_CELL = re.compile(
    r"(?:(?:(?:ann[ée]e|exercice)(?: civile| budg[ée]taire)? |FY ?)"
    r"|[0-3]?[0-9][/.-][01]?[0-9][/.-])?((?:19|20)[0-9]{2}|2100)(?:[.,]0)?",
    re.IGNORECASE,
)
# Several years: « 2025/2026 », « 2025 à 2027 ».
PERIOD = re.compile(r"(?:19|20)[0-9]{2} ?(?:[-\u2013/]|à|et) ?(?:(?:19|20)[0-9]{2}|[0-9]{2})")
# A line without separators: its year, then its amount, wherever they stand.
YEAR_WORD = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9])")
AMOUNT_WORDS = re.compile(
    r"(?<![\w.,])[-\u2212(]?[0-9][0-9.,]*(?:[ \u00a0\u202f\u2009'’][0-9]{3}(?![0-9])[.,0-9]*)*"
    r"(?:[ \u00a0\u202f]?(?:[kKM]?€|[kKM]\b|(?:euros?|milliers?|millions?)\b))?\)?"
)
NO_AMOUNT = re.compile(r"[-\u2013\u2014\u2212] ?€?")
SPACES = re.compile(r"(?:\s{2})+\s?")
STARTS_AS_AMOUNT = re.compile(r"(?:[-\u2212(€$£≈~±]{0,2}|CHF|USD|GBP) ?[0-9]")
COMMAS = re.compile(r"[,|] ")
SEPARATORS = "\t;"
LINES_MAX = 500
# Characters of a line, beyond which it is no line of a table.
LINE_MAX = 500
# A company, not a sum.
NOT_A_TOTAL = frozenset(("energie", "energies"))
HEADINGS = ("annee", "exercice", "montant", "source", "financeur", "nature")
# Of the first column of a table that has one for each year.
TITLES = (
    *HEADINGS,
    "financement",
    "ressource",
    "recette",
    "poste",
    "organisme",
    "libelle",
    "budget",
)


@dataclass(frozen=True)
class PastedLine:
    """A pasted line: its `text`, the `fields` that are understood, and why it is no line of the
    table: `fault`, a sentence if nobody can tell what it is; `is_total`, if it is a sum of others.
    `titles`: the line of titles above it, without which it cannot be read.
    """

    number: int
    text: str
    fields: dict[str, str]
    fault: str = ""
    is_total: bool = False
    titles: str = ""

    @property
    def is_added(self) -> bool:
        return not (self.fault or self.is_total)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is left to choose."""
        return {"year", "source", "nature", "amount"} <= self.fields.keys()


def _columns(line):
    """Returns the cells of a line, empty ones too: by tabs, else by semicolons, else by wide
    spaces.
    """
    separator = next((each for each in SEPARATORS if each in line), None)
    cells = line.split(separator) if separator else SPACES.split(line.strip())
    return [cell.strip().strip('"').strip() for cell in cells]


def _split(line):
    cells = [cell for cell in _columns(line) if cell]
    return _split_sentence(cells[0]) if len(cells) == 1 else cells


def _split_sentence(text):
    """Returns the cells of « FEDER 2024 12 500 € »: its year, its amount and what is left."""
    year = YEAR_WORD.search(text)
    pieces = [text[: year.start()], text[year.end() :]] if year else [text]
    cells = [year[0]] if year else []
    for piece in pieces:
        cells += [found[0] for found in AMOUNT_WORDS.finditer(piece)]
        cells += [each.strip(" ,:|-") for each in COMMAS.split(AMOUNT_WORDS.sub(", ", piece))]
    return [cell for cell in cells if cell]


def _is_heading(cells):
    """Whether the cells are column titles: a known one without a year (« Année 2025 » is of a
    line), and no figure but years.
    """
    figures = [cell for cell in cells if re.search(r"[0-9]", cell)]
    return all(map(YEAR_CELL.fullmatch, figures)) and any(
        fold(cell).startswith(HEADINGS) for cell in cells if cell not in figures
    )


def _is_total(cells):
    for cell in cells:
        first, *others = fold(cell).removeprefix("sous ").split()[:2] or [""]
        if first in TOTALS and not NOT_A_TOTAL.intersection(others):
            return True
    return False


def _is_amount(cell):
    try:
        read_amount(cell)
    except TwoReadings:
        return True
    except NotANumber:
        return False
    return True


def _amount_like_a_year(cells):
    """The « 2000 » of « 2025/2026, MEAE, 2000 »: the only figure beside several years."""
    figures = [cell for cell in cells if YEAR_CELL.fullmatch(cell) or _is_amount(cell)]
    return figures[0] if len(figures) == 1 and any(map(PERIOD.fullmatch, cells)) else ""


def _parse_cells(cells, parties):
    """Returns (fields, amounts), whatever the order: the first year is the year. Other cells make
    the name of the funder, so that no word is lost.
    """
    sources, natures = words_of(BudgetSource), words_of(BudgetNature)
    fields, amounts, names = {}, [], []
    no_year = _amount_like_a_year(cells)
    for cell in cells:
        folded = fold(cell)
        year = YEAR_CELL.fullmatch(cell)
        source = source_of(folded, sources, parties)
        if year and "year" not in fields and cell != no_year:
            fields["year"] = year[1]
        elif NO_AMOUNT.fullmatch(cell):
            amounts.append("0")
        elif _is_amount(cell):
            amounts.append(cell)
        elif folded in natures and "nature" not in fields:
            fields["nature"] = natures[folded]
        elif source and "source" not in fields:
            fields["source"] = source
            if folded not in sources:
                names.append(cell)
        else:
            names.append(cell)
    return fields, amounts, names


def _read(number, line, cells, parties):
    fields, amounts, names = _parse_cells(cells, parties)
    typed = [name for name in names if STARTS_AS_AMOUNT.match(name)]
    if not amounts and typed and "year" in fields:
        # A figure that is no amount, « 12 500,001 »: its field says so.
        amounts = typed[:1]
        names.remove(typed[0])
    first, *others = dict.fromkeys(amounts) or [""]
    if others:
        fault = _(
            "Plusieurs montants ici (%(first)s, %(other)s)\u202f: gardez-en un par ligne ou, s’il "
            "y en a un par année, collez aussi la ligne de titres qui dit les années."
        )
        shown = {"first": first[:30], "other": others[0][:30]}
        return PastedLine(number, line, {}, fault % shown)
    if first:
        fields["amount"] = first
    if not fields.keys() & {"amount", "year"} or len(cells) == 1:
        fault = _("«\u202f%(cell)s\u202f»\u202f: il n’y a ni année, ni montant.")
        return PastedLine(number, line, {}, fault % {"cell": cells[0][:60]})
    if names:
        fields["funder"] = " – ".join(names)
    return PastedLine(number, line, fields)


def _year_of(cell):
    year = YEAR_CELL.fullmatch(cell)
    return year[1] if year else ""


def _is_title(cell):
    return fold(cell).startswith(TITLES)


def _read_under(columns: YearColumns, number, line, parties):
    """Returns the lines of budget that a line under the titles of years stands for."""
    found = [
        _read(number, line, cells, parties)
        for cells in columns.lines(_columns(line))
        if not NO_AMOUNT.fullmatch(cells[-1])
    ]
    fault = next((each.fault for each in found if each.fault), "")
    if not found or any("amount" not in each.fields for each in found):
        fault = fault or _(
            "Cette ligne n’a pas un montant sous chaque année que disent les titres\u202f: "
            "complétez-la ou effacez-la."
        )
    return [PastedLine(number, line, {}, fault, titles=columns.text)] if fault else found


def _read_line(number, line, columns, parties):
    if len(line) > LINE_MAX:
        fault = _("Cette ligne est trop longue\u202f: gardez-en l’année et le montant.")
        return [PastedLine(number, line, {}, fault)]
    cells = _split(line)
    if not cells or _is_heading(cells):
        return []
    if _is_total(cells):
        return [PastedLine(number, line, {}, is_total=True)]
    if columns and not any(map(_year_of, columns.named(_columns(line)))):
        return _read_under(columns, number, line, parties)
    return [_read(number, line, cells, parties)]


def _titles(line):
    return (
        year_columns(line, _columns(line), _year_of, _is_title) if len(line) <= LINE_MAX else None
    )


def _with_tabs(line, separator):
    if len(line) > LINE_MAX:
        return line
    return "\t".join(next(csv.reader([line], delimiter=separator), []))


def _typed_lines(text):
    """Returns the lines of `text`; after a line that declares their separator, which becomes empty,
    with tabs where it is none of the usual ones.
    """
    separator, rest = declared_separator(text)
    lines = rest.splitlines()
    if separator and separator not in SEPARATORS:
        lines = [_with_tabs(line, separator) for line in lines]
    return ["", *lines] if separator else lines


def read_pasted(text: str, parties: Mapping[str, str] | None = None) -> list[PastedLine]:
    """Returns the lines of `text`, without blank lines and headings; where the titles of columns
    are years, several have one number.

    `parties`: the source that the folded name of a party of the dossier is. What follows LINES_MAX
    lines is returned as one wrong line.
    """
    lines, typed, columns = [], _typed_lines(text), None
    for number, line in enumerate(typed, start=1):
        if max(number - 1, len(lines)) >= LINES_MAX:
            rest = "\n".join(typed[number - 1 :])
            if rest.strip():
                fault = _(
                    "%(most)s lignes au plus à la fois\u202f: ajoutez d’abord celles qui précèdent."
                ) % {"most": grouped(LINES_MAX)}
                titles = columns.text if columns else ""
                lines.append(PastedLine(number, rest, {}, fault, titles=titles))
            break
        titles = _titles(line)
        columns = titles or columns
        lines += [] if titles else _read_line(number, line, columns, parties or {})
    return lines
