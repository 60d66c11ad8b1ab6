"""What the page of an authority says of its place, its town hall, its past and its neighbours."""

from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.models import (
    POINT_SOURCES,
    Facet,
    LocalAuthority,
    Partnership,
    Precision,
    Provenance,
)
from partnerships.pages.components.coordinates import coordinates_text
from partnerships.pages.public.french_map import AroundMap
from partnerships.pages.public.place_page import with_most_partnerships
from partnerships.pages.public.profile_map import AuthorityMap
from partnerships.pages.public.profile_page import Line, ProfilePage, source_lines
from partnerships.pages.public.profile_sentence import authority_sentence
from partnerships.pages.public.row_numbers import RowNumbers
from partnerships.publication.authorities import BY_OFFICER
from partnerships.publication.counts import key_figures

# Neighbours that are named, and those on a map where the authority has nothing else to show.
NEIGHBOURS, ON_MAP = 6, 60
# What tells the partnerships of an authority apart.
FILTERED_BY = (Facet.CONTINENT, Facet.COUNTRY, Facet.THEME, Facet.KIND, Facet.PHASE)


def coordinates(authority: LocalAuthority) -> str:
    """Returns the point and what it is: « 48,1117° N, 1,6803° O (mairie) »; "" if unknown."""
    if authority.latitude is None:
        return ""
    return _("%(coordinates)s (point\u202f: %(precision)s)") % {
        "coordinates": coordinates_text(authority.latitude, authority.longitude, decimals=4),
        "precision": _precision(authority),
    }


def _precision(authority):
    precision = Precision(authority.precision)
    source = POINT_SOURCES.get(precision)
    if not source:
        return precision.label
    return _("%(point)s, d’après %(source)s") % {"point": precision.label, "source": source}


def reference_source(authority: LocalAuthority) -> str:
    """Returns the sources of the reference data; "" if an officer wrote the source: not public."""
    return "" if authority.source.startswith(BY_OFFICER) else authority.source


def neighbours(authority: LocalAuthority) -> list[LocalAuthority]:
    """Returns the other authorities of its département that have the most partnerships; those of
    its région where it has no département. The first NEIGHBOURS are to be named.
    """
    if authority.departement_id:
        found = with_most_partnerships(Facet.DEPARTEMENT, authority.departement_id, ON_MAP + 1)
    elif authority.region_id:
        found = with_most_partnerships(Facet.REGION, authority.region_id, ON_MAP + 1)
    else:
        found = []
    return [each for each in found if each.pk != authority.pk][:ON_MAP]


def namesakes_address(authority: LocalAuthority) -> str:
    """Returns the address of the authorities that its name finds, to choose another."""
    return f"{address_of('partnerships:authority_list')}?{urlencode({'q': authority.name})}"


def coverage() -> list[Line]:
    """Returns how many partnerships the registry has of each provenance; of the declared ones in
    any case, without an address where it has none.
    """
    lines = source_lines({Provenance.DECLARED: 0, **key_figures().by_provenance})
    return [each._replace(label=capfirst(each.label)) for each in lines]


class AuthorityHistory:
    """Its former names, the authorities that joined it, and its suspended records."""

    def __init__(self, authority: LocalAuthority):
        self._authority = authority

    @cached_property
    def joined(self) -> list[LocalAuthority]:
        """Those that it succeeds; each has an address that leads here."""
        return list(self._authority.predecessors.all())

    @property
    def names(self) -> list[str]:
        """Its other names, and those of communes merged into it that have no record here."""
        joined = {each.name for each in self.joined}
        return [name for name in self._authority.former_names if name not in joined]

    @cached_property
    def suspended_count(self) -> int:
        return Partnership.objects.suspended().filter(authorities=self._authority).count()


def authority_page(authority: LocalAuthority) -> dict:
    """Returns what the page of an authority shows: its partnerships, or what surrounds it where
    none is known.
    """
    profile = ProfilePage(Facet.AUTHORITY, authority.key, FILTERED_BY)
    near = neighbours(authority)
    numbers = RowNumbers(near)
    page = {
        "coordinates": coordinates(authority),
        "source": reference_source(authority),
        "declaring": None if authority.closed_on else authority,
        "neighbours": numbers.lines(near[:NEIGHBOURS]),
        "namesakes_address": namesakes_address(authority),
        "history": AuthorityHistory(authority),
        "profile": profile,
    }
    if profile.count:
        drawn = AuthorityMap(authority, profile)
        return page | {"sentence": authority_sentence(profile), "map": drawn}
    source = numbers.main_source()
    counts = {each: numbers.of(each).get(source, 0) for each in near}
    return page | {"around": AroundMap(authority, counts, source), "coverage": coverage()}
