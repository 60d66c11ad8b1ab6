"""What the page of an authority says of its point and of its town hall."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory

pytestmark = pytest.mark.django_db


def test_authority_shows_its_point_and_its_town_hall(client):
    authority = LocalAuthorityFactory(
        latitude=48.1117,
        longitude=-1.6803,
        precision="town_hall",
        email="contact@ville-x.fr",
        website="https://ville-x.fr",
        postal_address="Place de la Mairie\n35000 Ville-X",
        source="Etalab",
    )

    page = client.get(authority.get_absolute_url()).content.decode()

    assert (
        "48,1117° N, 1,6803° O (point\u202f: mairie, d’après l’annuaire de l’administration)"
        in page
    )
    assert "Place de la Mairie<br>35000 Ville-X" in page
    assert 'href="mailto:contact@ville-x.fr"' in page
    assert "<dd>Etalab</dd>" in page


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("inside", "un point de la commune, d’après les contours de l’IGN"),
        ("town", "localité du même nom, d’après GeoNames"),
        ("capital", "commune chef-lieu"),
        ("largest", "commune la plus peuplée"),
        ("typed", "saisi par l’administration"),
    ],
)
def test_authority_says_what_its_point_is(client, precision, words):
    authority = LocalAuthorityFactory(latitude=-21.1, longitude=55.5, precision=precision)

    page = client.get(authority.get_absolute_url()).content.decode()

    assert f"21,1000° S, 55,5000° E (point\u202f: {words})" in page


def test_authority_without_a_point_shows_none_nor_the_source_of_an_officer(client):
    authority = LocalAuthorityFactory(source="Administration\u202f: note interne")

    page = client.get(authority.get_absolute_url()).content.decode()

    assert "Coordonnées" not in page
    assert "note interne" not in page
    assert "Courriel officiel" not in page
    assert "Adresse postale" not in page
