"""The table of the single-value fields of a partnership.

It drives documents, readings, differences, projections, public rows and merges: to add a field, add
it to `Partnership`, to the form of a step, and here. Documents written before the field existed are
read with its empty value.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from cncd_portal.amounts import euros
from partnerships.models import PartnershipKind, Phase
from partnerships.precise_date import DatePrecision, PreciseDate, readable


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
        """Returns the display text of a form value; an invalid one as typed."""
        return text

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields of `Partnership` that hold the value."""
        return (self.name,)

    def column_values(self, stored) -> tuple:
        """Returns the values of `columns` for a stored value."""
        return (self.to_python(stored),)


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


def date_text(value: PreciseDate | None) -> str | None:
    """Returns a date in ISO 8601 of its precision, for canonical JSON."""
    return value.iso if value else None


def date_value(stored: str | None) -> PreciseDate | None:
    """Returns the date of a `date_text`."""
    return PreciseDate.from_iso(stored) if stored else None


@dataclass(frozen=True)
class PlainDate(PlainField):
    """A date of any precision: ISO 8601 in documents, a day and a precision in rows."""

    empty = None

    def to_document(self, value):
        return date_text(value)

    def to_form(self, stored) -> str:
        return date_value(stored).typed if stored else ""

    def to_python(self, stored) -> PreciseDate | None:
        return date_value(stored)

    def words(self, value) -> str:
        return value.words if value else ""

    def typed_words(self, text: str) -> str:
        return readable(text)

    @property
    def columns(self):
        return self.name, f"{self.name}_precision"

    def column_values(self, stored):
        known = date_value(stored)
        if known is None:
            return None, DatePrecision.DAY.value
        return known.first_day, known.precision.value


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
    PlainDate("starts_on"),
    PlainDate("ends_on"),
    PlainDate("convention_signed_on"),
    PlainDate("transmitted_to_prefect_on"),
    PlainAmount("total_cost"),
)
PLAIN_FIELD_NAMES = tuple(field.name for field in PLAIN_FIELDS)
TEXTS = tuple(field.name for field in PLAIN_FIELDS if isinstance(field, FreeText))
DATES = tuple(field.name for field in PLAIN_FIELDS if isinstance(field, PlainDate))
# Of the document and of the items of its lists.
DECIMALS = frozenset(
    [
        *(field.name for field in PLAIN_FIELDS if isinstance(field, PlainAmount)),
        *("amount", "baseline", "target", "reached"),
    ]
)


# Of a public contribution: the day that a decision accepted it. The authority does not write it.
ACCEPTED_ON = "accepted_on"


def comparable(name: str, stored: object) -> object:
    """Returns a stored value, or what the authority wrote of an item of a list, with its decimal
    numbers as numbers.

    « 1000 » and « 1000.00 » are one amount.
    """
    if isinstance(stored, dict):
        return {
            each: comparable(each, value) for each, value in stored.items() if each != ACCEPTED_ON
        }
    return decimal_value(stored) if name in DECIMALS else stored


def empty_fields() -> dict:
    """Returns the empty value of each field, as stored in a document."""
    return {field.name: field.empty for field in PLAIN_FIELDS}
