"""The pictures of the public pages, for those who share their addresses."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.articles import with_article
from partnerships.models import (
    Country,
    Departement,
    Facet,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    Region,
)
from partnerships.pages.components.metadata.home_metadata import home_card
from partnerships.pages.components.metadata.profile_metadata import profile_card
from partnerships.pages.components.picture.page_card import CARDS
from partnerships.pages.components.picture.picture_file import shared_picture_response
from partnerships.pages.components.registry_map import registry_map
from partnerships.pages.public.partnership.partnership_map import PartnershipMap
from partnerships.pages.public.partnership.partnership_metadata import partnership_card
from partnerships.pages.public.place_page import PlacePage
from partnerships.pages.public.profile_map import AuthorityMap, CountryMap, PartnerMap
from partnerships.pages.public.profile_page import ProfilePage
from partnerships.pages.public.profile_sentence import authority_sentence, foreign_sentence
from partnerships.pages.public.redirects import by_other_codes, redirect_to_current


def _profile_picture(request, row, profile, sentence, drawing):
    """`sentence`, `drawing`: called if `row` has partnerships."""
    card = profile_card(row, sentence() if profile.count else "")
    return shared_picture_response(request, card, lambda: drawing() if profile.count else None)


@login_not_required
@require_safe
def home_picture(request):
    whole = registry_map()
    return shared_picture_response(request, home_card(whole), lambda: whole and whole.world)


@login_not_required
@require_safe
def page_picture(request, page):
    """Of a page that is of no single row, with the map of the registry."""
    if page not in CARDS:
        raise Http404
    whole = registry_map()
    return shared_picture_response(request, CARDS[page], lambda: whole and whole.world)


@login_not_required
@require_safe
def partnership_picture(request, public_id):
    rows = Partnership.objects.listed().with_sides()
    partnership = rows.filter(public_id=public_id).first()
    if not partnership:
        merged = get_object_or_404(rows, merged_partnerships__public_id=public_id)
        return redirect_to_current(
            reverse("partnerships:partnership_picture", args=[merged.public_id])
        )
    card = partnership_card(partnership)
    return shared_picture_response(request, card, lambda: PartnershipMap(partnership).drawing)


@login_not_required
@require_safe
@by_other_codes(Facet.AUTHORITY)
def authority_picture(request, key):
    rows = LocalAuthority.objects.unmerged().select_related("departement", "region")
    authority = get_object_or_404(rows, key=key)
    profile = ProfilePage(Facet.AUTHORITY, key)
    return _profile_picture(
        request,
        authority,
        profile,
        lambda: authority_sentence(profile),
        lambda: AuthorityMap(authority, profile).main,
    )


@login_not_required
@require_safe
@by_other_codes(Facet.PARTNER)
def partner_picture(request, uuid):
    rows = InternationalPartner.objects.current().select_related("country", "place")
    partner = get_object_or_404(rows, uuid=uuid)
    profile = ProfilePage(Facet.PARTNER, str(uuid))
    return _profile_picture(
        request,
        partner,
        profile,
        lambda: foreign_sentence(profile, str(partner)),
        lambda: PartnerMap(partner, profile).main,
    )


@login_not_required
@require_safe
@by_other_codes(Facet.COUNTRY)
def country_picture(request, iso2):
    country = get_object_or_404(Country, iso2=iso2)
    profile = ProfilePage(Facet.COUNTRY, iso2)
    return _profile_picture(
        request,
        country,
        profile,
        lambda: foreign_sentence(profile, with_article(country.name)),
        lambda: CountryMap(country, profile).main,
    )


def _place_picture(request, place, facet):
    page = PlacePage(place, facet)
    return _profile_picture(
        request, place, page.profile, lambda: page.sentence, lambda: page.map.drawing
    )


@login_not_required
@require_safe
@by_other_codes(Facet.REGION)
def region_picture(request, code):
    return _place_picture(request, get_object_or_404(Region, code=code), Facet.REGION)


@login_not_required
@require_safe
@by_other_codes(Facet.DEPARTEMENT)
def departement_picture(request, code):
    rows = Departement.objects.select_related("region")
    return _place_picture(request, get_object_or_404(rows, code=code), Facet.DEPARTEMENT)
