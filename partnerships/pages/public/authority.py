from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Facet, LocalAuthority
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.authority_page import authority_page
from partnerships.pages.public.list_metadata import authority_list_metadata
from partnerships.pages.public.place_page import departements_by_region
from partnerships.pages.public.redirects import by_other_codes
from partnerships.registry.authority_listing import AUTHORITY_QUERY, AuthorityListing
from partnerships.registry.codes.exact import POSTCODE, sharing_postcode


@public_page(query=AUTHORITY_QUERY)
@require_safe
def authority_list(request):
    """All authorities by name, with or without a public partnership, those of a place or of a
    letter; those that match the words searched, the best first.
    """
    listing = AuthorityListing(request.GET)
    context = {
        "listing": listing,
        "regions": departements_by_region(),
        "metadata": authority_list_metadata(listing),
    }
    return render(request, "partnerships/public/authority_list.html", context)


@public_page(query=[POSTCODE])
@require_safe
@by_other_codes(Facet.AUTHORITY)
def authority_detail(request, key):
    """The page of an authority."""
    rows = LocalAuthority.objects.unmerged().select_related("departement", "region")
    authority = get_object_or_404(rows, key=key)
    page = authority_page(authority)
    context = {
        "authority": authority,
        "sharing": sharing_postcode(authority, request.GET.get(POSTCODE, "")),
        **page,
        "metadata": profile_metadata(authority, page.get("sentence", "")),
    }
    return render(request, "partnerships/public/authority_detail.html", context)
