"""At any zoom, the circles of a map count each placed partnership once."""

import pytest

from partnerships.registry.map_cells import LAST_ZOOM
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import town
from tests.partnerships.map.circles import all_circles, asked

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def registry(shared_rows):
    """Twenty-four partnerships of one partner, three of them without a point."""
    countries = [
        CountryFactory(iso2=f"Q{letter}", name=f"Pays {letter}", continent="AF") for letter in "ABC"
    ]
    for rank in range(24):
        point = None if rank % 8 == 7 else (rank * 1.7 - 10, rank * 3.1 - 30)
        published(
            [LocalAuthorityFactory()],
            [town(countries[rank % 3], point)],
            title="Archives" if rank % 2 else "Eau",
        )


@pytest.mark.parametrize("zoom", range(1, LAST_ZOOM + 1))
@pytest.mark.parametrize("words", ["", "a"])
def test_sum_of_clusters_is_the_number_of_placed_partnerships(
    client, registry, circles, zoom, words
):
    circles()
    query = {"q": "archives"} if words else {}

    placed = asked(client, **query)["placed"]
    found = all_circles(client, zoom, **query)

    assert placed == (9 if words else 21)
    assert sum(circle["count"] for circle in found if circle["places"]) == placed
