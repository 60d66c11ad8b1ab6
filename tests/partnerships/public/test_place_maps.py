"""The maps of places, around an authority, and of one partnership."""

from html import unescape

import pytest

from partnerships.models import Partnership
from tests.factories.authorities import DepartementFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import ARC, HERE, LINK, NAME, count_of, plain, seat, town

pytestmark = pytest.mark.django_db


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
        assert client.get(authority).context["profile"].count == count_of(label)


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
    assert "On ne lui connaît pas encore de partenariat" in plain(response)


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
