"""The small map above a filtered list: a picture of what is found, its words and its countries."""

import re

import pytest

from partnerships.models import Provenance
from partnerships.pages.public.result_preview import MOST_SHOWN
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import seat, town

pytestmark = pytest.mark.django_db
REGISTRY = "/registre/"


@pytest.fixture
def registry():
    """Three partnerships with Mali, one with Canada, all but one imported."""
    mali = CountryFactory(iso2="ML", name="Mali", continent="AF")
    canada = CountryFactory(iso2="CA", name="Canada", continent="NA")
    nantes = seat((47.2, -1.6), name="Nantes")
    for rank in range(3):
        partner = town(mali, (12.65, -8.0 + rank), name=f"Ville {rank}")
        published([nantes], [partner], provenance=Provenance.WIKIDATA)
    published([nantes], [town(canada, (45.5, -73.6), name="Montréal")])


def preview_of(client, **query):
    response = client.get(REGISTRY, query)
    assert response.status_code == 200
    return response.context.get("preview"), response.content.decode().replace("&amp;", "&")


@pytest.mark.usefixtures("registry")
def test_a_filtered_list_begins_with_its_map(client):
    preview, text = preview_of(client, q="nantes")

    assert [(each.mark.label, each.mark.text) for each in preview.bars] == [
        ("Mali", "3"),
        ("Canada", "1"),
    ]
    assert 'alt="Carte de ces partenariats\u202f: Mali 3, Canada 1"' in text
    assert 'href="/carte/?q=nantes"' in text
    picture = client.get(re.search(r'<img src="(/carte/apercu\.svg[^"]+)"', text)[1])
    assert picture["Content-Type"] == "image/svg+xml"
    assert "Content-Disposition" not in picture
    assert picture.content.decode().count('<path class="arc"') == 4


@pytest.mark.usefixtures("registry")
def test_bars_lead_to_what_they_count(client):
    preview, _text = preview_of(client, q="nantes")

    for each in preview.bars:
        found = client.get(each.mark.address).context["listing"].count
        assert found == each.mark.value


@pytest.mark.usefixtures("registry")
def test_one_country_alone_has_no_bar(client):
    preview, text = preview_of(client, pays="ML")

    assert preview.bars == []
    assert "preview__bars" not in text
    assert "Mali 3" in preview.text


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("query", [{}, {"q": "introuvable"}, {"tri": "titre"}])
def test_the_whole_registry_and_an_empty_result_have_none(client, query):
    preview, text = preview_of(client, **query)

    assert preview is None
    assert "apercu.svg" not in text


def test_following_pages_begin_with_their_rows(client):
    nantes = seat((47.2, -1.6), name="Rezé")
    for _rank in range(25):
        published([nantes], [town(CountryFactory(), (12.65, -8.0))], title="Eau")
    first = client.get(REGISTRY, {"q": "eau"})

    following = client.get(first.context["listing"].after_address)

    assert first.context["preview"]
    assert "preview" not in following.context


@pytest.mark.parametrize("rows", [1, 3])
def test_the_picture_costs_the_same(client, django_assert_num_queries, rows):
    mali = CountryFactory(iso2="ML", name="Mali", continent="AF")
    for _rank in range(rows):
        published([seat((47.2, -1.6))], [town(mali, (12.65, -8.0))], title="Eau")
    client.get("/carte/apercu.svg?q=eau")

    with django_assert_num_queries(5):
        client.get("/carte/apercu.svg?q=eau")


def test_the_first_countries_are_drawn_and_the_others_counted(client):
    nantes = seat((47.2, -1.6), name="Nantes")
    for rank in range(MOST_SHOWN + 2):
        country = CountryFactory(iso2=f"Q{'ABCDEFGHIJ'[rank]}", name=f"Pays {rank}")
        published([nantes], [town(country, (10 + rank, 20))])

    preview, _text = preview_of(client, q="nantes")

    assert [each.mark.label for each in preview.bars] == [f"Pays {n}" for n in range(MOST_SHOWN)]
    assert preview.other_count == 2
    assert preview.text.endswith(f"Pays {MOST_SHOWN - 1} 1, 2 autres pays")
