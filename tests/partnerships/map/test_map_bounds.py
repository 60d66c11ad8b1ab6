"""What a map answers is bounded, in circles and in queries, whatever the registry holds."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import town
from tests.partnerships.map.circles import all_circles, asked

pytestmark = pytest.mark.django_db


def test_number_of_circles_is_bounded_by_the_view(client, circles):
    country = CountryFactory(iso2="QA", name="Pays", continent="AF")
    nantes = LocalAuthorityFactory()
    for rank in range(40):
        published([nantes], [town(country, (10 + rank % 8 / 10, 20 + rank // 8 / 10))])
    circles()

    assert len(all_circles(client, 1)) == 1
    assert 1 < len(all_circles(client, 6)) < 10


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, circles, count, django_assert_num_queries):
    country = CountryFactory(iso2="QA", name="Pays", continent="AF")
    for rank in range(count):
        published([LocalAuthorityFactory()], [town(country, (10 + rank, 20))])
    circles()
    view = {"zoom": 3, "cadre": "300,0,600,300"}
    first = asked(client, **view)

    with django_assert_num_queries(4):
        assert asked(client, **view) == first
