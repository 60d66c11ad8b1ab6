"""The page that lists all the values of a filter; what pages with filters cost."""

import re

import pytest
from django.urls import reverse

from partnerships.models import Country, Facet, Partnership
from partnerships.publication.public_version import public_version
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

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


def values_of(client, facet, **query):
    """Returns the labels shown, and what is said of the search."""
    response = client.get(f"/registre/filtres/{facet}/", query)
    context = response.context
    said = re.search(r'id="values-\w+">\s*<p[^>]*>(.*?)</p>', response.content.decode())
    return [each.label for each in context["choices"]], said and said[1].replace("\u202f", " ")


@pytest.fixture
def twelve_countries(db):
    names = {"DE": "Allemagne", "US": "États-Unis", "SE": "Suède"}
    names |= {f"Q{letter}": f"Pays {letter}" for letter in "BCDEFGHIJ"}
    lille = LocalAuthorityFactory(region=RegionFactory(code="32", name="Hauts-de-France"))
    for iso2, name in names.items():
        country = CountryFactory(iso2=iso2, name=name, name_en="", iso3=f"{iso2}A")
        published([lille], [InternationalPartnerFactory(country=country)])
    Country.objects.filter(iso2="DE").update(name_en="Germany")


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("Germany", ["Allemagne"]),
        ("germ", ["Allemagne"]),
        ("Deutschland", ["Allemagne"]),
        ("USA", ["États-Unis"]),
        ("allem", ["Allemagne"]),
    ],
)
def test_countries_are_found_among_the_values_by_their_other_names(
    client, twelve_countries, words, labels
):
    assert values_of(client, "pays", valeur=words) == (
        labels,
        f"1 valeur correspond à « {words} ».",
    )


@pytest.mark.parametrize("words", ["Nord-Pas-de-Calais", "picardie"])
def test_regions_are_found_among_the_values_by_their_former_names(client, twelve_countries, words):
    assert values_of(client, "region", valeur=words)[0] == ["Hauts-de-France"]


def test_what_is_chosen_stays_beside_what_a_search_does_not_find(client, twelve_countries):
    said = "Aucune valeur ne correspond à « zzz »."

    assert values_of(client, "pays", valeur="zzz") == ([], said)
    assert values_of(client, "pays", valeur="zzz", pays="DE") == (["Allemagne"], said)
    labels, said = values_of(client, "pays", valeur="pays", pays="DE")
    assert len(labels) == 10
    assert said == "9 valeurs correspondent à « pays »."


def test_nothing_is_said_where_nothing_is_searched(client, twelve_countries):
    labels, said = values_of(client, "pays")

    assert len(labels) == 12
    assert said is None
