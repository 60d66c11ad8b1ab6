"""How the values of a filter are shown: searched, alone beside a folded title, with their bars."""

import re

import pytest
from django.urls import reverse

from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def listing(client):
    return client.get(REGISTRY).context["listing"]


def panel(page, facet):
    return next(each for each in page.facets if each.facet == facet)


@pytest.mark.parametrize(
    ("searched", "found"),
    [("pays b", ["BB"]), ("K", ["KB"]), ("PÀYS  k", ["KB"]), ("ays", []), ("zz", []), ("%", None)],
)
def test_values_of_a_long_list_are_searched_and_the_chosen_stay(client, searched, found):
    codes = [f"{letter}B" for letter in "BCDEFGHIJKLM"]
    for code in codes:
        country = CountryFactory(iso2=code, name=f"Pays {code[0]}", name_en=code)
        published(partners=[InternationalPartnerFactory(country=country)])

    response = client.get("/registre/filtres/pays/", {"valeur": searched, "pays": "MB"})

    expected = codes if found is None else ["MB", *found]
    assert {each.value for each in response.context["choices"]} == set(expected)
    assert 'value="MB" checked' in text_of(response)
    nothing = text_of(client.get("/registre/filtres/pays/", {"valeur": "<b>"}))
    assert "&lt;b&gt;" in nothing


def test_the_only_value_stands_beside_the_folded_title(client):
    for _time in range(2):
        published(kind="twinning")

    page = listing(client)

    assert (panel(page, "type").only, panel(page, "theme").only) == ("jumelage", "non renseigné")
    assert not panel(page, "theme").is_open
    assert '<span class="facet__only">jumelage</span>' in text_of(client.get(REGISTRY))
    published(kind="agreement")
    assert panel(listing(client), "type").only == ""


def test_bars_are_as_long_as_the_counts(client):
    canada = CountryFactory(iso2="CA", name="Canada", name_en="Canada")
    corsica = DepartementFactory(code="2A", region=RegionFactory(code="94", name="Corse"))
    published(title="Fontaines")
    published(title="Tramways")
    published(
        [LocalAuthorityFactory(departement=corsica)],
        [InternationalPartnerFactory(country=canada)],
        title="Fontaines d’ici",
    )

    def bars(**query):
        text = text_of(client.get(REGISTRY, query))
        values = text.split('id="values-pays"')[1].split("</fieldset>")[0]
        return re.findall(r'<rect width="(\d+)%"', values)

    assert bars() == ["100", "50"]
    assert bars(q="fontaines") == ["100", "100"]
    assert bars(region="94") == ["100"]
