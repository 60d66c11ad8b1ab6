"""Amounts of money: one way to write them, whatever the page."""

import re
from decimal import Decimal

import pytest

from cncd_portal.amounts import euros
from tests.modules import ROOT, tracked

WRITTEN = ROOT / "cncd_portal" / "amounts.py"


@pytest.mark.parametrize(
    ("amount", "cents", "text"),
    [
        (None, True, ""),
        (0, True, "0,00\u202f€"),
        (Decimal("1234.5"), True, "1\u00a0234,50\u202f€"),
        (Decimal("-1234567.89"), True, "-1\u00a0234\u00a0567,89\u202f€"),
        (Decimal("1234.51"), False, "1\u00a0235\u202f€"),
        (12_000, False, "12\u00a0000\u202f€"),
    ],
)
def test_amounts_are_written_in_french(amount, cents, text):
    assert euros(amount, cents) == text


def test_nothing_else_puts_the_sign_after_an_amount():
    written = re.compile(r"(\}\}|\)s|\})(\s|\\u202f|\\u00a0|&nbsp;)*€")
    sources = [*tracked("templates/*.html"), *tracked("*.py")]

    found = [path for path in sources if path != WRITTEN and written.search(path.read_text())]

    assert len(sources) > 100
    assert found == []
