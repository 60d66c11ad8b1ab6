"""Numbers of charts as marks and as texts."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partnerships.charts.chart import Mark


def number_mark(label: str, count: int, address: str = "", **more) -> Mark:
    return Mark(label, count, intcomma(count), address, **more)


def percent_text(share: float) -> str:
    """Returns « 32 % », « 0,3 % », « moins de 0,1 % »."""
    value = 100 * share
    if 0 < value < 0.05:
        return _("moins de 0,1\u202f%")
    digits = 1 if 0 < value < 1 else 0
    return f"{number_format(round(value, digits), digits)}\u202f%"


def rate_text(rate: float) -> str:
    """Returns « 8,2 », « moins de 0,1 »: what is not nothing is not told as 0."""
    return _("moins de 0,1") if 0 < rate < 0.05 else number_format(round(rate, 1), 1)
