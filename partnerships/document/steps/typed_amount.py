"""Reads an amount in euros as people type it, or as spreadsheets show it."""

import re
from decimal import Decimal

# What separates groups of three digits: a space of any kind, or the apostrophe of the Swiss.
GROUPS = re.compile(r"(?<=[0-9])[\s\u00a0\u202f\u2009'’](?=[0-9]{3}(?:[^0-9]|$))")
# The currency, then what it multiplies: « 12 k€ », « 1,2 million d’euros ».
CURRENCY = re.compile(r"(?:\b(?:d['’] ?)?euros?|\beur|(?<=k)eur|€)$", re.IGNORECASE)
BEFORE = re.compile(r"(?:€|euros?\b|eur\b)\s*", re.IGNORECASE)
UNITS = (
    (re.compile(r"(?<=[0-9 ])(?:[kK]|milliers?|mille)$"), 3),
    (re.compile(r"(?<=[0-9 ])(?:M|millions?)$"), 6),
)
NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,6})?")
# « 1.250 » is 1,250 in some countries, and 1.25 in others.
TWO_READINGS = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")
SPACES = " \t\u00a0\u202f\u2009"


class NotANumber(ValueError):
    """The text is no amount."""


class TwoReadings(NotANumber):
    """The text may be two amounts: thousands, or decimals."""


def _without_currency(text):
    text = text.strip().replace("\u2212", "-")
    before = BEFORE.match(text)
    return CURRENCY.sub("", text[before.end() :] if before else text).strip()


def _unit(text):
    """Returns (text without its unit, power of ten of that unit)."""
    for pattern, power in UNITS:
        bare = pattern.sub("", text)
        if bare != text:
            return bare.strip(), power
    return text, 0


def _without_marks(text):
    """Removes what separates thousands in « 1.250,00 », « 1,250.00 » and « 1.250.000 »."""
    for thousands, decimal in ((".", ","), (",", ".")):
        whole, mark, decimals = text.partition(decimal)
        groups = whole.split(thousands)
        if len(groups) > 1 + (not mark) and all(len(group) == 3 for group in groups[1:]):
            return "".join(groups) + mark + decimals
    return text


def read_amount(text: str) -> Decimal:
    """Returns the amount in euros, negative too. Raises NotANumber, or TwoReadings."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):  # how accountants write a negative amount
        text = f"-{text[1:-1].strip()}"
    text, power = _unit(_without_currency(text))
    text = _without_marks(GROUPS.sub("", text))
    if not NUMBER.fullmatch(text):
        raise NotANumber
    decimals = len(text.replace(",", ".").partition(".")[2])
    if TWO_READINGS.fullmatch(text) and not (power and "," in text):
        raise TwoReadings
    if decimals > max(2, power):
        raise NotANumber
    return Decimal(text.replace(",", ".")).scaleb(power)
