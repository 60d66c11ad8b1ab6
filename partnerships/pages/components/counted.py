"""Numbers in words: « 12 collectivités », « plus de 1 000 partenariats »."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

AUTHORITIES = ngettext_lazy("%(number)s collectivité", "%(number)s collectivités", "count")
COUNTRIES = ngettext_lazy(
    "%(number)s pays ou territoire", "%(number)s pays et territoires", "count"
)
PARTNERS = ngettext_lazy("%(number)s partenaire", "%(number)s partenaires", "count")
PARTNERSHIPS = ngettext_lazy("%(number)s partenariat", "%(number)s partenariats", "count")


def counted(words: Promise, count: int, most: int | None = None) -> str:
    """Returns `words`, such as PARTNERSHIPS, with their number; « plus de » above `most`."""
    shown = count if most is None else min(count, most)
    number = number_format(shown, force_grouping=True)
    if shown < count:
        number = _("plus de %(most)s") % {"most": number}
    return words % {"count": shown, "number": number}
