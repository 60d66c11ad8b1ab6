"""Dates known to the day, to the month or only to the year: what people know of old twinnings."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.french_dates import french_date
from partnerships.analysis import fold

LONGEST = 60
# Letters, digits and what stands between the parts of a date.
TYPED = re.compile(r"[^\W_](?:[^\W_]|[\s./\u2010-\u2014-])*")
# The time in « 2024-01-15 14:30 », with its zone: spreadsheets and other software add one.
TIME = re.compile(
    r"""(?<=[0-9]) (?:T | ,?\s+(?:à\s+)?)
    (?P<hour>[01]?[0-9] | 2[0-3])
    (?:[:h](?P<minute>[0-5][0-9]) (?: :[0-5][0-9](?:[.,][0-9]{1,9})?)? | h)
    (?:\s*(?P<half>[ap]m))?
    (?:\s*(?P<zone>Z | UTC | GMT | [+-][0-9]{2}(?: :?[0-9]{2})?))? $""",
    re.VERBOSE | re.IGNORECASE,
)
UNIVERSAL = ("Z", "UTC", "GMT")
PARIS = ZoneInfo("Europe/Paris")
# Abbreviations go from three letters; « jui » could be two months.
FEWEST_LETTERS = 3


class DatePrecision(TextChoices):
    """What is known of a date."""

    DAY = "day", gettext_lazy("jour")
    MONTH = "month", gettext_lazy("mois")
    YEAR = "year", gettext_lazy("année")


# Of each precision: the number of characters in ISO 8601, what people type, what they read.
FORMS = {
    DatePrecision.DAY: (10, "d/m/Y", "j F Y"),
    DatePrecision.MONTH: (7, "m/Y", "F Y"),
    DatePrecision.YEAR: (4, "Y", "Y"),
}
PRECISION_OF_LENGTH = {length: precision for precision, (length, *_rest) in FORMS.items()}
SENTENCES: dict[DatePrecision, Promise] = {
    DatePrecision.DAY: gettext_lazy("le %(date)s"),
    DatePrecision.MONTH: gettext_lazy("en %(date)s"),
    DatePrecision.YEAR: gettext_lazy("en %(date)s"),
}


@dataclass(frozen=True)
class PreciseDate:
    """The interval of days that a date may be: one day, a month or a year.

    `first_day` of that interval is what the database stores beside the precision. There is no
    order: `is_before` holds only where it is certain.
    """

    first_day: date
    precision: DatePrecision = DatePrecision.DAY

    def __post_init__(self):
        if self.first_day != date.fromisoformat(f"{self.iso}-01-01"[:10]):
            raise ValueError(f"{self.first_day} does not begin a {self.precision}")

    @classmethod
    def from_iso(cls, text: str) -> "PreciseDate":
        """Reads ISO 8601 of any precision: 1988, 1988-06, 1988-06-15. Raises ValueError."""
        if len(text) not in PRECISION_OF_LENGTH:
            raise ValueError(text)
        first_day = date.fromisoformat(f"{text}-01-01"[:10])
        return cls(first_day, PRECISION_OF_LENGTH[len(text)])

    @property
    def iso(self) -> str:
        """ISO 8601, whose length tells the precision, as documents hold it."""
        return self.first_day.isoformat()[: FORMS[self.precision][0]]

    @property
    def typed(self) -> str:
        """What one would type in a form: 15/06/1988, 06/1988, 1988."""
        return french_date(self.first_day, FORMS[self.precision][1])

    @property
    def words(self) -> str:
        """French words: « 1er juin 1988 », « juin 1988 », « 1988 »."""
        return french_date(self.first_day, FORMS[self.precision][2])

    @property
    def in_sentence(self) -> str:
        """The words after a verb: « le 1er juin 1988 », « en juin 1988 », « en 1988 »."""
        return str(SENTENCES[self.precision]) % {"date": self.words}

    @property
    def last_day(self) -> date:
        year, month = self.first_day.year, self.first_day.month
        if self.precision == DatePrecision.YEAR:
            return date(year, 12, 31)
        if self.precision == DatePrecision.MONTH:
            return date(year, month, monthrange(year, month)[1])
        return self.first_day

    def is_before(self, other: "PreciseDate") -> bool:
        """Whether this date certainly precedes `other`: June 1988 does not precede 1988."""
        return self.last_day < other.first_day


def precise_date(first_day: date | None, precision: str) -> PreciseDate | None:
    """Returns the date that two columns of the database hold."""
    return first_day and PreciseDate(first_day, DatePrecision(precision))


def _month(word: str) -> int:
    """Returns the month that a folded word names, whole or abbreviated. Raises ValueError."""
    names = {number: fold(str(name)) for number, name in MONTHS.items()}
    found = [number for number, name in names.items() if name.startswith(word)]
    if len(word) < FEWEST_LETTERS or len(found) != 1:
        raise ValueError(word)
    return found[0]


def _parts(words: list[str]) -> list[str]:
    """Returns year, month and day, as far as they are known. Raises ValueError."""
    parts = [word if word[0].isdigit() else str(_month(word)) for word in words]
    is_year_first = len(parts[0]) == 4 and parts == words
    year, *rest = parts if is_year_first else reversed(parts)
    if len(year) != 4 or any(len(part) > 2 for part in rest) or len(rest) > 2:
        raise ValueError(words)
    return [year, *(part.zfill(2) for part in rest)]


class DayOfAnotherZone(ValueError):
    """A date with a time in universal time, when Paris is at another day."""


def _check_zone(time: re.Match | None, found: PreciseDate) -> None:
    """Raises DayOfAnotherZone if the day that was meant is not certain.

    Software writes « 2024-01-14T23:00:00Z » for 15 January in Paris. A time with an offset is local
    to its author, and so is its day.
    """
    zone = (time["zone"] or "").upper() if time else ""
    is_universal = zone in UNIVERSAL or (zone and not zone.strip("+-0:"))
    if not is_universal:
        return
    hour, minute, half = int(time["hour"]), int(time["minute"] or 0), (time["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    day = found.first_day
    instant = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    try:
        is_same = instant.astimezone(PARIS).date() == day
    except OverflowError:
        is_same = False
    if not is_same:
        raise DayOfAnotherZone(time.string)


def parse(text: str) -> PreciseDate:
    """Reads a date as people type it, of any precision. Raises ValueError.

    1988; 06/1988, 1988-06, juin 1988; 15/06/1988, 1988-06-15, 15 juin 1988, 1er juin 1988; with
    « le » or « en » before it, and a time after it, which is left out.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError(text)
    time = TIME.search(text)
    found = _parse_date(text[: time.start()] if time else text)
    if time and found.precision != DatePrecision.DAY:
        raise ValueError(text)
    _check_zone(time, found)
    return found


