"""The arcs on the pages of an authority and of a partner."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
ARC = '<path class="map__arc"'


@pytest.fixture
def sides():
    nantes = LocalAuthorityFactory(
        key="c44109", name="Nantes", latitude=47.2, longitude=-1.6, precision="typed"
    )
    return nantes, InternationalPartnerFactory(name="Agadir", latitude=30.4, longitude=-9.6)


def test_authority_and_partner_show_their_arcs(client, sides):
    nantes, agadir = sides
    published([nantes], [agadir])
    published([nantes], [InternationalPartnerFactory(latitude=45.1, longitude=7.7)])

    here, there = (client.get(each.get_absolute_url()) for each in sides)

    assert here.content.decode().count(ARC) == 2
    assert there.content.decode().count(ARC) == 1
    assert 'href="/carte/?collectivite=c44109"' in here.content.decode()
    assert f'href="/carte/?partenaire={agadir.uuid}"' in there.content.decode()


def test_side_without_partnership_has_no_map(client, sides):
    for each in sides:
        assert "carte/?" not in client.get(each.get_absolute_url()).content.decode()


def test_side_without_a_place_leads_to_the_map(client, sides):
    nantes, _agadir = sides
    published([nantes], [InternationalPartnerFactory()])

    response = client.get(nantes.get_absolute_url())

    assert ARC not in response.content.decode()
    assert "Voir ces partenariats sur la carte" in text_of(response)


def test_too_many_to_draw_lead_to_the_map(client, sides, monkeypatch):
    monkeypatch.setattr("partnerships.pages.public.profile_map.DRAWN_MAX", 1)
    nantes, agadir = sides
    for _time in range(2):
        published([nantes], [agadir])

    assert ARC not in client.get(nantes.get_absolute_url()).content.decode()
