"""The pictures of the public pages, for those who share their addresses."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from partnerships.models import (
    Country,
    Departement,
    Facet,
    FacetCount,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    Region,
)
from partnerships.pages.components.metadata.home_metadata import home_card
from partnerships.pages.components.metadata.profile_metadata import profile_card
from partnerships.pages.components.picture.picture_file import shared_picture_response
from partnerships.pages.components.registry_map import registry_map
from partnerships.pages.public.partnership_map import PartnershipMap
from partnerships.pages.public.partnership_metadata import partnership_card
from partnerships.pages.public.partnership_summary import authority_summary, foreign_summary
from partnerships.pages.public.place_page import PlacePage
from partnerships.pages.public.profile_map import AuthorityMap, CountryMap, PartnerMap
from partnerships.registry.articles import with_article


def _count(facet: Facet, value: str) -> int:
    stored = FacetCount.objects.filter(facet=facet, value=value).first()
    return stored.count if stored else 0


def _profile_picture(request, row, summary, drawing):
    return shared_picture_response(request, profile_card(row, summary), drawing)


@login_not_required
@require_safe
def home_picture(request):
    whole = registry_map()
    return shared_picture_response(request, home_card(whole), lambda: whole and whole.world)


@login_not_required
@require_safe
def partnership_picture(request, public_id):
    rows = Partnership.objects.listed().with_sides()
    partnership = get_object_or_404(rows, public_id=public_id)
    card = partnership_card(partnership)
    return shared_picture_response(request, card, lambda: PartnershipMap(partnership).drawing)


@login_not_required
@require_safe
def authority_picture(request, key):
    rows = LocalAuthority.objects.unmerged().select_related("departement", "region")
    authority = get_object_or_404(rows, key=key)
    count = _count(Facet.AUTHORITY, key)
    return _profile_picture(
        request,
        authority,
        authority_summary(authority, count),
        lambda: AuthorityMap(authority, count).main if count else None,
    )


@login_not_required
@require_safe
def partner_picture(request, uuid):
    rows = InternationalPartner.objects.current().select_related("country", "place")
    partner = get_object_or_404(rows, uuid=uuid)
    count = _count(Facet.PARTNER, str(uuid))
    return _profile_picture(
        request,
        partner,
        foreign_summary(Facet.PARTNER, str(uuid), str(partner), count),
        lambda: PartnerMap(partner, count).main if count else None,
    )


@login_not_required
@require_safe
def country_picture(request, iso2):
    country = get_object_or_404(Country, iso2=iso2)
    count = _count(Facet.COUNTRY, iso2)
    return _profile_picture(
        request,
        country,
        foreign_summary(Facet.COUNTRY, iso2, with_article(country.name), count),
        lambda: CountryMap(country, count).main if count else None,
    )


def _place_picture(request, place, facet):
    page = PlacePage(place, facet, _count(facet, place.code))
    summary = page.summary if page.count else None
    return _profile_picture(
        request, place, summary, lambda: page.map.drawing if page.count else None
    )


@login_not_required
@require_safe
def region_picture(request, code):
    return _place_picture(request, get_object_or_404(Region, code=code), Facet.REGION)


@login_not_required
@require_safe
def departement_picture(request, code):
    rows = Departement.objects.select_related("region")
    return _place_picture(request, get_object_or_404(rows, code=code), Facet.DEPARTEMENT)
