"""Working days of metropolitan France: Monday to Friday, except public holidays.

The eleven holidays are those of article L3133-1 of the Code du travail. Holidays specific to some
territories (Alsace-Moselle, overseas) are not included, because the ministry is in Paris.
"""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

# (month, day): New Year's Day, 1 and 8 May, 14 July, Assumption, All Saints', 11 November,
# Christmas.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# Days after Easter Sunday: Easter Monday, Ascension, Whit Monday.
AFTER_EASTER = (1, 39, 50)
SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in AFTER_EASTER)
    return frozenset([*(date(year, month, day) for month, day in FIXED), *moving])


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def last_working_day(day: date) -> date:
    """Returns `day` if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def next_working_day(day: date) -> date:
    """Returns `day` if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """Returns the `count`-th working day after `day`, which is not counted.

    If `count` is zero or negative, returns the working day that many working days before.
    `working_days_between` is the inverse.
    """
    for _rank in range(count):
        day += ONE_DAY
        while not is_working_day(day):
            day += ONE_DAY
    for _rank in range(-count):
        day = last_working_day(day) - ONE_DAY
    return day if count > 0 else last_working_day(day)


def working_days_between(start: date, end: date) -> int:
    """Returns the number of working days after `start`, up to and including `end`.

    Negative if `end` is before `start`.
    """
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=rank) for rank in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def working_days_left(today: date, due_on: date) -> int:
    """Returns the number of working days left after `today` to do what is due on `due_on`.

    0 on the day itself. From the next day on, minus the number of working days begun since; a day
    off counts with the working day that follows, so that nothing is late by 0 day on a Saturday.
    """
    if today <= due_on:
        return working_days_between(today, due_on)
    return -working_days_between(due_on, next_working_day(today))


def due_day(today: date, days_left: int) -> date:
    """Returns the due date of what has `days_left` today; the inverse of `working_days_left`.

    With 0 days, a day that is not a working day gives the one that follows.
    """
    return add_working_days(today if days_left > 0 else next_working_day(today), days_left)
