"""The page of the data: what may be downloaded today, where the menu leads, and what it leaves."""

import re

import pytest
from django.urls import reverse

from partnerships.models import Provenance
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
DATA = reverse("partnerships:open_data")
MENU = re.compile(r'fr-nav__link" href="([^"]+)"( aria-current="[a-z]+")?>([^<]+)<')


def text_of(client, address=DATA):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def menu_of(client, address):
    return MENU.findall(text_of(client, address))


def test_every_file_that_is_named_is_there(client):
    published()

    main = text_of(client).partition("<main")[2].partition("</main>")[0]

    addresses = {each.partition("#")[0] for each in re.findall(r'href="(/[^"]*)"', main)}
    assert {reverse(f"partnerships:map_{end}") for end in ("svg", "csv", "json")} < addresses
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_sources_are_not_added_up(client):
    for provenance in (Provenance.DECLARED, Provenance.WIKIDATA, Provenance.WIKIDATA):
        published(provenance=provenance)

    text = text_of(client)

    assert "1 déclaré par sa collectivité · 2 repris de Wikidata, non déclarés" in text
    assert "3 partenariats" not in text


def test_an_empty_registry_offers_no_file(client):
    text = text_of(client)

    assert "il n’y a rien à télécharger" in text
    assert reverse("partnerships:map_csv") not in text
    assert "API" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_data_costs_the_same(client, rows, django_assert_num_queries):
    for _rank in range(rows):
        published()

    with django_assert_num_queries(1):
        client.get(DATA)


def test_the_menu_leads_to_five_sections_and_to_declaring(client):
    assert [(address, label) for address, _mark, label in menu_of(client, DATA)] == [
        ("/registre/", "Registre"),
        ("/carte/", "Carte"),
        ("/propositions/", "Propositions"),
        ("/chiffres/", "Chiffres"),
        ("/donnees/", "Données"),
        ("/declarer/", "Déclarer"),
    ]


@pytest.mark.parametrize(
    ("address", "label", "mark"),
    [
        ("/donnees/", "Données", "page"),
        ("/donnees/couverture/", "Données", "true"),
        ("/registre/", "Registre", "page"),
        ("/registre/tableau/", "Registre", "true"),
        ("/collectivites/", "Registre", "true"),
        ("/pays/", "Registre", "true"),
        ("/comparer/", "Registre", "true"),
        ("/aide/", None, None),
    ],
)
def test_the_menu_says_where_one_is(client, address, label, mark):
    marked = [(name, given) for _to, given, name in menu_of(client, address) if given]

    assert marked == ([(label, f' aria-current="{mark}"')] if label else [])


@pytest.mark.parametrize("page", ["/registre/", "/plan-du-site/", "/recherche/?q=xyzzyq"])
def test_lists_of_authorities_and_countries_stay_near(client, page):
    text = text_of(client, page).partition("<main")[2]

    for name in ("authority_list", "country_list"):
        assert f'href="{reverse(f"partnerships:{name}")}"' in text


def test_a_filtered_registry_begins_with_its_answer(client):
    published()

    assert "collectivités françaises</a> ·" not in text_of(client, "/registre/?q=eau")
