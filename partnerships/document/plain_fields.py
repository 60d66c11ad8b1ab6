"""The table of the plain fields of a partnership: those that hold one value.

Documents, readings, differences, projections, public rows and merges are all driven by it: to add a
field, add it to `Partnership`, to the form of a step, and here. A document written before the field
existed is read as one where nothing was said.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format

from partnerships.models import PartnershipKind, Phase


@dataclass(frozen=True)
class PlainField:
    """A field is known by its name, in forms, documents and rows alike.

    `empty`: what a document holds where nothing was said.
    """

    name: str
    empty = ""

    def to_document(self, value):
        """What a document holds of `value`, as a form cleaned it: JSON has no date or decimal."""
        return value

    def to_form(self, stored) -> str:
        """What someone would have typed for what a document `stored`."""
        return stored or ""

    def to_python(self, stored):
        """What a row holds of what a document `stored`."""
        return stored

    def words(self, stored) -> str:
        """What a person reads of what a document `stored`."""
        return stored

    def typed_words(self, text: str) -> str:
        """What a person reads of the `text` of a form, which may be wrong: dates as typed."""
        return text


class Text(PlainField):
    """What someone typed."""


@dataclass(frozen=True)
class Choice(PlainField):
    choices: type[TextChoices]
    empty = "unknown"

    def to_document(self, value):
        return value or self.empty

    def to_form(self, stored) -> str:
        return "" if stored == self.empty else stored

    def words(self, stored) -> str:
        return str(self.choices(stored).label)

    def typed_words(self, text: str) -> str:
        return str(dict(self.choices.choices).get(text, text))


@dataclass(frozen=True)
class Day(PlainField):
    """A date, in ISO 8601 in documents and forms."""

    empty = None

    def to_document(self, value):
        return value and value.isoformat()

    def to_python(self, stored) -> date | None:
        return date.fromisoformat(stored) if stored else None

    def words(self, stored) -> str:
        return format_date(self.to_python(stored), "j F Y")


def euros(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)}\u00a0€"


def decimal_text(value: Decimal | None) -> str | None:
    """A decimal number as canonical JSON holds it."""
    return None if value is None else f"{value:f}"


@dataclass(frozen=True)
class Amount(PlainField):
    """In euros."""

    empty = None

    def to_document(self, value):
        return decimal_text(value)

    def to_python(self, stored) -> Decimal | None:
        return None if stored is None else Decimal(stored)

    def words(self, stored) -> str:
        return euros(self.to_python(stored))


# In the order of pages.
PLAIN_FIELDS = (
    Choice("kind", PartnershipKind),
    Choice("phase", Phase),
    Text("title"),
    Text("summary"),
    Text("objectives"),
    Text("results_here"),
    Text("results_there"),
    Day("starts_on"),
    Day("ends_on"),
    Day("convention_signed_on"),
    Day("transmitted_to_prefect_on"),
    Amount("total_cost"),
)
PLAIN = tuple(field.name for field in PLAIN_FIELDS)
TEXTS = tuple(field.name for field in PLAIN_FIELDS if isinstance(field, Text))
DATES = tuple(field.name for field in PLAIN_FIELDS if isinstance(field, Day))


def nothing_said() -> dict:
    """Each field as a document holds it where nothing was said."""
    return {field.name: field.empty for field in PLAIN_FIELDS}
