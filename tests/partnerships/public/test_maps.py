"""The maps of the home page, of authorities, partners, countries, places and partnerships: what is
on them leads to what it counts, and what is not is told.
"""

import re
from html import unescape

import pytest

from partnerships.cleaning.suspension import suspend_page
from partnerships.models import Partnership
from partnerships.pages.components.registry_map import registry_map
from partnerships.registry import held_facets
from partnerships.registry.held_facets import HELD, rebuild_facets
from tests.factories.accounts import lead_reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a class="map__link" href="([^"]+)" aria-label="([^"]+)"><circle')
ARC = re.compile(r'<path class="map__arc" d="([^"]+)"')
NAME = re.compile(r'<text class="map__name map__name--(\w+)"[^>]*>([^<]+)')
HERE = re.compile(r'<circle class="map__circle map__circle--here"')


def plain(response):
    text = re.sub(r"<[^>]+>", " ", unescape(text_of(response)))
    text = text.replace("\u202f", " ").replace("\xa0", " ")
    return re.sub(r"\s+([.,)])", r"\1", " ".join(text.split()))


def seat(name, point=None, **fields):
    if point:
        fields |= {"latitude": point[0], "longitude": point[1], "precision": "typed"}
    return LocalAuthorityFactory(name=name, **fields)


def town(name, country, point=None):
    latitude, longitude = point or (None, None)
    return InternationalPartnerFactory(
        name=name, country=country, latitude=latitude, longitude=longitude
    )


def count_of(label):
    return int(re.search(r": ([\d\s]+) partenariat", unescape(label))[1])


@pytest.fixture
def mali():
    return CountryFactory(iso2="ML", name="Mali", continent="AF", latitude=12.6, longitude=-8.0)


@pytest.fixture
def germany():
    return CountryFactory(
        iso2="DE", name="Allemagne", continent="EU", latitude=52.5, longitude=13.4
    )


@pytest.fixture
def lille():
    return seat("Lille", (50.63, 3.07))


@pytest.fixture
def arras():
    return seat(
        "Arras",
        (50.29, 2.78),
        departement=DepartementFactory(code="62", name="Pas-de-Calais"),
    )


@pytest.fixture
def registry(mali, germany, lille, arras):
    """Four partnerships: three of Lille, two of Arras; the place of Nulleville is not known."""
    gao, cologne = town("Gao", mali, (16.27, -0.04)), town("Cologne", germany, (50.94, 6.96))
    published([lille], [gao], title="Eau")
    published([lille, arras], [cologne], title="Livres")
    published([lille], [town("Nulleville", germany)], title="Archives")
    published([arras], [town("Herten", germany, (51.6, 7.13))], title="Musique")


@pytest.fixture(params=["sql", "sets"])
def counted(request, registry, settings, tmp_path, monkeypatch):
    """The registry, counted by SQL or by sets."""
    if request.param == "sets":
        settings.VAR_DIR = tmp_path
        monkeypatch.setattr(held_facets, "FEW", 0)
        monkeypatch.setattr(HELD, "by_version", {})
        rebuild_facets()
        assert HELD.now() is not None


@pytest.fixture
def many(monkeypatch):
    """Any number of partnerships is too many for arcs."""
    monkeypatch.setattr("partnerships.pages.public.links_map.DRAWN_MAX", 0)


def assert_links_count(client, text):
    """Each circle that counts partnerships leads to as many; returns what the circles are."""
    found = LINK.findall(text)
    for address, label in found:
        listing = client.get(unescape(address)).context["listing"]
        assert (listing.count, listing.notes) == (count_of(label), []), label
    return [unescape(label).split(" : ")[0] for _address, label in found]


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


@pytest.mark.usefixtures("registry")
def test_an_authority_has_an_arc_to_each_of_its_partners(client, lille):
    response = client.get(lille.get_absolute_url())

    page = response.context["map"]
    assert [row.name for row in page.rows] == ["Cologne", "Gao", "Nulleville"]
    assert [row.place for row in page.rows] == ["Allemagne", "Mali", "Allemagne"]
    assert len(ARC.findall(text_of(response))) == 2
    assert "2 partenariats placés sur 3." in plain(response)
    assert "Cologne Allemagne 280 km" in plain(response)
    assert "Nulleville Allemagne inconnue" in plain(response)
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
    lines = response.context["map"].lines
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
    assert "Lille Nord (59) inconnue" in plain(response)


@pytest.mark.usefixtures("counted")
def test_a_country_shows_its_french_side_by_departement(client):
    response = client.get("/pays/DE/")

    text = text_of(response)
    assert assert_links_count(client, text) == ["Nord", "Pas-de-Calais"]
    lines = response.context["map"].lines
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
    assert drawing.dots[0].path.count("M") == 2
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


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("address", "names", "placed"),
    [
        ("/departements/59/", ["Lille"], "1 collectivité placée sur 2."),
        ("/regions/32/", ["Lille", "Arras"], "2 collectivités placées sur 3."),
    ],
)
def test_a_place_shows_its_authorities(client, mali, address, names, placed):
    published([seat("Roubaix")], [town("Kayes", mali)])

    response = client.get(address)

    found = LINK.findall(text_of(response))
    assert [unescape(label).split(" : ")[0] for _address, label in found] == names
    assert placed in plain(response)
    for authority, label in found:
        assert client.get(authority).context["count"] == count_of(label)


def test_a_place_of_unplaced_authorities_says_so(client, mali):
    published([seat("Roubaix")], [town("Kayes", mali)])

    response = client.get("/departements/59/")

    assert "Le lieu de ces collectivités n’est pas connu" in plain(response)
    assert 'class="map"' not in text_of(response)


def test_an_overseas_collectivity_without_an_outline_has_its_map(client, mali):
    departement = DepartementFactory(
        code="987", name="Polynésie", region=RegionFactory(code="987", name="Polynésie")
    )
    published([seat("Papeete", (-17.54, -149.57), departement=departement)], [town("Gao", mali)])

    response = client.get("/departements/987/")

    assert len(LINK.findall(text_of(response))) == 1
    assert "1 collectivité placée sur 1." in plain(response)


@pytest.mark.usefixtures("registry")
def test_an_authority_without_a_partnership_stands_among_its_neighbours(client):
    roubaix = seat("Roubaix", (50.69, 3.17))

    response = client.get(roubaix.get_absolute_url())

    text = text_of(response)
    assert "Autour de Roubaix, un cercle par collectivité" in plain(response)
    assert [unescape(label) for _address, label in LINK.findall(text)] == ["Lille : 3 partenariats"]
    assert len(HERE.findall(text)) == 1
    assert ("here", "Roubaix") in NAME.findall(text)
    assert "0 partenariat" not in text
    assert "Aucun partenariat connu à ce jour" in plain(response)


def test_nothing_is_drawn_around_an_authority_without_a_place_or_neighbours(client, registry):
    nowhere = seat("Roubaix")
    alone = seat("Rennes", (48.1, -1.7), departement=DepartementFactory(code="35", region=None))

    for authority in (nowhere, alone):
        assert 'class="map"' not in text_of(client.get(authority.get_absolute_url()))


def test_a_partnership_shows_its_link(client, registry):
    row = Partnership.objects.get(title="Eau")

    response = client.get(row.get_absolute_url())

    (curve,) = ARC.findall(text_of(response))
    assert "Q" in curve
    assert set(NAME.findall(text_of(response))) == {("here", "Lille"), ("partner", "Gao")}
    assert "À vol d’oiseau : 3 830 km" in plain(response)
    assert "Lieu inconnu" not in plain(response)


def test_a_partnership_of_several_sides_shows_each_link(client, registry):
    row = Partnership.objects.get(title="Livres")

    response = client.get(row.get_absolute_url())

    assert len(ARC.findall(text_of(response))) == 2
    assert "À vol d’oiseau" not in plain(response)


def test_a_partnership_whose_place_is_unknown_says_so_in_a_sentence(client, registry):
    row = Partnership.objects.get(title="Archives")

    response = client.get(row.get_absolute_url())

    assert 'class="map"' not in text_of(response)
    assert "Lieu inconnu, donc pas de carte : Nulleville." in plain(response)


def test_a_partnership_of_which_one_side_is_placed_says_which_is_not(client, lille, germany):
    row = published([lille], [town("Cologne", germany, (50.94, 6.96)), town("Nulleville", germany)])

    response = client.get(row.get_absolute_url())

    assert len(ARC.findall(text_of(response))) == 1
    assert "Lieu inconnu, donc absent de la carte : Nulleville." in plain(response)


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


@pytest.mark.parametrize("count", [3, 30])
def test_maps_cost_the_same_whatever_they_hold(
    client, mali, lille, django_assert_num_queries, count, many
):
    for rank in range(count):
        published([lille], [town(f"Ville {rank}", mali, (10 + rank / 10, 1))])
    partner = Partnership.objects.first().partners.get()

    for address, expected in (
        (lille.get_absolute_url(), 12),
        (partner.get_absolute_url(), 11),
        ("/pays/ML/", 12),
    ):
        with django_assert_num_queries(expected):
            client.get(address)
