"""Reads the lines of a replacement file: the new texts, or what is wrong in which cell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from proposals.models import ProposalText, Wording
from proposals.replacement.columns import (
    BY_NAME,
    COLUMNS,
    CONTENT_COLUMNS,
    NUMBER,
    REORDERING,
    UNREADABLE,
    UnreadableCell,
    folded,
)

WEB_ADDRESS = URLValidator(schemes=["http", "https"])
# (line number from 1, its cells), the headings first.
Lines = Sequence[tuple[int, Sequence[str | int | float]]]
# Cells named in a fault of many.
CELLS_NAMED = 5


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell, and what to write; without a column, of the whole line."""

    line: int
    column: int | None
    heading: str
    message: str

    @property
    def cell(self) -> str:
        """The name of the cell in a spreadsheet: « B5 »."""
        letters, number = "", (self.column or 0) + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return "" if self.column is None else f"{letters}{self.line}"


@dataclass(frozen=True)
class ReadTexts:
    """`texts`: number → content, in the order of numbers; complete only without `faults`."""

    texts: dict[int, dict]
    faults: list[Fault]


def _unreadable():
    return _(
        "Des caractères de cette cellule sont illisibles\u202f: enregistrez le fichier en "
        "«\u202fCSV UTF-8\u202f» ou en XLSX, puis renvoyez-le."
    )


def _unreadable_once(faults):
    """Returns the faults, those of cells with unreadable characters as one, at the first of them:
    a file that is not in UTF-8 has the same one in each cell with an accent.
    """
    unreadable = [fault for fault in faults if fault.message == _unreadable()]
    if len(unreadable) < 2:
        return faults
    cells = ", ".join(fault.cell for fault in unreadable[:CELLS_NAMED])
    message = _(
        "Des caractères de %(count)s cellules sont illisibles (%(cells)s)\u202f: enregistrez le "
        "fichier en «\u202fCSV UTF-8\u202f» ou en XLSX, puis renvoyez-le."
    )
    values = {
        "count": len(unreadable),
        "cells": cells if len(unreadable) <= CELLS_NAMED else f"{cells}…",
    }
    once = replace(unreadable[0], message=message % values)
    others = [fault for fault in faults if fault not in unreadable]
    return [once, *others]


def _heading_faults(line, headings):
    unreadable = {at: text for at, text in headings.items() if UNREADABLE.search(text)}
    if unreadable:
        # What is missing or unknown cannot be said of headings that are not read.
        yield from (Fault(line, at, text[:80], _unreadable()) for at, text in unreadable.items())
        return
    known, seen = {folded(column.heading) for column in COLUMNS}, set()
    for at, text in headings.items():
        if folded(text) not in known:
            message = _("Le modèle n’a pas cette colonne\u202f: retirez-la.")
            yield Fault(line, at, text[:80], message)
        elif folded(text) in seen:
            yield Fault(line, at, text, _("Cette colonne apparaît deux fois\u202f: gardez-en une."))
        seen.add(folded(text))
    for column in COLUMNS:
        if folded(column.heading) not in seen:
            message = _("Cette colonne manque\u202f: repartez du modèle, et gardez ses titres.")
            yield Fault(line, None, column.heading, message)


def content_faults(content: dict) -> dict[str, str]:
    """Returns what is wrong with a content, or with a part of it, by the names of `CONTENT`."""
    faults = {}
    for column in (BY_NAME[name] for name in content):
        model_field, value = ProposalText._meta.get_field(column.name), content[column.name]
        most = model_field.max_length if isinstance(value, str) else None
        if column.is_required and not value:
            faults[column.name] = _("Cette cellule est vide\u202f: remplissez-la.")
        elif most and len(value) > most:
            faults[column.name] = _(
                "Ce texte a %(count)s caractères\u202f: %(most)s au plus, raccourcissez-le."
            ) % {"count": len(value), "most": most}
        elif value not in ("", None):
            try:
                model_field.clean(value, None)
                if column.name == "source_url":
                    WEB_ADDRESS(value)
            except ValidationError as error:
                faults[column.name] = " ".join(error.messages)
    if content.get("wording") == Wording.OFFICIAL:
        for name in ("report", "source_page"):
            if not content.get(name, True):
                faults[name] = _("Un texte officiel indique le rapport et la page où il se lit.")
    return faults


class _Reader:
    def __init__(self, columns, formulas):
        # Place → column.
        self.columns, self.formulas = columns, formulas
        self.places = {column.name: at for at, column in columns.items()}
        self.texts, self.faults, self.line_of = {}, [], {}

    def _fault(self, line, name, message):
        heading = BY_NAME[name].heading
        self.faults.append(Fault(line, self.places[name], heading, message))

    def _value(self, line, at, text):
        """Returns the value of a cell. Raises UnreadableCell."""
        if (line, at) in self.formulas:
            raise UnreadableCell(_("Cette cellule est une formule\u202f: mettez-y son texte."))
        if UNREADABLE.search(text):
            raise UnreadableCell(_unreadable())
        if found := REORDERING.search(text):
            message = _(
                "Ce texte contient un caractère invisible qui inverse le sens d’écriture "
                "(U+%(code)s)\u202f: effacez-le et retapez le mot."
            )
            raise UnreadableCell(message % {"code": f"{ord(found[0]):04X}"})
        return self.columns[at].read(text)

    def read_line(self, line, cells):
        texts = [str(cell) for cell in cells]
        for at, text in enumerate(texts):
            if at not in self.columns and text.strip():
                message = _("Cette cellule n’a pas de titre de colonne\u202f: videz-la.")
                self.faults.append(Fault(line, at, "", message))
        values, faults_before = {}, len(self.faults)
        for at, column in self.columns.items():
            try:
                values[column.name] = self._value(line, at, texts[at] if at < len(texts) else "")
            except UnreadableCell as error:
                self._fault(line, column.name, str(error))
        number = values.pop(NUMBER, None)
        self._check_number(line, number)
        for name, message in content_faults(values).items():
            self._fault(line, name, message)
        if len(self.faults) == faults_before:
            self.texts[number] = {column.name: values[column.name] for column in CONTENT_COLUMNS}

    def _check_number(self, line, number):
        if number in self.line_of:
            message = _("La proposition %(number)s est déjà à la ligne %(line)s.")
            values = {"number": number, "line": self.line_of[number]}
            self._fault(line, NUMBER, message % values)
        elif number:
            self.line_of[number] = line


def read_lines(lines: Lines, formulas: Collection[tuple[int, int]] = ()) -> ReadTexts:
    """Returns the texts of a file, or its faults.

    `formulas`: (line number, place from 0) of the cells that are formulas.
    """
    if not lines:
        message = _("Ce fichier n’a aucune ligne\u202f: repartez du modèle.")
        return ReadTexts({}, [Fault(1, None, "", message)])
    first, cells = lines[0]
    headings = {at: str(cell).strip() for at, cell in enumerate(cells) if str(cell).strip()}
    faults = list(_heading_faults(first, headings))
    if faults:
        return ReadTexts({}, _unreadable_once(faults))
    by_heading = {folded(column.heading): column for column in COLUMNS}
    reader = _Reader({at: by_heading[folded(text)] for at, text in headings.items()}, formulas)
    for line, cells in lines[1:]:
        reader.read_line(line, cells)
    if len(lines) == 1:
        message = _("Aucune ligne n’est remplie sous les titres\u202f: remplissez-en une.")
        reader.faults.append(Fault(first + 1, None, "", message))
    return ReadTexts(dict(sorted(reader.texts.items())), _unreadable_once(reader.faults))
