"""Dates in French words, whose first day of a month is « 1er »: pages, mails and papers."""

from datetime import date, datetime

from django.utils.dateformat import DateFormat
from django.utils.formats import get_format
from django.utils.timezone import is_aware, localtime

DAY = "j F Y"
MOMENT = "j F Y, H:i"


class FrenchDateFormat(DateFormat):
    """Django's format, with `j` as « 1er » on the first day of a month."""

    def j(self):
        return "1er" if self.data.day == 1 else super().j()


def french_date(value: date | datetime, form: str = DAY) -> str:
    """Returns `value` as « 1er juin 2024 », or in another of Django's formats; local if aware."""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return FrenchDateFormat(value).format(get_format(form))
