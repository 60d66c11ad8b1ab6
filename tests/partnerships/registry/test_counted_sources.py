"""Titles tell partnerships of several sources apart, and never add them up."""

import pytest

from partnerships.models import Provenance
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("path", ["/registre/", "/registre/tableau/", "/carte/"])
def test_titles_do_not_add_sources_up(client, path):
    published(provenance=Provenance.WIKIDATA)
    for _time in range(2):
        published(provenance=Provenance.DEMONSTRATION)

    text = plain(client.get(path).content.decode())
    filtered = plain(client.get(path, {"provenance": "demonstration"}).content.decode())

    assert "1 partenariat repris et 2 fictifs" in text
    assert "<h1" in text
    assert "3 partenariats" not in text.partition("<h1")[2].partition("</h1>")[0]
    assert "2 partenariats" in filtered.partition("<h1")[2].partition("</h1>")[0]


def test_pages_of_places_and_countries_do_not_either(client):
    found = InternationalPartnerFactory()
    for provenance in (Provenance.WIKIDATA, Provenance.DEMONSTRATION):
        published(partners=[found], provenance=provenance)

    text = plain(client.get(found.country.get_absolute_url()).content.decode())
    assert "1 partenariat " in text
    assert "et 1 partenariat fictif" in text
    assert "2 partenariats" not in text
    coverage = plain(client.get("/donnees/couverture/").content.decode())
    assert "2 partenariats" not in coverage
