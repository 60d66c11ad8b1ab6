"""Lines of a budget pasted from a spreadsheet: what each says, or why it cannot be read."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.document.steps.fields import Amount, Year
from partnerships.models import BudgetNature, BudgetSource

YEAR = re.compile(r"[0-9]{4}")
# What people write besides the words of the portal.
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
    """`text` as it was pasted; the `fields` of a line of budget, or `fault`, a sentence."""

    number: int
    text: str
    fields: dict[str, str]
    fault: str = ""


def _words(choices):
    """Folded word → choice: its own words, its code, and what else people write."""
    found = {}
    for choice in choices:
        for text in (choice.label, choice.value, *OTHER_WORDS.get(choice, ())):
            found[fold(str(text))] = choice.value
    return found


def _is_heading(cells):
    """The names of the columns, which hold no number."""
    return not any(re.search(r"[0-9]", cell) for cell in cells) and any(
        fold(cell).startswith(("annee", "montant", "source")) for cell in cells
    )


def _recognised(cells):
    """What each cell is, wherever it stands: the first number of four digits is the year."""
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
    """Why a line cannot be read, or nothing."""
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
    """The lines of `text`, cells apart by tabs, else by semicolons; empty ones and headings out."""
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [
            cell.strip().strip('"').strip() for cell in line.split("\t" if "\t" in line else ";")
        ]
        cells = [cell for cell in cells if cell]
        if not cells or _is_heading(cells):
            continue
        fields, unknown = _recognised(cells)
        lines.append(PastedLine(number, line, fields, _fault(fields, unknown)))
    return lines
