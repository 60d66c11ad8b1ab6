"""Cells of spreadsheets written by the portal, whose texts never become formulas.

A formula in a CSV runs with the rights of the person who opens it (OWASP, « CSV Injection »).
"""

from partnerships.analysis import normalized

# First characters of formulas, after NFKC normalisation of full-width forms.
FORMULA_SIGNS = ("=", "+", "-", "@")
NO_BREAK_SPACES = "\u00a0\u202f"
# Maximum length of a cell in Excel, in characters.
CELL_MAX = 32_767
# Options of xlsxwriter: texts are not converted.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def begins_formula(text: str) -> bool:
    return normalized("NFKC", text).lstrip().startswith(FORMULA_SIGNS)


def escape_formula(text: str) -> str:
    """Returns `text` for a CSV: an apostrophe before formulas, \ufffd for the unprintable."""
    printable = "".join(c if c.isprintable() or c in NO_BREAK_SPACES else "\ufffd" for c in text)
    return f"'{printable}" if begins_formula(text) else printable
