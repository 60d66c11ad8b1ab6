"""The metadata of the lists of authorities and countries, and of the page of a filter."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.models import Country
from partnerships.pages.components.counted import COUNTRIES, counted
from partnerships.pages.components.metadata.page_metadata import (
    Crumb,
    Metadata,
    continued,
    cursor_of,
    is_forward,
)
from partnerships.pages.components.metadata.result_metadata import (
    canonical_query,
    result_picture,
)
from partnerships.pages.components.picture.page_card import page_picture_path
from partnerships.registry.authority_listing import AuthorityListing
from partnerships.registry.facets.panels import FacetPanel
from partnerships.registry.listing import Listing


def authority_list_metadata(listing: AuthorityListing) -> Metadata:
    parts = [f"«\u202f{listing.words}\u202f»"] if listing.words else []
    parts += [_("Collectivités"), *([listing.letter.upper()] if listing.letter else [])]
    title = " – ".join([*parts, *(chip.label for chip in listing.chips)])
    cursor = {} if listing.words else cursor_of(listing.page, listing.data)
    title = title if listing.words else continued(title, listing.page, cursor)
    description = _(
        "%(title)s\u202f: le nom, le département et les partenariats connus de chacune."
    )
    query = listing.address(**cursor)
    return Metadata(
        title=title,
        description=description % {"title": title},
        path=address_of("partnerships:authority_list") + (query if query != "?" else ""),
        label=_("Collectivités"),
        picture=page_picture_path("collectivites"),
        is_indexed=is_forward(cursor) and not listing.words,
    )


def country_list_metadata(countries: Sequence[Country]) -> Metadata:
    text = _(
        "%(countries)s où une collectivité française a au moins un partenaire dans le registre, "
        "par continent."
    )
    return Metadata(
        title=_("Pays et territoires"),
        description=text % {"countries": counted(COUNTRIES, len(countries))},
        path=address_of("partnerships:country_list"),
        picture=page_picture_path("pays"),
    )


def facet_metadata(listing: Listing, panel: FacetPanel) -> Metadata:
    """Returns the metadata of the page of a filter, which search engines leave out."""
    name, path = panel.facet.label, reverse("partnerships:registry_facet", args=[panel.facet.value])
    title = _("Filtrer le registre\u202f: %(name)s") % {"name": name}
    description = _("%(name)s\u202f: toutes les valeurs, et combien de partenariats a chacune.")
    return Metadata(
        title=title,
        description=description % {"name": capfirst(name)},
        path=path + canonical_query(listing),
        trail=[Crumb(_("Registre"), address_of("partnerships:registry"))],
        label=capfirst(name),
        picture=result_picture(listing),
        is_indexed=False,
    )
