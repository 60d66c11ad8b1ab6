from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.analysis import fold
from partnerships.models import Facet, LocalAuthority
from partnerships.pages.public.authority_page import coordinates, reference_source
from partnerships.pages.public.redirects import redirect_to_current
from partnerships.registry.authority_search import search_authorities
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.registry.profile import in_use, profile

PAGE_SIZE = 50


@public_page(query=["q", BEFORE, AFTER])
@require_safe
def authority_list(request):
    """The list of authorities that have a public partnership, by name; those that match the words
    searched, the best first.
    """
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    authorities = in_use(LocalAuthority.objects.all(), Facet.AUTHORITY, "key")
    authorities = authorities.select_related("departement", "region")
    context = {"words": words}
    if fold(words):
        context["found"] = search_authorities(authorities, words, PAGE_SIZE)
    else:
        context["page"] = paginate(
            [authorities],
            Order("sort_key", descending=False),
            after=request.GET.get(AFTER, ""),
            before=request.GET.get(BEFORE, ""),
            size=PAGE_SIZE,
        )
    return render(request, "partnerships/public/authority_list.html", context)


@public_page(query=[BEFORE, AFTER])
@require_safe
def authority_detail(request, key):
    """The page of an authority.

    Its SIREN, its INSEE code and the codes of merged communes redirect here.
    """
    authority = (
        LocalAuthority.objects.select_related("departement", "region", "successor")
        .filter(key=key)
        .first()
    )
    if authority is None:
        return _redirect_from_code(key)
    if authority.successor_id:
        return redirect_to_current(authority.current)
    context = {
        "authority": authority,
        "coordinates": coordinates(authority),
        "source": reference_source(authority),
        **profile(Facet.AUTHORITY, authority.key, request.GET),
    }
    return render(request, "partnerships/public/authority_detail.html", context)


def _redirect_from_code(code):
    """Redirects from a SIREN or a current or former INSEE code. Raises Http404."""
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
