"""Parses budget lines pasted from a spreadsheet: fields, or the reason of failure."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.document.steps.fields import Amount, Year
from partnerships.models import BudgetNature, BudgetSource

YEAR = re.compile(r"[0-9]{4}")
LINES_MAX = 500
# Synonyms that people write instead of the portal's labels.
OTHER_WORDS = {
    BudgetSource.LEAD_AUTHORITY: ("collectivité", "autofinancement", "fonds propres"),
    BudgetSource.PARTNER: ("partenaire", "partenaire local"),
    BudgetSource.MINISTRY: ("ministère", "MEAE", "État", "DAECT", "DCTCIV"),
    BudgetSource.AFD: ("AFD",),
    BudgetSource.EUROPEAN_UNION: ("UE", "Europe"),
    BudgetSource.PRIVATE: ("privé", "association", "mécénat"),
    BudgetNature.CASH: ("espèces", "argent", "financier"),
    BudgetNature.IN_KIND: ("valorisation", "nature", "apport en nature", "en nature"),
}


@dataclass(frozen=True)
class PastedLine:
    """A pasted line: its `text`, its `fields`, and `fault`, a sentence if it is wrong."""

    number: int
    text: str
    fields: dict[str, str]
    fault: str = ""


def _words(choices):
    """Returns {folded word: choice}, from labels, codes and synonyms."""
    words = {}
    for choice in choices:
        for text in (choice.label, choice.value, *OTHER_WORDS.get(choice, ())):
            words[fold(str(text))] = choice.value
    return words


def _is_heading(cells):
    """Whether the cells are column titles: no digit, and a known name."""
    return not any(re.search(r"[0-9]", cell) for cell in cells) and any(
        fold(cell).startswith(("annee", "montant", "source")) for cell in cells
    )


def _parse_cells(cells):
    """Returns (fields, unknown cells), whatever the order; the first four-digit number is the
    year.
    """
    sources, natures = _words(BudgetSource), _words(BudgetNature)
    fields, unknown = {}, []
    for cell in cells:
        folded = fold(cell)
        if "year" not in fields and YEAR.fullmatch(cell):
            fields["year"] = cell
        elif "source" not in fields and folded in sources:
            fields["source"] = sources[folded]
        elif "nature" not in fields and folded in natures:
            fields["nature"] = natures[folded]
        elif "amount" not in fields and re.match(r"[-\u2212]?[0-9]", cell):
            fields["amount"] = cell
        else:
            unknown.append(cell)
    return fields, unknown


def _fault(fields, unknown):
    """Returns why a line cannot be read, or ""."""
    if unknown:
        return _("«\u202f%(cell)s\u202f» n’est ni une source, ni une nature, ni un montant.") % {
            "cell": unknown[0][:60]
        }
    names = {
        "year": _("l’année"),
        "source": _("la source"),
        "nature": _("la nature (numéraire ou valorisation)"),
        "amount": _("le montant"),
    }
    absent = [name for key, name in names.items() if key not in fields]
    if absent:
        return _("Il manque %(what)s.") % {"what": ", ".join(absent)}
    try:
        Year().clean(fields["year"])
        Amount().clean(fields["amount"])
    except ValidationError as error:
        return error.messages[0]
    return ""


def read_pasted(text: str) -> list[PastedLine]:
    """Returns the lines of `text`, without blank lines and headings.

    Cells are separated by tabs, or by semicolons in a line without tabs. What follows LINES_MAX
    lines is returned as one wrong line.
    """
    lines, typed = [], text.splitlines()
    for number, line in enumerate(typed[:LINES_MAX], start=1):
        cells = [
            cell.strip().strip('"').strip() for cell in line.split("\t" if "\t" in line else ";")
        ]
        cells = [cell for cell in cells if cell]
        if not cells or _is_heading(cells):
            continue
        fields, unknown = _parse_cells(cells)
        lines.append(PastedLine(number, line, fields, _fault(fields, unknown)))
    rest = "\n".join(typed[LINES_MAX:])
    if rest.strip():
        fault = _("%(most)s lignes au plus à la fois\u202f: ajoutez d’abord celles qui précèdent.")
        lines.append(PastedLine(LINES_MAX + 1, rest, {}, fault % {"most": LINES_MAX}))
    return lines
