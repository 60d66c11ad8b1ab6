"""The columns of dates of any precision: the first day of the interval, and its precision."""

from datetime import date

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Left, Substr
from django.db.models.lookups import Exact, GreaterThanOrEqual

from partnerships.precise_date import DatePrecision

MONTH, YEAR = DatePrecision.MONTH.value, DatePrecision.YEAR.value


def precision_column(label) -> models.CharField:
    """Returns the column of the precision of a date."""
    return models.CharField(label, max_length=5, choices=DatePrecision, default=DatePrecision.DAY)


def _text(name):
    """The ISO text of a date: both engines can compare its parts in a constraint."""
    return Cast(name, models.CharField())


def begins_its_interval(name: str) -> Q:
    """Condition: a month is stored as its first day, a year as the 1st of January."""
    precision = f"{name}_precision"
    is_month = {precision: MONTH, f"{name}__isnull": False}
    is_year = {precision: YEAR, f"{name}__isnull": False}
    return (
        Q(**{precision: DatePrecision.DAY.value})
        | Q(Exact(Substr(_text(name), 9), Value("01")), **is_month)
        | Q(Exact(Substr(_text(name), 6), Value("01-01")), **is_year)
    )


def may_follow(end: str, start: str) -> Q:
    """Condition: `end` is not certainly before `start`; both are known."""
    precision = f"{end}_precision"
    return (
        Q(**{f"{end}__gte": models.F(start)})
        | Q(GreaterThanOrEqual(Left(_text(end), 7), Left(_text(start), 7)), **{precision: MONTH})
        | Q(GreaterThanOrEqual(Left(_text(end), 4), Left(_text(start), 4)), **{precision: YEAR})
    )


def not_before(name: str, day: date) -> Q:
    """Condition: the date `name` is not certainly before `day`."""
    return (
        Q(**{f"{name}__gte": day})
        | Q(**{f"{name}_precision": MONTH, f"{name}__gte": day.replace(day=1)})
        | Q(**{f"{name}_precision": YEAR, f"{name}__gte": day.replace(month=1, day=1)})
    )
