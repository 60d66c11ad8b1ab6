"""The page that lists all the values of a filter; what pages with filters cost."""

import pytest
from django.urls import reverse

from partnerships.models import Facet, Partnership
from partnerships.publication.public_version import public_version
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.mark.parametrize("facet", ["annee", "collectivite", "inconnu", "all", "fin"])
def test_what_is_no_list_of_values_has_no_page(client, facet):
    assert client.get(f"/registre/filtres/{facet}/").status_code == 404


@pytest.mark.parametrize("facet", [each.value for each in Facet])
def test_a_list_of_values_of_an_empty_registry_is_a_page_or_none(client, facet):
    assert client.get(f"/registre/filtres/{facet}/").status_code in {200, 404}


def test_the_page_of_a_facet_costs_the_same_queries(client, django_assert_num_queries):
    client.get(REGISTRY)
    for count in (1, 3):
        while Partnership.objects.count() < count:
            published()
        with django_assert_num_queries(8):
            client.get("/registre/filtres/pays/")


@pytest.mark.parametrize(
    ("query", "expected"), [("", 9), ("?q=fontaines", 13), ("?pays=MA&region=32", 10)]
)
def test_a_page_counted_by_sets_costs_the_same_queries(
    client, facet_sets, query, expected, django_assert_num_queries
):
    for count in (1, 3):
        while Partnership.objects.count() < count:
            published(title="Fontaines")
        rebuild_facets()
        public_version()  # as where the transaction wrote nothing
        client.get(REGISTRY + query)  # names and lists are read once
        HELD.__init__()
        with django_assert_num_queries(expected):
            assert client.get(REGISTRY + query).context["listing"].count == count
