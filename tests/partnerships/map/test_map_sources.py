"""Circles are of one source: what is declared, imported and fictitious is never added up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Provenance
from tests.factories.partnerships import published
from tests.factories.placed import seat, town
from tests.factories.roles import text_of
from tests.partnerships.map.circles import all_circles, asked
from tests.partnerships.map.places import JSON, MAP, page, plain, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(mali, canada):
    """Declared, imported, fictitious: of Mali 1, 3, 1; of Canada 1, 1, 0."""
    nantes = seat((47.2, -1.6), name="Nantes")
    bamako = town(mali, (12.65, -8.0), name="Bamako")
    sources = [Provenance.DECLARED] + [Provenance.WIKIDATA] * 2
    for source in (*sources, Provenance.SOURCED, Provenance.DEMONSTRATION):
        published([nantes], [bamako], provenance=source)
    montreal = town(canada, (45.5, -73.6), name="Montréal")
    for source in (Provenance.DECLARED, Provenance.WIKIDATA):
        published([nantes], [montreal], provenance=source)


@pytest.mark.usefixtures("mixed")
def test_map_shows_one_source_and_leads_to_the_others(client, circles):
    circles()

    response = page(client)

    shown = response.context["map"]
    assert [(row.name, row.count) for row in shown.rows] == [("Mali", 3), ("Canada", 1)]
    assert (shown.count, shown.placed) == (4, "4 partenariats placés sur 4")
    text = plain(text_of(response))
    assert "Sur cette carte :" in text
    for each, total in zip(shown.source.sources, (2, 4, 1), strict=True):
        other = page(client, each.address).context["map"]
        assert (other.count, each.count) == (total, total)
        assert other.source is None
    assert "1 de démonstration, fictif" in text


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("zoom", [0, 1, 3])
def test_circles_of_any_zoom_are_of_the_source_of_the_page(client, circles, zoom):
    circles()

    found = all_circles(client, zoom)

    assert [each["count"] for each in found] == [3, 1]
    for each in found:
        listing = client.get(f"/registre/{each['query']}").context["listing"]
        assert (listing.count, listing.notes) == (each["count"], [])
    assert (asked(client)["count"], client.get(JSON).json()["count"]) == (4, 4)
    assert rows_of(client)[1:] == [["Mali", "3"], ["Canada", "1"]]


@pytest.mark.usefixtures("mixed")
def test_few_partnerships_are_arcs_of_all_sources(client):
    response = page(client)

    assert response.context["map"].source is None
    assert len(response.context["map"].links.drawn) == 7
    assert "Sur cette carte" not in plain(text_of(response))


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    "query", [{"provenance": "declared"}, {"provenance": ["wikidata", "sourced"]}]
)
def test_result_of_one_source_says_nothing_of_sources(client, circles, query):
    circles()

    response = page(client, **query)

    assert response.context["map"].source is None
    assert "Sur cette carte" not in plain(text_of(response))


@pytest.mark.usefixtures("mixed")
def test_circles_of_a_whole_source_are_counted_once_per_version(client, circles, mali):
    circles()
    address = f"{MAP}points/?zoom=1"
    first = client.get(address).json()

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).json() == first
    counting = [each["sql"] for each in queries if "GROUP BY" in each["sql"]]
    assert counting == []

    published([seat((47.2, -1.6))], [town(mali, (12.65, -8.0))], provenance=Provenance.WIKIDATA)
    circles()
    assert [each["count"] for each in client.get(address).json()["circles"]] == [4, 1]
