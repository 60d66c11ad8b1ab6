"""Form fields: they turn typed text into a value, or refuse it with a sentence."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.choices import FixedChoices
from partnerships.document.steps.text import is_visible, refuse_hidden_characters, tidied, too_long
from partnerships.document.steps.typed_amount import GROUPS, NotANumber, TwoReadings, read_amount

REQUIRED = gettext_lazy("Ce champ est à remplir.")
LINE_MAX = 200
TEXT_MAX = 20_000
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_BUDGET_YEAR = 1990
QUANTITY = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,4})?")
AMOUNT_MAX = Decimal("999999999999.99")
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")


class PlainText(forms.CharField):
    """Text without markup. Text without visible characters counts as empty."""

    is_line = False

    def __init__(self, *, max_length=TEXT_MAX, needed="", **kwargs):
        self.longest = max_length
        # When it must be filled in, said beside its label.
        self.needed = needed
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(error_messages={"required": REQUIRED}, strip=False, **kwargs)
        # Replaces Django's validators, whose messages say less.
        self.validators = [refuse_hidden_characters]

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "data-longest": str(self.longest)}

    def to_python(self, value):
        return tidied(super().to_python(value), is_line=self.is_line)

    def clean(self, value):
        text = str(value or "")
        if self.required and text and not any(map(is_visible, text)):
            raise ValidationError(
                _(
                    "Ce champ ne contient que des espaces ou des caractères invisibles\u202f: "
                    "écrivez du texte."
                ),
                code="invisible",
            )
        return super().clean(value)

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(too_long(len(value), self.longest), code="max_length")


class PastedText(PlainText):
    """Pasted lines, from which items are made: kept in the buffer, never deposited."""


def is_content(form_field: forms.Field) -> bool:
    """Whether people fill in, ask about and deposit what the field holds."""
    return not form_field.widget.is_hidden and not isinstance(form_field, PastedText)


class PlainLine(PlainText):
    """A single line of text."""

    is_line = True

    def __init__(self, *, max_length=LINE_MAX, **kwargs):
        kwargs.setdefault("widget", forms.TextInput())
        super().__init__(max_length=max_length, **kwargs)


class Title(PlainLine):
    """A line with at least one letter or digit."""

    def validate(self, value):
        super().validate(value)
        if value and not any(character.isalnum() for character in value):
            raise ValidationError(
                _("Ce titre ne contient ni lettre ni chiffre\u202f: écrivez-le avec des mots."),
                code="no_word",
            )


class DayInput(forms.DateInput):
    """A date input, or a text input if the typed value is not a date, which would be hidden."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        text = context["widget"]["value"] or ""
        is_empty_or_day = not text or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        context["widget"]["type"] = "date" if is_empty_or_day else "text"
        return context


class Day(forms.DateField):
    """A date, written « 2024-01-15 » or « 15/01/2024 »."""

    widget = DayInput

    def __init__(self, *, required=False, **kwargs):
        super().__init__(
            required=required,
            input_formats=DAY_FORMATS,
            error_messages={
                "required": REQUIRED,
                "invalid": gettext_lazy(
                    "Cette date n’est pas valable\u202f: écrivez-la comme 15/01/2024."
                ),
            },
            **kwargs,
        )

    def to_python(self, value):
        day: date | None = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("Vérifiez l’année de cette date\u202f: elle va de %(first)s à %(last)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR},
                code="year",
            )
        return day


class Year(forms.Field):
    """A budget year, in four digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})

    def __init__(self, **kwargs):
        super().__init__(error_messages={"required": REQUIRED}, **kwargs)

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}", text):
            raise ValidationError(
                _("Écrivez l’année en quatre chiffres, comme 2024."), code="invalid"
            )
        if not FIRST_BUDGET_YEAR <= int(text) <= LAST_YEAR:
            raise ValidationError(
                _("Vérifiez l’année\u202f: elle va de %(first)s à %(last)s.")
                % {"first": FIRST_BUDGET_YEAR, "last": LAST_YEAR},
                code="year",
            )
        return int(text)


class Amount(forms.Field):
    """An amount in euros, in French notation: « 1 234,50 », « 1.234,50 € », « 12 k€ »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs):
        super().__init__(error_messages={"required": REQUIRED}, **kwargs)

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        try:
            amount = read_amount(text)
        except TwoReadings:
            raise ValidationError(
                _(
                    "Ce montant se lit de deux façons\u202f: écrivez-le sans séparateur de "
                    "milliers, comme 1234,50."
                ),
                code="two_readings",
            ) from None
        except NotANumber:
            raise ValidationError(
                _("Ce montant n’est pas un nombre\u202f: écrivez-le comme 1\u202f234,50."),
                code="invalid",
            ) from None
        if amount < 0:
            raise ValidationError(
                _("Un montant ne peut pas être négatif\u202f: écrivez-le sans le signe moins."),
                code="negative",
            )
        if amount > AMOUNT_MAX:
            raise ValidationError(
                _("Ce montant est trop grand\u202f: vérifiez le nombre de zéros."), code="too_big"
            )
        return amount.quantize(Decimal("0.01"))


class Quantity(forms.Field):
    """A number with at most twelve digits before the decimal separator and four after."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value):
        text = GROUPS.sub("", (value or "").strip()).replace("\u2212", "-")
        if not text:
            return None
        if not QUANTITY.fullmatch(text):
            raise ValidationError(
                _("Cette valeur n’est pas un nombre\u202f: écrivez-la comme 1\u202f250 ou 12,5."),
                code="invalid",
            )
        return Decimal(text.replace(",", "."))


class Choice(forms.ChoiceField):
    """One choice of a list, without a default."""

    def __init__(self, *, choices, **kwargs):
        super().__init__(
            choices=FixedChoices(choices),
            error_messages={
                "required": gettext_lazy("Choisissez une réponse."),
                "invalid_choice": gettext_lazy(
                    "Cette réponse n’est pas dans la liste\u202f: choisissez-en une autre."
                ),
            },
            **kwargs,
        )


class Choices(forms.MultipleChoiceField):
    """Any number of choices of a list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            error_messages={
                "invalid_choice": gettext_lazy(
                    "«\u202f%(value)s\u202f» n’est plus dans la liste\u202f: décochez ou "
                    "choisissez une "
                    "autre réponse."
                )
            },
            **kwargs,
        )


# Digits of a key.
KEY_MAX = 18


class Rows(forms.ModelMultipleChoiceField):
    """Rows by their keys; a number that no key may be is told as any other that is none of them."""

    def clean(self, value):
        for key in value or ():
            digits = str(key).strip().lstrip("-")
            # SQLite fails on what is longer.
            if digits.isdigit() and len(digits) > KEY_MAX:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)
