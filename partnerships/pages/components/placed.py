"""How many of the partnerships of a map have their place on it."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import ngettext


def placed_text(placed: int, count: int) -> str:
    """Returns « 29 partenariats placés sur 29 »."""
    text = ngettext(
        "%(placed)s partenariat placé sur %(count)s",
        "%(placed)s partenariats placés sur %(count)s",
        placed,
    )
    return text % {"placed": intcomma(placed), "count": intcomma(count)}
