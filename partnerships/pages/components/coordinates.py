"""Coordinates in French: « 48,11° N, 1,68° O »."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def _degrees(value: float, decimals: int, positive: str, negative: str) -> str:
    return f"{number_format(abs(value), decimals)}° {positive if value >= 0 else negative}"


def coordinates_text(latitude: float, longitude: float, *, decimals: int) -> str:
    """Returns degrees with `decimals` digits: 4 for a building, 2 for a town."""
    north_or_south = _degrees(latitude, decimals, _("N"), _("S"))
    east_or_west = _degrees(longitude, decimals, _("E"), _("O"))
    return f"{north_or_south}, {east_or_west}"
