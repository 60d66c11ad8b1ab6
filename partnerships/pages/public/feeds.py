"""The Atom feeds of the registry, of what has a profile, and of the addresses that changed."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.prepared_address import address_of
from cncd_portal.public_page import public_page
from partnerships.models import (
    Country,
    Departement,
    Facet,
    InternationalPartner,
    LocalAuthority,
    Region,
)
from partnerships.pages.components.feed.atom import atom_response
from partnerships.pages.components.feed.partnership_feed import partnership_feed
from partnerships.pages.components.metadata.profile_metadata import profile_name
from partnerships.pages.components.metadata.result_metadata import (
    canonical_query,
    chosen_name,
)
from partnerships.pages.public.address_feed import changed_addresses_feed
from partnerships.pages.public.redirects import by_other_codes
from partnerships.registry.listing import AFTER, BEFORE, QUERY, Listing
from partnerships.registry.profile import partnerships_with
from partnerships.registry.sorts import SORT


@public_page(query=QUERY)
@require_safe
def registry_feed(request):
    """What a query of the registry finds; 404 where a part of the query is not known, since the
    feed would tell of something else.
    """
    with one_instant():
        listing = Listing(request.GET)
        if listing.notes:
            raise Http404
        query = canonical_query(listing, **{SORT: None})
        feed = partnership_feed(
            chosen_name(listing),
            listing.filterset.rows(),
            path=address_of("partnerships:registry_feed") + query,
            alternate=address_of("partnerships:registry") + query,
            data=request.GET,
        )
        return atom_response(feed)


def _profile_feed(request, row, facet, value):
    with one_instant():
        feed = partnership_feed(
            profile_name(row),
            partnerships_with(facet, value),
            path=request.path,
            alternate=row.get_absolute_url(),
            data=request.GET,
        )
        return atom_response(feed)


@public_page(query=[BEFORE, AFTER])
@require_safe
@by_other_codes(Facet.AUTHORITY)
def authority_feed(request, key):
    rows = LocalAuthority.objects.unmerged().select_related("departement", "region")
    authority = get_object_or_404(rows, key=key)
    return _profile_feed(request, authority, Facet.AUTHORITY, authority.key)


@public_page(query=[BEFORE, AFTER])
@require_safe
@by_other_codes(Facet.PARTNER)
def partner_feed(request, uuid):
    rows = InternationalPartner.objects.current().select_related("country")
    partner = get_object_or_404(rows, uuid=uuid)
    return _profile_feed(request, partner, Facet.PARTNER, str(partner.uuid))


@public_page(query=[BEFORE, AFTER])
@require_safe
@by_other_codes(Facet.COUNTRY)
def country_feed(request, iso2):
    country = get_object_or_404(Country, iso2=iso2)
    return _profile_feed(request, country, Facet.COUNTRY, country.iso2)


@public_page(query=[BEFORE, AFTER])
@require_safe
@by_other_codes(Facet.REGION)
def region_feed(request, code):
    return _profile_feed(request, get_object_or_404(Region, code=code), Facet.REGION, code)


@public_page(query=[BEFORE, AFTER])
@require_safe
@by_other_codes(Facet.DEPARTEMENT)
def departement_feed(request, code):
    departement = get_object_or_404(Departement, code=code)
    return _profile_feed(request, departement, Facet.DEPARTEMENT, code)


@public_page()
@require_safe
def address_feed(request):
    """Pages suspended, merged or renamed."""
    with one_instant():
        return atom_response(changed_addresses_feed())
