"""How many public partnerships an authority, a place, a country or a partner has, and with whom, in
a sentence.
"""

from django.utils.translation import gettext as _

from partnerships.models import Facet
from partnerships.pages.components.counted import AUTHORITIES, COUNTRIES, counted
from partnerships.pages.public.profile_page import ProfilePage
from partnerships.registry.counted_sources import partnerships_text


def place_sentence(profile: ProfilePage, authorities: int) -> str:
    """Returns that of a département or région whose `authorities` have these partnerships."""
    return _("%(partnerships)s entre %(authorities)s et %(countries)s") % {
        "partnerships": partnerships_text(profile.counts[Facet.PROVENANCE]),
        "authorities": counted(AUTHORITIES, authorities),
        "countries": counted(COUNTRIES, len(profile.counts[Facet.COUNTRY])),
    }


def foreign_sentence(profile: ProfilePage, there: str) -> str:
    """Returns that of a country or partner, called `there` within a sentence."""
    return _("%(partnerships)s entre %(authorities)s et %(there)s") % {
        "partnerships": partnerships_text(profile.counts[Facet.PROVENANCE]),
        "authorities": counted(AUTHORITIES, len(profile.counts[Facet.AUTHORITY])),
        "there": there,
    }


def authority_sentence(profile: ProfilePage) -> str:
    return _("%(partnerships)s, dans %(countries)s") % {
        "partnerships": partnerships_text(profile.counts[Facet.PROVENANCE]),
        "countries": counted(COUNTRIES, len(profile.counts[Facet.COUNTRY])),
    }
