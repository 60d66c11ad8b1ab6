from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import LocalAuthority
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.authority_page import authority_page
from partnerships.pages.public.list_metadata import authority_list_metadata
from partnerships.pages.public.place_page import departements_by_region
from partnerships.pages.public.redirects import redirect_to_current
from partnerships.registry.authority_listing import AUTHORITY_QUERY, AuthorityListing
from partnerships.registry.exact_codes import POSTCODE, sharing_postcode

# « c » and an INSEE code.
KEY_OF_COMMUNE = 6


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
def authority_detail(request, key):
    """The page of an authority.

    Its SIREN, its INSEE code and the codes of merged communes redirect here.
    """
    rows = LocalAuthority.objects.select_related("departement", "region", "successor")
    authority = rows.filter(key=key).first()
    if authority is None:
        return _redirect_from_code(key)
    if authority.successor_id:
        return redirect_to_current(authority.current)
    page = authority_page(authority)
    context = {
        "authority": authority,
        "sharing": sharing_postcode(authority, request.GET.get(POSTCODE, "")),
        **page,
        "metadata": profile_metadata(authority, page.get("sentence", "")),
    }
    return render(request, "partnerships/public/authority_detail.html", context)


def _redirect_from_code(code):
    """Redirects from a SIREN, a current or former INSEE code, or the key of a commune in other
    letters. Raises Http404.
    """
    code = code[1:] if len(code) == KEY_OF_COMMUNE and code[0] in "cC" else code
    if not code.isascii() or not code.isalnum() or len(code) > 9:
        raise Http404
    if len(code) == 9:
        authority = get_object_or_404(LocalAuthority, siren=code)
    else:
        authority = LocalAuthority.objects.filter(insee_code=code.upper()).first()
        authority = authority or LocalAuthority.objects.existing().matching(code.lower()).first()
    if authority is None or code.lower() not in {
        authority.siren,
        authority.insee_code.lower(),
        *(old["insee_code"].lower() for old in authority.former),
    }:
        raise Http404
    return redirect(authority.current, permanent=True)
