"""The first page of a result is the same by the held sets and by SQL."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from partnerships.registry.facets.held import HELD, rebuild_facets
from partnerships.registry.listing import Listing
from partnerships.registry.result_views import LIST
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import ThemeFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
QUERIES = ["", "q=assainissement", "q=lille", "q=de", "q=aucun", "tri=recents&q=lille", "theme=eau"]


@pytest.fixture
def partnerships():
    ThemeFactory(slug="eau", name="Eau")
    lille = LocalAuthorityFactory(name="Lille")
    published(title="Lille")
    published([lille], title="Accord")
    for rank in range(4):
        published(title=f"Assainissement {rank}", themes=["eau"])
    published(title="Un jumelage de Lille")
    published([lille], title="Autre accord", themes=["eau"])


def seen(query, size):
    page = Listing(QueryDict(query), replace(LIST, page_size=size)).page
    return [row.pk for row in page.rows], page.before, page.after


@pytest.mark.parametrize("size", [1, 2, 3, 20])
@pytest.mark.parametrize("query", QUERIES)
def test_first_page_by_sets_is_that_of_sql(partnerships, facet_sets, query, size):
    by_sql = seen(query, size)

    rebuild_facets()

    assert HELD.now() is not None
    assert seen(query, size) == by_sql


def test_words_that_name_nothing_have_an_empty_first_page(partnerships, facet_sets):
    rebuild_facets()

    assert seen("q=aucun", 20) == ([], "", "")
