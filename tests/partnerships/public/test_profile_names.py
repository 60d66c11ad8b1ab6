"""Names and natures: what is not known is not told; French names stand beside local ones."""

import pytest
from django.urls import reverse

from partnerships.models import InternationalPartnerKind
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.on_maps import plain
from tests.partnerships.public.profile_addresses import addresses

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["search", "page", "suggestions"])
def test_a_nature_that_is_not_known_is_not_told_as_a_fact(client, name):
    partner = InternationalPartnerFactory(name="Trougoumbé", kind=InternationalPartnerKind.UNKNOWN)
    row = published(partners=[partner])
    pages = {
        "page": [*addresses(row), row.get_absolute_url()],
        "search": [f"{reverse('partnerships:search')}?q=trougoumbe"],
        "suggestions": [f"{reverse('partnerships:search_suggestions')}?q=trougoumbe"],
    }

    for address in pages[name]:
        response = client.get(address)
        assert response.status_code == 200
        assert "ature inconnue" not in text_of(response), address


def test_a_nature_that_is_known_is_told(client):
    partner = InternationalPartnerFactory(kind=InternationalPartnerKind.PROVINCE)

    assert "Province, région ou État fédéré ·" in plain(client.get(partner.get_absolute_url()))


def test_a_partner_with_a_french_name_tells_its_own_beside(client):
    italy = CountryFactory(iso2="IT", name="Italie")
    turin = InternationalPartnerFactory(name="Torino", name_fr="Turin", country=italy)
    plain_name = InternationalPartnerFactory(name="Gao", name_fr="Gao")

    assert '>Turin <bdi class="profile__local">Torino</bdi></h1>' in text_of(
        client.get(turin.get_absolute_url())
    )
    assert "<bdi" not in text_of(client.get(plain_name.get_absolute_url()))
    accented = InternationalPartnerFactory(name="Málaga", name_fr="Malaga")
    for partner in (turin, accented):
        beside = f'">{partner.name}</bdi>'
        for address in (published([], [partner]).get_absolute_url(), partner.get_absolute_url()):
            assert beside in text_of(client.get(address)), address
    for words in ("turin", "torino"):
        text = plain(client.get(reverse("partnerships:search"), {"q": words}))
        assert "Torino · Italie" in text


def test_names_are_shown_with_the_apostrophe_of_french_and_found_with_either(client):
    authority = LocalAuthorityFactory(name="L'Haÿ-les-Roses")
    partner = InternationalPartnerFactory(
        name="Braine-l'Alleud", place=PlaceFactory(name="Braine-l'Alleud")
    )
    row = published([authority], [partner])

    for address in addresses(row)[:2]:
        text = plain(client.get(address))
        assert "L’Haÿ-les-Roses" in text
        assert "L'Haÿ" not in text
        assert "Braine-l’Alleud" in text
        assert "Braine-l'Alleud" not in text
    for words in ("L'Haÿ-les-Roses", "l’hay les roses", "Braine-l'Alleud", "braine-l’alleud"):
        listing = client.get("/registre/", {"q": words}).context["listing"]
        assert listing.count == 1, words
