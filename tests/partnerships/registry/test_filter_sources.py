"""The numbers of the filters say of which sources they are, and lead to each alone."""

import pytest
from lxml import html

from partnerships.models import Provenance
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
PAGES = ("/registre/", "/registre/tableau/", "/carte/", "/chiffres/", "/registre/filtres/type/")


def sources(client, address):
    page = html.fromstring(client.get(address).content.decode())
    found = page.xpath('//p[@class="facet__sources"]')
    return [(link.text, link.get("href")) for each in found for link in each.iter("a")]


@pytest.mark.parametrize("page", PAGES)
def test_filters_tell_their_sources_apart(client, page):
    published(title="Eau")
    assert sources(client, page) == []
    published(title="Eau et villes", provenance=Provenance.WIKIDATA)
    published(title="Eau et livres", provenance=Provenance.DEMONSTRATION)

    texts = [text for text, _address in sources(client, page)]

    assert texts == [
        "1 déclaré par sa collectivité",
        "1 repris de sources publiques, non déclaré",
        "1 de démonstration, fictif",
    ]
    assert len(sources(client, f"{page}?q=eau")) == 3
    for text, address in sources(client, f"{page}?q=eau"):
        assert "q=eau" in address
        response = client.get(address)
        assert response.context["listing"].count == int(text.split()[0])
        assert sources(client, address) == []
