from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def confirmation_age(confirmed_on: date | None, today: date) -> str:
    """Returns the age of the last confirmation, in French words: « confirmé il y a 3 mois »."""
    if confirmed_on is None:
        return _("jamais confirmé")
    days = (today - confirmed_on).days
    months = (today.year - confirmed_on.year) * 12 + today.month - confirmed_on.month
    months -= today.day < confirmed_on.day
    if days <= 0:
        return _("confirmé aujourd’hui")
    if months < 1:
        return ngettext("confirmé hier", "confirmé il y a %(count)s jours", days) % {"count": days}
    if months < 12:
        return ngettext("confirmé il y a un mois", "confirmé il y a %(count)s mois", months) % {
            "count": months
        }
    years = months // 12
    return ngettext(
        "non confirmé depuis plus d’un an", "non confirmé depuis %(count)s ans", years
    ) % {"count": years}
