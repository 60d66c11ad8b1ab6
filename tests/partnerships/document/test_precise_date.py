"""Dates known to the day, the month or the year: how they are typed, stored and compared."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from partnerships.document.merging import merge
from partnerships.document.plain_fields import PlainDate
from partnerships.document.steps.precise_date_field import PreciseDateField
from partnerships.precise_date import DatePrecision, PreciseDate, as_typed, parse, readable

MONTH_NAMES = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]


def known(iso):
    return PreciseDate.from_iso(iso)


@st.composite
def precise_dates(draw):
    day = draw(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
    length = draw(st.sampled_from([4, 7, 10]))
    return known(day.isoformat()[:length])


def spellings(value: PreciseDate) -> list[str]:
    """The ways in which people write `value`."""
    day = value.first_day
    year, name = f"{day:%Y}", MONTH_NAMES[day.month - 1]
    if value.precision == DatePrecision.YEAR:
        return [year, f" {year} ", f"en {year}"]
    if value.precision == DatePrecision.MONTH:
        texts = [f"{day:%m/%Y}", f"{day:%Y-%m}", f"{day.month}.{year}", f"{name} {year}"]
        return [*texts, f"{name.upper()} {year}", f"en {name}\u202f{year}", f"{name}-{year}"]
    texts = [f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day:%d %m %Y}"]
    texts += [f"{day.day} {name} {year}", f"{day:%Y-%m-%d} 14:30", f"{day:%Y-%m-%d}T14:30:00"]
    return [*texts, f"le {'1er' if day.day == 1 else day.day} {name} {year}"]


@given(precise_dates(), st.data())
def test_any_spelling_gives_the_date_back_through_form_and_document(value, data):
    typed = data.draw(st.sampled_from(spellings(value)))
    field = PlainDate("starts_on")

    cleaned = PreciseDateField().clean(typed)
    stored = field.to_document(cleaned)

    assert cleaned == value
    assert (stored, known(stored)) == (value.iso, value)
    assert field.to_form(stored) == as_typed(typed)
    assert PreciseDateField().clean(field.to_form(stored)) == value
    assert field.typed_words(typed) == value.words
    day, precision = field.column_values(stored)
    assert PreciseDate(day, DatePrecision(precision)) == value


@given(precise_dates())
def test_words_hold_nothing_that_is_not_known(value):
    is_day = value.precision == DatePrecision.DAY
    is_year = value.precision == DatePrecision.YEAR

    assert any(name in value.words for name in MONTH_NAMES) == (not is_year)
    assert value.words[0].isdigit() == (is_day or is_year)
    assert len(value.words.split()) == {"day": 3, "month": 2, "year": 1}[value.precision]
    assert value.typed.count("/") == {"day": 2, "month": 1, "year": 0}[value.precision]


@given(precise_dates(), precise_dates())
def test_a_date_is_before_another_only_when_it_is_certain(one, other):
    ends = product((one.first_day, one.last_day), (other.first_day, other.last_day))

    assert one.is_before(other) == all(ours < theirs for ours, theirs in ends)


@pytest.mark.parametrize(
    ("iso", "typed", "words", "in_sentence", "last_day"),
    [
        ("1988", "1988", "1988", "en 1988", "1988-12-31"),
        ("1988-06", "06/1988", "juin 1988", "en juin 1988", "1988-06-30"),
        ("1988-02", "02/1988", "février 1988", "en février 1988", "1988-02-29"),
        ("1988-06-15", "15/06/1988", "15 juin 1988", "le 15 juin 1988", "1988-06-15"),
        ("1988-06-01", "01/06/1988", "1er juin 1988", "le 1er juin 1988", "1988-06-01"),
    ],
)
def test_each_precision_has_its_words(iso, typed, words, in_sentence, last_day):
    value = known(iso)

    assert (value.typed, value.words, value.in_sentence) == (typed, words, in_sentence)
    assert str(value.last_day) == last_day


@pytest.mark.parametrize(
    "text",
    [
        "déc. 1999",
        "DÉCEMBRE 1999",
        "12/1999",
        "12-1999",
        "1999\u201312",
    ],
)
def test_months_are_read_as_people_write_them(text):
    assert parse(text) == known("1999-12")


@pytest.mark.parametrize(
    "text",
    [
        "hier",
        "juin",
        "15/06",
        "1er 1988",
        "le 1er 1988",
        "jui 1988",
        "1988-1990",
        "1988 ?",
        "29/02/2021",
        "32/01/2024",
        "1988-13",
        "00/1988",
        "1/2/3/1988",
        "01011988",
        "19888",
        "-1988",
        "٣/1988",
        "1" * 1_000,
        "1988\x00",
    ],
)
def test_what_is_no_date_is_refused_and_shown_as_typed(text):
    with pytest.raises(ValidationError, match=r"un jour \(15/06/1988\), un mois \(06/1988\)"):
        PreciseDateField().clean(text)

    assert (readable(text), as_typed(text)) == (text, text)


@pytest.mark.parametrize("text", ["15/06/88", "06/88", "juin 88", "15 juin 88"])
def test_a_year_of_two_digits_is_asked_in_four(text):
    with pytest.raises(ValidationError, match="quatre chiffres"):
        PreciseDateField().clean(text)


@pytest.mark.parametrize("text", ["1899", "12/2101", "0988", "31/12/1899"])
def test_a_year_out_of_bounds_is_to_be_checked(text):
    with pytest.raises(ValidationError, match="de 1900 à 2100"):
        PreciseDateField().clean(text)


@pytest.mark.parametrize(
    ("first_day", "precision"), [("1988-06-15", "month"), ("1988-06-01", "year")]
)
def test_a_month_or_a_year_has_no_other_day_than_its_first(first_day, precision):
    with pytest.raises(ValueError, match="begin"):
        PreciseDate(date.fromisoformat(first_day), DatePrecision(precision))


def test_two_spellings_of_one_date_are_no_conflict():
    base, mine = {"starts_on": "2024-01-15"}, {"starts_on": "15 janvier 2024"}

    assert merge(base, mine, {"starts_on": "15/01/2024"}) == mine
    assert merge(base, mine, {"starts_on": "2024"}) == {"starts_on": "2024"}
    assert merge(base, {"starts_on": "2023"}, {"starts_on": "2024"}) == {
        "starts_on": "2023",
        "conflict.starts_on": "2024",
    }
