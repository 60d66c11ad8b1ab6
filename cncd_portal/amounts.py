"""Amounts of money as texts."""

from decimal import Decimal

from django.utils.formats import number_format


def euros(amount: Decimal | int | None, cents: bool = True) -> str:
    """Returns « 1 234,50 € », « 1 235 € » without cents; "" for None."""
    if amount is None:
        return ""
    digits = 2 if cents else 0
    number = number_format(round(amount, digits), digits, use_l10n=True, force_grouping=True)
    return f"{number}\u202f€"
