"""How many public partnerships an authority, a place, a country or a partner has, and with whom, in
a sentence.
"""

from django.utils.translation import gettext as _

from partnerships.models import Facet
from partnerships.pages.components.counted import AUTHORITIES, COUNTRIES, PARTNERSHIPS, counted
from partnerships.pages.public.profile_page import ProfilePage


def place_sentence(profile: ProfilePage, authorities: int) -> str:
    """Returns that of a département or région whose `authorities` have these partnerships."""
    return _("%(partnerships)s entre %(authorities)s et %(countries)s") % {
        "partnerships": counted(PARTNERSHIPS, profile.count),
        "authorities": counted(AUTHORITIES, authorities),
        "countries": counted(COUNTRIES, len(profile.counts[Facet.COUNTRY])),
    }


def foreign_sentence(profile: ProfilePage, there: str) -> str:
    """Returns that of a country or partner, called `there` within a sentence."""
    return _("%(partnerships)s entre %(authorities)s et %(there)s") % {
        "partnerships": counted(PARTNERSHIPS, profile.count),
        "authorities": counted(AUTHORITIES, len(profile.counts[Facet.AUTHORITY])),
        "there": there,
    }


def authority_sentence(profile: ProfilePage) -> str:
    return _("%(partnerships)s, dans %(countries)s") % {
        "partnerships": counted(PARTNERSHIPS, profile.count),
        "countries": counted(COUNTRIES, len(profile.counts[Facet.COUNTRY])),
    }
