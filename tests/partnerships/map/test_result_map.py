"""The map of a result: what is on it and beside it agree, whatever is found."""

import re

import pytest

from partnerships.maps import links
from partnerships.models import Partnership
from partnerships.publication.index import index_partnerships
from partnerships.publication.public_version import public_version
from tests.factories.authorities import RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import seat, town
from tests.factories.roles import text_of
from tests.partnerships.map.places import JSON, MAP, page, plain, rows_of

pytestmark = pytest.mark.django_db
CIRCLE = re.compile(r'aria-label="([^"]+)"><circle')
ARC = re.compile(r'<path class="map__arc"')


def test_circles_and_table_say_the_same_numbers(client, registry, circles):
    circles()

    response = page(client)

    text = response.content.decode()
    on_map = sorted(plain(each) for each in CIRCLE.findall(text))
    assert on_map == ["Canada : 2 partenariats", "Mali : 2 partenariats"]
    rows = response.context["map"].rows
    assert [(row.name, row.count) for row in rows] == [("Canada", 2), ("Mali", 2)]
    assert rows_of(client)[1:] == [["Canada", "2"], ["Mali", "2"]]


def test_circle_leads_to_the_map_of_its_country(client, registry, circles):
    circles()

    text = page(client, q="eau").content.decode()

    assert f'href="{MAP}?q=eau&amp;pays=ML"' in text


def test_what_has_no_place_is_named(client, registry, circles):
    circles()

    text = plain(text_of(page(client)))

    assert "3 partenariats placés sur 4." in text
    assert "Aucun lieu n’est connu pour le partenaire de : Archives" in text


def test_country_without_a_town_stands_at_its_capital(client, circles, canada):
    published([seat((47.2, -1.6))], [town(canada, name="Ailleurs")])
    circles()

    response = page(client)

    text = plain(text_of(response))
    assert "Aucune ville partenaire n’y est connue ; le cercle est à la capitale : Canada" in text
    assert "aucun partenariat placé" not in text
    assert CIRCLE.findall(response.content.decode()) != []


def test_country_without_any_point_is_told(client, circles):
    nowhere = CountryFactory(iso2="QQ", name="Pays sans point", latitude=None, longitude=None)
    published([seat()], [town(nowhere)])
    circles()

    response = page(client)

    assert CIRCLE.findall(response.content.decode()) == []
    assert "Pays sans point (sans point sur la carte)" in plain(text_of(response))


def test_one_country_is_told_by_region(client, circles, mali):
    alps = RegionFactory(code="84", name="Auvergne-Rhône-Alpes")
    bamako = town(mali, (12.65, -8.0))
    published([seat((45.8, 4.8), region=alps)], [bamako])
    circles()

    response = page(client)

    assert "Par région française" in text_of(response)
    rows = response.context["map"].rows
    assert [(row.name, row.count) for row in rows] == [("Auvergne-Rhône-Alpes", 1)]
    assert rows[0].address == f"{MAP}?region=84"


def test_overseas_territory_says_none_known_rather_than_zero(client, registry, circles):
    reunion = RegionFactory(code="04", name="La Réunion")
    RegionFactory(code="06", name="Mayotte")
    published([seat((-21.1, 55.5), region=reunion)], [town(CountryFactory())])
    circles()

    response = page(client)

    text = plain(text_of(response))
    assert "La Réunion 1 partenariat" in text
    assert "Mayotte aucun connu" in text
    counts = {each.name: each for each in response.context["map"].territories}
    assert counts["La Réunion"].dots
    assert not counts["Mayotte"].dots


def test_few_partnerships_are_arcs(client, registry):
    response = page(client)

    text = response.content.decode()
    assert len(ARC.findall(text)) == 4
    found = [
        (str(link.authority), str(link.partner)) for link in response.context["map"].links.links
    ]
    assert sorted(found) == [
        ("Lyon", "Ailleurs"),
        ("Lyon", "Ségou"),
        ("Nantes", "Bamako"),
        ("Nantes", "Montréal"),
        ("Nantes", "Ségou"),
    ]
    assert found[-1] == ("Lyon", "Ailleurs")
    assert "3 partenariats placés sur 4." in plain(text_of(response))
    assert "Partenaires dont le lieu n’est pas connu : Ailleurs, Canada" in plain(text_of(response))


def test_more_than_the_limit_are_circles(client, registry, monkeypatch):
    monkeypatch.setattr("partnerships.pages.map.result_map_page.DRAWN_MAX", 3)

    assert ARC.findall(page(client).content.decode()) == []
    assert len(ARC.findall(page(client, pays="ML").content.decode())) == 3
    assert links.DRAWN_MAX == 60


def test_partners_at_one_point_share_a_label_and_are_named(client, mali):
    nantes = seat((47.2, -1.6), name="Nantes")
    for name in ("Cercle de Bamako", "District de Bamako"):
        published([nantes], [town(mali, (12.65, -8.0), name=name)])

    text = plain(text_of(page(client)))

    assert "Au même point de la carte : Cercle de Bamako, District de Bamako" in text


