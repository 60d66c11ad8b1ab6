"""The columns of the spreadsheet, derived from the steps of the form, their single source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.analysis import fold
from partnerships.country_names import close_to
from partnerships.document.steps import STEPS
from partnerships.document.steps.fields import Amount, is_content
from partnerships.document.steps.precise_date_field import PreciseDateField
from partnerships.document.steps.references import References
from partnerships.document.steps.step import ItemForm

# Lists left out of the sheets: attachments are added in the form.
ATTACHMENT_LISTS = ("documents", "images")
AUTHORITIES, PARTNERS = "authorities", "partners"
REFERENCE = "reference"
# The heading of the column of errors, still there when a corrected spreadsheet is sent again.
FAULTS_HEADING = gettext_lazy("Erreurs")
PHONE = "contact.phone"
MAIN = ""
SEPARATOR = re.compile(r"[;\n\r]+")
# Between names that a cell may list, or that may be one name: « Washington, D.C. ».
LISTING = re.compile(r"[,/]")
SHEET_NAME_MAX = 31


def phone_text(cell: str | float) -> str:
    """Returns a telephone number, with the first zero or « + » that spreadsheets take off numbers:
    « 612345678 » is 06 12 34 56 78, « 33612345678 » is +33 6 12 34 56 78.
    """
    text = f"{cell:.0f}" if isinstance(cell, float) else str(cell).strip()
    digits = text.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and digits[0] != "0"):
        return text
    prefix, own = ("+33 ", digits[2:]) if len(digits) == 11 else ("0", digits)
    if len(own) != 9 or (prefix != "0" and not digits.startswith("33")):
        return text
    return " ".join([prefix + own[0], *(own[at : at + 2] for at in range(1, 9, 2))])


# Headings of the files that people still have, and those of today.
FORMER_HEADINGS = {"Contact – adresse électronique": "Contact – courriel"}


@dataclass(frozen=True)
class Column:
    """A column; `name` is a path of the buffer, or « list.field » for the items of a list.

    `choices`: (value, label) allowed in a cell; `is_several`: a cell may hold several of them,
    separated by « ; ».
    """

    name: str
    heading: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_several: bool = False
    is_required: bool = False
    # When it must be filled in, if neither always nor never.
    needed: str = ""
    is_amount: bool = False
    is_date: bool = False
    is_phone: bool = False

    def text(self, cell) -> str:
        """Returns the content of a cell as it would be typed in the form."""
        if self.is_phone:
            return phone_text(cell)
        if isinstance(cell, float) and self.is_amount:
            return f"{cell:.2f}"
        # Rounding removes floating-point noise, as in 0.1 + 0.2.
        return str(round(cell, 6)) if isinstance(cell, float) else str(cell)

    def texts(self, text: str) -> list[str]:
        """Splits a cell that holds several texts."""
        return [each.strip() for each in SEPARATOR.split(text) if each.strip()]

    def pieces(self, text: str) -> list[str]:
        """Returns the names that a text may list: those between commas, or the text alone."""
        *pieces, last = LISTING.split(text)
        pieces = [*pieces, *last.split(" et ")] if pieces else [text]
        return [piece.strip() for piece in pieces if piece.strip()]

    @cached_property
    def _by_text(self):
        by_text = {}
        for value, label in self.choices:
            by_text.setdefault(fold(label), (value, label))
            by_text.setdefault(fold(value), (value, label))
        return by_text

    def value_of(self, text: str) -> str | None:
        """Returns the value of the choice with this label or value, or None."""
        return self._by_text.get(fold(text), (None,))[0]

    def closest(self, text: str) -> tuple[str, str] | None:
        """Returns (value, label) of the closest choice, or None if none is close."""
        folded = fold(text)
        matches = [key for key in self._by_text if folded and f" {folded} " in f" {key} "]
        if len(matches) != 1:
            matches = close_to(folded, self._by_text)
        if not matches:
            return None
        value, label = self._by_text[matches[0]]
        return value, capfirst(label)


@dataclass(frozen=True)
class SheetColumns:
    """The columns of a sheet: the partnerships (`list_name` is "") or the items of a list."""

    list_name: str
    title: str
    intro: str
    columns: list[Column]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        named = {fold(column.heading): column for column in self.columns}
        former = {fold(text): named.get(fold(now)) for text, now in FORMER_HEADINGS.items()}
        return {key: column for key, column in former.items() if column} | named


@dataclass(frozen=True)
class Layout:
    """All the sheets of the spreadsheet, the partnerships first."""

    sheets: list[SheetColumns] = field(default_factory=list)

    @property
    def main(self) -> SheetColumns:
        return self.sheets[0]

    @cached_property
    def by_list(self) -> dict[str, SheetColumns]:
        return {sheet.list_name: sheet for sheet in self.sheets}


def flat_choices(choices) -> tuple[tuple[str, str], ...]:
    """Returns the choices without their groups and without the empty one."""
    pairs = []
    for value, label in choices:
        pairs.extend(label if isinstance(label, list | tuple) else [(value, label)])
    return tuple((str(value), str(label)) for value, label in pairs if str(value))


def _column(name, field, heading):
    is_choice = isinstance(field, forms.ChoiceField)
    is_several = isinstance(field, forms.MultipleChoiceField)
    hint = str(field.help_text)
    if is_several:
        hint = " ".join([hint, _("Plusieurs\u202f: séparez-les par un point-virgule.")]).strip()
    return Column(
        name=name,
        heading=heading,
        hint=hint,
        choices=flat_choices(field.choices) if is_choice else (),
        is_several=is_several,
        is_required=field.required,
        needed=str(getattr(field, "needed", "")),
        is_amount=isinstance(field, Amount),
        is_date=isinstance(field, PreciseDateField),
        is_phone=name == PHONE,
    )


def _form_columns(form, prefix="", title="") -> Iterator[Column]:
    for name, each in form.fields.items():
        if is_content(each):
            heading = f"{title} – {str(each.label).lower()}" if title else str(each.label)
            yield _column(f"{prefix}{name}", each, heading)


def _reference_column():
    return Column(
        REFERENCE,
        _("Votre référence"),
        _(
            "Ce qui distingue cette ligne des autres, comme JUM-01. Le même fichier renvoyé "
            "avec la même référence ne crée rien deux fois."
        ),
    )


def _authorities_column():
    return Column(
        AUTHORITIES,
        _("Autres collectivités françaises"),
        _(
            "SIREN, code INSEE ou nom. Plusieurs\u202f: séparez-les par un point-virgule. La "
            "collectivité qui dépose n’est pas à répéter."
        ),
        is_several=True,
    )


def _partner_columns(list_form: type[ItemForm], references):
    fields = list_form({}, references, "").fields
    several = _("Plusieurs\u202f: séparez-les par un point-virgule, dans le même ordre.")
    yield Column(
        PARTNERS,
        str(list_form.heading),
        " ".join([_("Leur nom français ou local."), several]),
        is_several=True,
        is_required=True,
    )
    for name, heading, hint in (
        ("proposed_country", _("Pays des partenaires"), _("Un seul vaut pour tous.")),
        (
            "proposed_kind",
            _("Nature des partenaires"),
            _("À remplir pour un partenaire qui n’est pas encore au registre."),
        ),
    ):
        yield Column(
            f"{PARTNERS}.{name}",
            heading,
            " ".join([hint, several]),
            choices=flat_choices(fields[name].choices),
            is_several=True,
        )


def _main_columns(references):
    yield _reference_column()
    for step in STEPS:
        for list_form in step.lists:
            if list_form.list_name == AUTHORITIES:
                yield _authorities_column()
            elif list_form.list_name == PARTNERS:
                yield from _partner_columns(list_form, references)
        form = step.form({}, references)
        prefix = f"{form.prefix}." if form.prefix else ""
        yield from _form_columns(form, prefix, step.title if form.prefix else "")


def _other_sheets(references):
    excluded = (AUTHORITIES, PARTNERS, *ATTACHMENT_LISTS)
    for step in STEPS:
        for list_form in step.lists:
            name = list_form.list_name
            if name in excluded:
                continue
            columns = _form_columns(list_form({}, references, ""), f"{name}.")
            yield SheetColumns(
                list_name=name,
                title=str(list_form.heading)[:SHEET_NAME_MAX],
                intro=_("Une ligne par élément, avec la référence de sa ligne de partenariat."),
                columns=[_reference_column(), *columns],
            )


def layout(references: References) -> Layout:
    """Returns the sheets of the current form, with the choices stored in the database."""
    main = SheetColumns(
        list_name=MAIN,
        title=_("Partenariats"),
        intro=_("Une ligne par partenariat."),
        columns=list(_main_columns(references)),
    )
    return Layout([main, *_other_sheets(references)])
