"""The maps of authorities, partners and countries: what is on them leads to what it counts, and
what is not is told.
"""

import pytest

from partnerships.models import Partnership, Provenance
from partnerships.publication.public_version import public_version
from partnerships.registry.facets.held import rebuild_facets
from tests.factories.authorities import DepartementFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import ARC, assert_links_count, plain, seat, town

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("registry")
def test_an_authority_has_an_arc_to_each_of_its_partners(client, lille):
    response = client.get(lille.get_absolute_url())

    page = response.context["map"]
    assert [row.name for row in page.rows] == ["Cologne", "Gao", "Nulleville"]
    assert [row.place for row in page.rows] == ["Allemagne", "Mali", "Allemagne"]
    assert len(ARC.findall(text_of(response))) == 2
    assert "2 partenariats placés sur 3." in plain(response)
    assert [bool(row.distance) for row in page.rows] == [True, True, False]
    assert page.rows[0].distance.text == "280\u202fkm"
    assert "Nulleville Allemagne distance inconnue" in plain(response)
    assert "Herten" not in text_of(response)
    address = f"/carte/?collectivite={lille.key}"
    assert f'href="{address}"' in text_of(response)
    assert client.get(address).context["listing"].count == 3


@pytest.mark.usefixtures("counted", "many")
def test_an_authority_of_many_partnerships_has_circles(client, lille):
    response = client.get(lille.get_absolute_url())

    text = text_of(response)
    assert ARC.findall(text) == []
    assert assert_links_count(client, text) == ["Allemagne", "Mali"]
    (lines,) = [
        each.lines
        for each in response.context["profile"].refinements
        if each.label == "Pays et territoires"
    ]
    assert [(line.label, line.count) for line in lines] == [("Allemagne", 2), ("Mali", 1)]
    assert "2 partenariats placés sur 3." in plain(response)


@pytest.mark.usefixtures("registry")
def test_a_partner_has_an_arc_from_each_of_its_authorities(client):
    partner = Partnership.objects.get(title="Livres").partners.get()

    response = client.get(partner.get_absolute_url())

    page = response.context["map"]
    assert [row.name for row in page.rows] == ["Lille", "Arras"]
    assert [row.place for row in page.rows] == ["Nord (59)", "Pas-de-Calais (62)"]
    assert len(ARC.findall(text_of(response))) == 2
    assert f'href="/carte/?partenaire={partner.uuid}"' in text_of(response)


@pytest.mark.usefixtures("counted", "many")
def test_a_partner_of_many_authorities_has_circles_by_departement(client):
    partner = Partnership.objects.get(title="Livres").partners.get()

    response = client.get(partner.get_absolute_url())

    assert ARC.findall(text_of(response)) == []
    assert assert_links_count(client, text_of(response)) == ["Nord", "Pas-de-Calais"]
    assert "Par département français" in plain(response)


def test_a_partner_without_a_place_says_so(client, lille, germany):
    partner = town("Nulleville", germany)
    published([lille], [partner])

    response = client.get(partner.get_absolute_url())

    assert "rien n’est placé sur une carte" in plain(response)
    assert 'class="map"' not in text_of(response)
    assert "Lille Nord (59) avec Nulleville Allemagne distance inconnue" in plain(response)


@pytest.mark.usefixtures("counted")
def test_a_country_shows_its_french_side_by_departement(client):
    response = client.get("/pays/DE/")

    text = text_of(response)
    assert assert_links_count(client, text) == ["Nord", "Pas-de-Calais"]
    lines = response.context["map"].first_lines
    assert [(line.label, line.count) for line in lines] == [
        ("Nord (59)", 2),
        ("Pas-de-Calais (62)", 2),
    ]
    assert len(ARC.findall(text)) == 3
    assert "2 partenariats placés sur 3." in plain(response)
    assert [row.name for row in response.context["map"].rows][-1] == "Lille – Nulleville"
    assert "Gao" not in text


@pytest.mark.usefixtures("counted", "many")
def test_a_country_of_many_partnerships_shows_its_towns(client):
    response = client.get("/pays/DE/")

    drawing = response.context["map"].main
    assert drawing.dots[0].path.count("h0") == 2
    assert ARC.findall(text_of(response)) == []
    assert "2 partenariats placés sur 3." in plain(response)


def test_a_country_with_overseas_france_says_so(client, mali, registry):
    reunion = RegionFactory(code="04", name="La Réunion")
    departement = DepartementFactory(code="974", name="La Réunion", region=reunion)
    published([seat("Saint-Denis", (-20.9, 55.5), departement=departement)], [town("Gao", mali)])

    assert "La Réunion 1 partenariat" in plain(client.get("/pays/ML/"))
    assert "Outre-mer" not in text_of(client.get("/pays/DE/"))


@pytest.mark.parametrize("address", ["/pays/BE/", "/departements/62/", "/regions/32/"])
def test_no_known_partnership_is_no_map(client, arras, address):
    CountryFactory(iso2="BE", name="Belgique")

    response = client.get(address)

    assert "Aucun partenariat connu" in plain(response)
    assert 'class="map"' not in text_of(response)


@pytest.mark.parametrize("count", [3, 30])
def test_maps_cost_the_same_whatever_they_hold(
    client, mali, lille, django_assert_num_queries, count, many
):
    for rank in range(count):
        published([lille], [town(f"Ville {rank}", mali, (10 + rank / 10, 1))])
    partner = Partnership.objects.first().partners.get()
    public_version()  # as where the transaction wrote nothing
    client.get("/pays/ML/")  # names and lists are read once

    for address, expected in (
        (lille.get_absolute_url(), 16),
        (partner.get_absolute_url(), 16),
        ("/pays/ML/", 15),
    ):
        public_version()  # as where the transaction wrote nothing
        client.get(address)  # lists are read once
        with django_assert_num_queries(expected):
            client.get(address)


@pytest.fixture
def imported(lille, arras, mali, germany):
    """Beside the registry, imported ones: of Lille with Gao, of Arras with Gao twice."""
    gao = town("Gao", mali, (16.27, -0.04))
    for authority in (lille, arras, arras):
        published([authority], [gao], provenance=Provenance.WIKIDATA)


@pytest.mark.usefixtures("registry", "imported", "many")
@pytest.mark.parametrize("engine", ["sql", "sets"])
def test_circles_of_a_profile_are_of_one_source(client, lille, mali, request, engine):
    if engine == "sets":
        request.getfixturevalue("facet_sets")
        rebuild_facets()
    authority = client.get(lille.get_absolute_url())
    country = client.get(mali.get_absolute_url())

    assert assert_links_count(client, text_of(authority)) == ["Allemagne", "Mali"]
    text = plain(authority)
    assert "2 partenariats placés sur 3. Partenariats déclarés par leur collectivité." in text
    assert "À part : 1 repris de sources publiques, non déclaré" in text
    assert [(line.label, line.count) for line in country.context["map"].first_lines] == [
        ("Pas-de-Calais (62)", 2),
        ("Nord (59)", 1),
    ]
    text = plain(country)
    assert "3 partenariats placés sur 3. Partenariats repris de sources publiques" in text
    for response, count in ((authority, 1), (country, 1)):
        [other] = response.context["map"].source.others
        assert client.get(other.address).context["listing"].count == other.count == count
    for line in country.context["map"].first_lines:
        assert client.get(line.address).context["listing"].count == line.count


@pytest.mark.usefixtures("registry", "imported")
def test_arcs_of_a_profile_are_of_all_sources(client, lille):
    response = client.get(lille.get_absolute_url())

    assert "3 partenariats placés sur 4." in plain(response)
    assert "À part" not in plain(response)