def test_nothing_placed_is_said(client, mali):
    published([seat()], [town(mali)])

    text = plain(text_of(page(client)))

    assert "Rien à placer sur la carte" in text
    assert "0 partenariat placé sur 1." in text


def test_one_authority_is_a_filter(client, registry):
    response = page(client, collectivite="c44109")

    text = plain(text_of(response))
    assert "3 partenariats entre Nantes et 2 pays" in text
    assert "Collectivité : Nantes" in text
    assert f'href="{MAP}"' in response.content.decode()
    assert '<input type="hidden" name="collectivite" value="c44109">' in response.content.decode()


def test_one_partner_is_a_filter(client, registry):
    links = page(client).context["map"].links.links
    partner = next(link.partner for link in links if str(link.partner) == "Ségou")

    response = page(client, partenaire=str(partner.uuid))

    assert "1 partenariat entre 2 collectivités et Ségou" in plain(text_of(response))


@pytest.mark.parametrize("name", ["collectivite", "partenaire"])
@pytest.mark.parametrize("value", ["absent", "\x00", "1'", "00000000-0000-0000-0000-000000000000"])
def test_unknown_authority_or_partner_is_ignored_and_said(client, registry, name, value):
    response = page(client, **{name: value})

    assert "une valeur inconnue est ignorée" in text_of(response)
    assert response.context["listing"].count == 4


def test_empty_registry_and_nothing_found_have_their_page(client):
    assert "Le registre est vide" in text_of(page(client))

    published([seat()], [town(CountryFactory())])

    assert "Aucun partenariat" in text_of(page(client, q="xyzzy"))


def test_suspended_partnership_is_on_no_map(client, registry):
    hidden = Partnership.objects.get(title="Tramway")
    Partnership.objects.filter(pk=hidden.pk).update(is_suspended=True)
    index_partnerships([hidden.pk])

    assert "Montréal" not in page(client).content.decode()
    assert page(client, JSON).json()["count"] == 3


def test_menu_has_the_map(client):
    text = client.get("/").content.decode()

    assert f'href="{MAP}"' in text


@pytest.mark.parametrize("count", [1, 3])
def test_arcs_cost_a_constant_number_of_queries(client, mali, count, django_assert_num_queries):
    for n in range(count):
        published([seat((47.2, -1.6 + n))], [town(mali, (12.65, -8.0 + n))])
    public_version()  # as where the transaction wrote nothing
    page(client)  # names and lists are read once

    with django_assert_num_queries(4):
        page(client)


@pytest.mark.parametrize("count", [1, 3])
def test_circles_cost_a_constant_number_of_queries(
    client, mali, count, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("partnerships.pages.map.result_map_page.DRAWN_MAX", 0)
    for n in range(count):
        published([seat((47.2, -1.6 + n))], [town(mali, (12.65, -8.0 + n))])
    public_version()  # as where the transaction wrote nothing
    page(client)  # names and lists are read once

    with django_assert_num_queries(4):
        page(client)


def test_continents_are_bars_that_lead_to_what_they_count(client, registry, circles):
    circles()

    response = page(client)

    marks = [each.mark for each in response.context["map"].continents]
    assert [(mark.label, mark.text) for mark in marks] == [
        ("Afrique", "2"),
        ("Amérique du Nord", "2"),
    ]
    assert "Par continent" in text_of(response)
    for mark in marks:
        assert page(client, mark.address).context["map"].count == mark.value


@pytest.mark.parametrize("query", [{"continent": "AF"}, {"pays": "ML"}, {"q": "eau"}])
def test_one_continent_has_no_bar(client, registry, circles, query):
    circles()

    response = page(client, **query)

    assert response.context["map"].continents == []
    assert "Par continent" not in text_of(response)


@pytest.mark.parametrize(
    "query", [{"region": "04"}, {"region": "04", "pays": "ML"}, {"continent": "AF"}]
)
def test_no_link_beside_the_map_finds_more_than_it_says(client, mali, canada, circles, query):
    """A partnership of two régions and of two continents, and more of each."""
    reunion, brittany = RegionFactory(code="04", name="La Réunion"), RegionFactory(code="53")
    here, there = seat((-21, 55.5), region=reunion), seat((48.1, -1.7), region=brittany)
    published([here, there], [town(mali, (12.65, -8.0)), town(canada, (45.5, -73.6))])
    published([there], [town(mali, (12.65, -8.0))])
    published([there], [town(canada, (45.5, -73.6))])
    circles()

    beside = page(client, **query).context["map"]

    lines = [(row.count, row.address) for row in beside.rows]
    lines += [(each.count, each.address) for each in beside.territories]
    lines += [(each.mark.value, each.mark.address) for each in beside.continents]
    assert lines
    for count, address in lines:
        assert page(client, address).context["map"].count == count, address
