"""Cells of the spreadsheets that the portal writes: texts are texts, never formulas.

A formula in a CSV that someone opens runs with their rights (OWASP, « CSV Injection »).
"""

import unicodedata

# What a spreadsheet takes for a formula, once full-width forms are made plain.
FORMULA_SIGNS = ("=", "+", "-", "@")
NO_BREAK_SPACES = "\u00a0\u202f"
# What Excel takes in a cell, in characters.
CELL_MAX = 32_767
# For xlsxwriter: texts stay as they are written.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def begins_formula(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).lstrip().startswith(FORMULA_SIGNS)


def escape_formula(text: str) -> str:
    """`text` for a CSV: an apostrophe before a formula, \ufffd for what does not print."""
    printable = "".join(c if c.isprintable() or c in NO_BREAK_SPACES else "\ufffd" for c in text)
    return f"'{printable}" if begins_formula(text) else printable
