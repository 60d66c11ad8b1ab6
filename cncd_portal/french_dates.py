"""Dates in French words, whose first day of a month is « 1er »: pages, mails and papers."""

from datetime import date, datetime
from functools import lru_cache

from django.utils.dateformat import DateFormat
from django.utils.formats import get_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

DAY = "j F Y"
MOMENT = "j F Y, H:i"


class FrenchDateFormat(DateFormat):
    """Django's format, with `j` as « 1er » on the first day of a month."""

    def j(self):
        return "1er" if self.data.day == 1 else super().j()


def french_date(value: date | datetime, form: str = DAY) -> str:
    """Returns `value` as « 1er juin 2024 », or in another of Django's formats; local if aware."""
    if isinstance(value, datetime):
        value = localtime(value) if is_aware(value) else value
        value = value.date() if form == DAY else value
    is_day = type(value) is date
    return _written_day(value, form, get_language()) if is_day else _written(value, form)


def _written(value, form):
    return FrenchDateFormat(value).format(get_format(form))


@lru_cache(maxsize=4_096)
def _written_day(day: date, form: str, _language: str | None) -> str:
    return _written(day, form)
