"""What the page of an authority says of its place and of its town hall."""

from django.utils.translation import gettext as _

from partnerships.models import POINT_SOURCES, LocalAuthority, Precision
from partnerships.pages.components.coordinates import coordinates_text
from partnerships.publication.authorities import BY_OFFICER


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
