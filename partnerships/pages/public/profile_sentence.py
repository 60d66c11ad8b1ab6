"""How many public partnerships an authority, a place, a country or a partner has, and with whom, in
a sentence; the fictitious ones apart, which are never counted with others.
"""

from django.utils.translation import gettext as _

from partnerships.models import Facet
from partnerships.pages.components.counted import AUTHORITIES, COUNTRIES, counted
from partnerships.pages.public.profile_page import ProfilePage
from partnerships.registry.counted_sources import and_fictitious, partnerships_text


def _sentence(profile, text, **values):
    partnerships = partnerships_text(profile.told_counts[Facet.PROVENANCE])
    countries = counted(COUNTRIES, len(profile.told_counts[Facet.COUNTRY]))
    told = text % {"partnerships": partnerships, "countries": countries, **values}
    return told + and_fictitious(profile.fictitious_count)


def place_sentence(profile: ProfilePage, authorities: int) -> str:
    """Returns that of a département or région whose `authorities` have these partnerships."""
    text = _("%(partnerships)s entre %(authorities)s et %(countries)s")
    return _sentence(profile, text, authorities=counted(AUTHORITIES, authorities))


def foreign_sentence(profile: ProfilePage, there: str) -> str:
    """Returns that of a country or partner, called `there` within a sentence."""
    authorities = counted(AUTHORITIES, len(profile.told_counts[Facet.AUTHORITY]))
    text = _("%(partnerships)s entre %(authorities)s et %(there)s")
    return _sentence(profile, text, authorities=authorities, there=there)


def authority_sentence(profile: ProfilePage) -> str:
    return _sentence(profile, _("%(partnerships)s, dans %(countries)s"))