def _parse_date(text):
    # « 19²8 » and « ①988 » are no years, though folding makes digits of them.
    if not TYPED.fullmatch(text) or any(c.isnumeric() and not c.isdecimal() for c in text):
        raise ValueError(text)
    words = fold(text).split()
    if words[:1] in (["le"], ["en"]):
        words = words[1:]
    # « 1er 1988 » lacks its month.
    if "1er" in words[:1] and len(words) == 3:
        words = ["1", *words[1:]]
    if not words or not all(word.isascii() for word in words):
        raise ValueError(text)
    return PreciseDate.from_iso("-".join(_parts(words)))


def readable(text: str) -> str:
    """Returns the French words of a typed date, or the text itself if it is none."""
    try:
        return parse(text).words
    except ValueError:
        return text


def as_typed(text: str) -> str:
    """Returns a typed date as `PreciseDate.typed` spells it, or the text itself if it is none."""
    try:
        return parse(text).typed
    except ValueError:
        return text


def two_digit_year(text: str) -> bool:
    """Whether `text` would be a date if its year had four digits: « 15/06/88 »."""
    start, year = text.strip()[:-2], text.strip()[-2:]
    if not year.isdecimal() or start[-1:].isdecimal():
        return False
    try:
        parse(f"{start}19{year}")
    except ValueError:
        return False
    return True


def _is_of_another_zone(text):
    try:
        parse(text)
    except DayOfAnotherZone:
        return True
    except ValueError:
        pass
    return False


def unreadable_sentence(text: str) -> str:
    """Returns what to do about a text that is no date."""
    if two_digit_year(text):
        return _("Écrivez l’année en quatre chiffres\u202f: 15/06/1988, 06/1988 ou 1988.")
    if _is_of_another_zone(text):
        return _(
            "Cette date a une heure en temps universel, qui tombe un autre jour à "
            "Paris\u202f: écrivez seulement le jour."
        )
    return _(
        "Cette date n’est pas valable\u202f: écrivez un jour (15/06/1988), un mois (06/1988) ou "
        "seulement l’année (1988)."
    )
