"""Sizes of files as texts."""

from django.utils.formats import number_format
from django.utils.translation import ngettext

STEP = 1024
UNITS = ("Ko", "Mo", "Go", "To")


def file_size(size: int) -> str:
    """Returns « 512 octets », « 1,5 Ko », « 5 Mo »: as the systems of people count, by 1024."""
    if size < STEP:
        return ngettext("%(size)s\u00a0octet", "%(size)s\u00a0octets", size) % {"size": size}
    value, unit = size / STEP, 0
    while round(value, 1) >= STEP and unit < len(UNITS) - 1:
        value, unit = value / STEP, unit + 1
    digits = 0 if round(value, 1).is_integer() else 1
    return f"{number_format(round(value, digits), digits, use_l10n=True)}\u00a0{UNITS[unit]}"
