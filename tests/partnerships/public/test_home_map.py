"""The map of the home page: what is on it leads to what it counts."""

import pytest

from partnerships.cleaning.suspension import suspend_page
from partnerships.models import Partnership
from partnerships.pages.components.registry_map import registry_map
from tests.factories.accounts import lead_reviewer
from tests.factories.authorities import RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import NAME, assert_links_count, plain, seat, town

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("counted")
def test_the_home_page_answers_with_a_map(client):
    response = client.get("/")

    text = plain(response)
    assert "4 partenariats connus dans 2 pays – un cercle par pays du partenaire" in text
    assert "3 partenariats placés sur 4." in text
    assert 'href="/carte/"' in text_of(response)
    assert 'href="/carte/#map-table-title"' in text_of(response)
    assert assert_links_count(client, text_of(response)) == ["Allemagne", "Mali"]
    names = {name.strip() for kind, name in NAME.findall(text_of(response)) if kind == "europe"}
    assert names == {"Allemagne", "France"}
    assert 'href="/registre/?pays=DE"' in text_of(response)


def test_the_table_that_the_home_page_leads_to_is_there(client, registry):
    assert 'id="map-table-title"' in text_of(client.get("/carte/"))


def test_the_home_page_counts_territories_apart_from_countries(client, lille):
    there = CountryFactory(iso2="PR", name="Porto Rico", kind="territory", continent="NA")
    published([lille], [town("San Juan", there, (18.4, -66.1))])

    assert "1 partenariat connu dans 1 pays ou territoire" in plain(client.get("/"))


def test_an_empty_registry_has_no_map(client):
    response = client.get("/")

    assert "registry-map" not in text_of(response)
    assert "0 partenariat connu" not in plain(response)


def test_the_home_page_says_where_overseas_france_has_partners(client, mali):
    RegionFactory(code="06", name="Mayotte")
    reunion = RegionFactory(code="04", name="La Réunion")
    published([seat("Saint-Denis", (-20.9, 55.5), region=reunion)], [town("Gao", mali)])

    response = client.get("/")

    assert "La Réunion 1 partenariat" in plain(response)
    assert "Mayotte aucun connu" in plain(response)
    assert client.get("/registre/?region=04").context["listing"].count == 1
    assert 'href="/registre/?region=04"' in text_of(response)


def test_a_suspended_partnership_is_on_no_map(client, registry, lille, mali):
    row = Partnership.objects.get(title="Eau")
    suspend_page(row, 1, by=lead_reviewer(), reason="Le nom d’une personne y figure.")

    for address in ("/", lille.get_absolute_url(), "/pays/ML/", "/departements/59/"):
        text = text_of(client.get(address))
        assert "Gao" not in text, address
        assert "Mali :" not in text, address


def test_the_map_of_the_home_page_is_made_once_per_version(
    client, registry, lille, mali, django_assert_num_queries
):
    made = registry_map()
    with django_assert_num_queries(1):
        assert registry_map() is made

    published([lille], [town("Kayes", mali, (14.4, -11.4))])

    assert "5 partenariats connus" in plain(client.get("/"))
