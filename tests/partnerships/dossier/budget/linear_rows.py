"""What reads amounts and pasted budgets, with the letters that make it slowest."""

from partnerships.document.pasted.budget import read_pasted
from partnerships.document.steps import fields
from tests.linear import Letters, quiet, row

PATTERNS = (
    "YEAR_CELL",
    "YEAR_WORD",
    "AMOUNT_WORDS",
    "NO_AMOUNT",
    "SPACES",
    "STARTS_AS_AMOUNT",
    "PERIOD",
)
BUDGET = [
    row(
        read_pasted,
        "pasted budget",
        *("\n", "1", '"', "2024;", "2024;1;ministère;numéraire\n", "1 234 ", "1.", " ", "a  "),
        *(
            "2024",
            "- ",
            "(1",
            "1 €",
            ", ",
            "é ",
            "exercice ",
            "2025 à ",
            "31/12/",
            Letters("  ", "1", "a"),
        ),
        tries=[
            *(f"document.pasted.budget.{name}" for name in (*PATTERNS, "COMMAS")),
            "document.pasted.budget: '[0-9]'",
        ],
    ),
    row(
        quiet(fields.Quantity().clean),
        "quantities",
        *("1", "1 ", "1 234"),
        tries=["document.steps.fields.QUANTITY"],
    ),
    row(
        quiet(fields.Amount().clean),
        "amounts",
        *(
            "1",
            "0",
            "1 ",
            "1 234",
            " ",
            "€",
            "1.",
            "1.234",
            ",",
            "k",
            "euro",
            "d'euros",
            "eur ",
            "(",
        ),
        tries=[
            f"document.steps.typed_amount.{name}"
            for name in ("GROUPS", "BEFORE", "CURRENCY", "UNITS", "NUMBER", "TWO_READINGS")
        ],
    ),
]
