from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Departement, Facet, Region
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.place_page import PlacePage
from partnerships.pages.public.redirects import by_other_codes


def _place_page(request, place, facet):
    page = PlacePage(place, facet)
    context = {
        "place": page,
        "profile": page.profile,
        "metadata": profile_metadata(place, page.sentence if page.profile.count else ""),
    }
    return render(request, "partnerships/public/place_detail.html", context)


@public_page()
@require_safe
@by_other_codes(Facet.REGION)
def region_detail(request, code):
    """The page of a région. That of an overseas collectivity, which INSEE lists among the régions
    and among the départements, is the page of the département.
    """
    region = get_object_or_404(Region, code=code)
    overseas = Departement.objects.filter(code=code, region=region).first()
    if overseas:
        return redirect(overseas, permanent=True)
    return _place_page(request, region, Facet.REGION)


@public_page()
@require_safe
@by_other_codes(Facet.DEPARTEMENT)
def departement_detail(request, code):
    """The page of a département or overseas collectivity."""
    rows = Departement.objects.select_related("region")
    return _place_page(request, get_object_or_404(rows, code=code), Facet.DEPARTEMENT)
