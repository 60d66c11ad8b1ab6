"""Working days of metropolitan France, forwards and backwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models.working_days import (
    add_working_days,
    due_day,
    easter,
    is_working_day,
    last_working_day,
    next_working_day,
    public_holidays,
    working_days_between,
    working_days_left,
)

DAYS = st.dates(date(2024, 3, 1), date(2027, 3, 1))
COUNTS = st.integers(-60, 60)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (1954, date(1954, 4, 18)),
        (1981, date(1981, 4, 19)),
        (2000, date(2000, 4, 23)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
        (2076, date(2076, 4, 19)),
    ],
)
def test_easter_day(year, day):
    assert easter(year) == day


def test_the_eleven_holidays_of_a_year():
    assert sorted(f"{day:%d/%m}" for day in public_holidays(2026)) == sorted(
        [
            "01/01",
            "06/04",
            "01/05",
            "08/05",
            "14/05",
            "25/05",
            "14/07",
            "15/08",
            "01/11",
            "11/11",
            "25/12",
        ]
    )


def test_two_holidays_on_one_day_count_once():
    """1 May 2008 was also Ascension Day."""
    assert len(public_holidays(2008)) == 10


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # Good Friday counts, Easter Monday does not.
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # 1 May on a Friday.
        (date(2027, 4, 30), 1, date(2027, 5, 3)),  # 1 May on a Saturday takes nothing more.
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # Ascension.
        (date(2026, 12, 24), 2, date(2026, 12, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # From a Saturday.
        (date(2026, 11, 29), 0, date(2026, 11, 27)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
    ],
)
def test_working_days_are_added(start, count, end):
    assert add_working_days(start, count) == end


@given(DAYS, COUNTS)
def test_counting_back_gives_the_days_added(day, count):
    end = add_working_days(day, count)

    assert working_days_between(day, end) == count
    assert is_working_day(end)


@given(DAYS, COUNTS, st.integers(0, 60))
def test_pause_and_resume_on_the_same_day_changes_nothing(day, count, length):
    due = add_working_days(day, count)
    pause = day + timedelta(days=length)

    assert due_day(pause, working_days_left(pause, due)) == due


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 25), 2),
        (date(2026, 11, 26), 1),
        (date(2026, 11, 27), 0),  # The day itself, a Friday.
        (date(2026, 11, 28), -1),
        (date(2026, 11, 29), -1),
        (date(2026, 11, 30), -1),
        (date(2026, 12, 1), -2),
    ],
)
def test_what_was_due_on_a_friday_is_late_on_saturday(today, left):
    assert working_days_left(today, date(2026, 11, 27)) == left


def test_what_was_due_before_a_holiday_is_late_on_it():
    """Thursday 30 April 2026: 1 May is a holiday, then comes a week-end."""
    due = date(2026, 4, 30)

    left = [working_days_left(due + timedelta(days=days), due) for days in range(6)]

    assert left == [0, -1, -1, -1, -1, -2]


def test_last_day_of_a_pause_that_ends_on_a_saturday_is_the_monday():
    assert due_day(date(2026, 11, 28), 0) == date(2026, 11, 30)


@given(DAYS, DAYS, DAYS)
def test_lengths_add_up(one, two, three):
    whole = working_days_between(one, three)

    assert working_days_between(one, two) + working_days_between(two, three) == whole
    assert working_days_between(three, one) == -whole


@given(DAYS)
def test_last_working_day_is_followed_by_no_working_day(day):
    assert working_days_between(last_working_day(day), day) == 0


@given(DAYS)
def test_next_working_day_is_the_first_one(day):
    assert is_working_day(next_working_day(day))
    assert working_days_between(day, next_working_day(day)) == (not is_working_day(day))
