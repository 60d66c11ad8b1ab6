"""The columns of the file that replaces the texts: what a cell holds, read and written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.models import NUMBERS, SOURCE_PAGE_MAX, ProposalText, Report, Wording

NUMBER = "number"
DIGITS = re.compile("[0-9]{1,6}")
# The accented letters of French headings.
PLAIN = str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu")
# Control characters, lone surrogates, and the mark of a byte that could not be decoded.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd]")
# Invisible characters that reverse the text after them.
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Line ends of other systems.
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# What curators write for a wording; its label is longer.
WORDINGS = {
    Wording.OFFICIAL: gettext_lazy("officielle"),
    Wording.REPORTED: gettext_lazy("rapportée"),
    Wording.WORKING: gettext_lazy("de travail"),
}
REPORTS = {report: report.value for report in Report}


class UnreadableCell(Exception):
    """The sentence says what to write instead."""


def folded(text: str) -> str:
    """Returns `text` without case, accents of French and doubled spaces."""
    return " ".join(text.casefold().translate(PLAIN).split())


def _one_line(cell):
    return " ".join(cell.split())


def _lines(cell):
    lines = LINE_ENDS.sub("\n", cell).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _between(cell, most):
    """Returns the number of a cell, from 1 to `most`; None for anything else."""
    cell = cell.strip()
    number = int(cell) if DIGITS.fullmatch(cell) else 0
    return number if 1 <= number <= most else None


def _proposal_number(cell):
    number = _between(cell, NUMBERS[-1])
    if number is None:
        raise UnreadableCell(_("Écrivez le numéro d’une proposition, de 1 à 20."))
    return number


def _page(cell):
    page = _between(cell, SOURCE_PAGE_MAX)
    if page is None and cell.strip():
        raise UnreadableCell(_("Écrivez un seul numéro de page, en chiffres."))
    return page


def _day(cell):
    cell = cell.strip()
    if not cell:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    raise UnreadableCell(_("Écrivez une date comme 31/07/2018."))


def _choice(choices):
    known = {folded(str(label)): value for value, label in choices.items()}

    def read(cell):
        value = known.get(folded(cell)) if cell.strip() else ""
        if value is None:
            labels = ", ".join(str(label) for label in choices.values())
            message = _("Écrivez l’un de ces mots\u202f: %(labels)s.")
            raise UnreadableCell(message % {"labels": labels})
        return value

    return read


def _as_text(value):
    if value is None:
        return ""
    return f"{value:%d/%m}/{value.year:04d}" if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Column:
    """`read`: a cell → its value, raises UnreadableCell; `choices`: value → what a cell says."""

    name: str
    hint: Promise
    read: Callable[[str], object]
    choices: dict[str, object] = field(default_factory=dict)
    is_required: bool = False

    @property
    def heading(self) -> str:
        if self.name == NUMBER:
            return _("Numéro")
        label = str(ProposalText._meta.get_field(self.name).verbose_name)
        return label[0].upper() + label[1:]

    def written(self, value) -> str:
        """Returns the text of a cell that is read as `value`, or as what it becomes once tidy."""
        return str(self.choices.get(value, "")) if self.choices else _as_text(value)


COLUMNS = (
    Column(
        NUMBER,
        gettext_lazy("De 1 à 20. Les partenariats restent liés au numéro."),
        _proposal_number,
        is_required=True,
    ),
    Column("title", gettext_lazy("250 caractères au plus."), _one_line, is_required=True),
    Column("summary", gettext_lazy("Quelques phrases, 2\u202f000 caractères au plus."), _lines),
    Column(
        "body",
        gettext_lazy("Le texte entier, avec ses paragraphes, 50\u202f000 caractères au plus."),
        _lines,
    ),
    Column("axis", gettext_lazy("L’axe du rapport, s’il en a un."), _one_line),
    Column("actors", gettext_lazy("Les acteurs que le texte nomme."), _one_line),
    Column(
        "wording",
        gettext_lazy(
            "«\u202fofficielle\u202f»\u202f: le texte du rapport\u202f; «\u202frapportée\u202f»"
            "\u202f: d’après une source nommée\u202f; «\u202fde travail\u202f»\u202f: écrite par "
            "le portail."
        ),
        _choice(WORDINGS),
        WORDINGS,
        is_required=True,
    ),
    Column(
        "source",
        gettext_lazy("D’où vient ce texte\u202f: le rapport, un article…"),
        _one_line,
        is_required=True,
    ),
    Column("source_url", gettext_lazy("Une adresse complète, https://…"), _one_line),
    Column("source_on", gettext_lazy("Comme 31/07/2018."), _day),
    Column(
        "report",
        gettext_lazy("2018 ou 2015. Demandé pour une formulation officielle."),
        _choice(REPORTS),
        REPORTS,
    ),
    Column(
        "source_page",
        gettext_lazy("En chiffres. Demandée pour une formulation officielle."),
        _page,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
CONTENT_COLUMNS = COLUMNS[1:]


def tidy(content: dict) -> dict:
    """Returns the content that is read of its own cells: spaces and line ends made even."""
    return {each.name: each.read(each.written(content[each.name])) for each in CONTENT_COLUMNS}
