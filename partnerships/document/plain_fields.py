"""The table of the single-value fields of a partnership.

It drives documents, readings, differences, projections, public rows and merges: to add a field, add
it to `Partnership`, to the form of a step, and here. Documents written before the field existed are
read with its empty value.
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
    """A field with the same name in forms, documents and rows.

    `empty`: its value in a document when it was not filled.
    """

    name: str
    empty = ""

    def to_document(self, value):
        """Returns a cleaned form value as stored in a document: JSON has no date or decimal."""
        return value

    def to_form(self, stored) -> str:
        """Returns the text someone would type for a stored value."""
        return stored or ""

    def to_python(self, stored):
        """Returns the model value of a stored value."""
        return stored

    def words(self, value) -> str:
        """Returns the display text of a model value."""
        return value

    def typed_words(self, text: str) -> str:
        """Returns the display text of a form value, which may be invalid: dates as typed."""
        return text


class FreeText(PlainField):
    """Free text."""


@dataclass(frozen=True)
class PlainChoice(PlainField):
    choices: type[TextChoices]
    empty = "unknown"

    def to_document(self, value):
        return value or self.empty

    def to_form(self, stored) -> str:
        return "" if stored == self.empty else stored

    def words(self, value) -> str:
        return str(self.choices(value).label)

    def typed_words(self, text: str) -> str:
        return str(dict(self.choices.choices).get(text, text))


def date_text(value: date | None) -> str | None:
    """Returns a date in ISO 8601, for canonical JSON."""
    return value.isoformat() if value else None


@dataclass(frozen=True)
class PlainDay(PlainField):
    """A date, in ISO 8601 in documents and forms."""

    empty = None

    def to_document(self, value):
        return date_text(value)

    def to_python(self, stored) -> date | None:
        return date.fromisoformat(stored) if stored else None

    def words(self, value) -> str:
        return format_date(value, "j F Y")


def euros(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)}\u00a0€"


def decimal_text(value: Decimal | None) -> str | None:
    """Returns a decimal number as text, for canonical JSON."""
    return None if value is None else f"{value:f}"


def decimal_value(stored: str | None) -> Decimal | None:
    """Returns the number of a `decimal_text`."""
    return None if stored is None else Decimal(stored)


@dataclass(frozen=True)
class PlainAmount(PlainField):
    """An amount in euros."""

    empty = None

    def to_document(self, value):
        return decimal_text(value)

    def to_python(self, stored) -> Decimal | None:
        return decimal_value(stored)

    def words(self, value) -> str:
        return euros(value)


# In display order.
PLAIN_FIELDS = (
    PlainChoice("kind", PartnershipKind),
    PlainChoice("phase", Phase),
    FreeText("title"),
    FreeText("summary"),
    FreeText("objectives"),
    FreeText("results_here"),
    FreeText("results_there"),
    PlainDay("starts_on"),
    PlainDay("ends_on"),
    PlainDay("convention_signed_on"),
    PlainDay("transmitted_to_prefect_on"),
    PlainAmount("total_cost"),
)
PLAIN_FIELD_NAMES = tuple(field.name for field in PLAIN_FIELDS)
TEXTS = tuple(field.name for field in PLAIN_FIELDS if isinstance(field, FreeText))
DATES = tuple(field.name for field in PLAIN_FIELDS if isinstance(field, PlainDay))


def empty_fields() -> dict:
    """Returns the empty value of each field, as stored in a document."""
    return {field.name: field.empty for field in PLAIN_FIELDS}
