"""How the values of a filter are shown: searched, alone beside a folded title, with their bars."""

import re

import pytest
from django.urls import reverse

from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory, GoalFactory, ThemeFactory
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


def test_labels_are_shown_as_they_are_written(client):
    name = 'Pays <b>{name}</b> & "autre"'
    country = CountryFactory(iso2="CA", name=name, name_en="Canada")
    published(partners=[InternationalPartnerFactory(country=country)])

    page = client.get(REGISTRY).content.decode()

    shown = "Pays &lt;b&gt;{name}&lt;/b&gt; &amp; &quot;autre&quot;"
    assert f'for="pays-CA">{shown} <span class="facet__count">1</span>' in page
    assert "<b>{name}" not in page


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("pays=MM", "Aucun partenariat connu avec le Myanmar"),
        ("theme=ports", "Aucun partenariat connu (Ports)"),
        ("odd=14", "Aucun partenariat connu (14. Vie aquatique)"),
        ("publication=1999", "Aucun partenariat connu avec ces filtres"),
    ],
)
def test_known_value_that_no_partnership_has_finds_nothing(client, query, answer):
    CountryFactory(iso2="MM", name="Myanmar", name_en="Myanmar")
    ThemeFactory(slug="ports", name="Ports")
    GoalFactory(number=14, title="Vie aquatique")
    published()

    page = client.get(f"{REGISTRY}?{query}")

    assert page.context["listing"].count == 0
    assert page.context["listing"].notes == []
    assert answer in text_of(page)
    assert f'value="{query.partition("=")[2]}" checked' in text_of(page)


@pytest.mark.parametrize("query", ["pays=XX", "theme=non-renseigne", "odd=99", "publication=an"])
def test_unknown_value_is_said_and_ignored(client, query):
    published(themes=[ThemeFactory(slug="ports").slug])

    listing = client.get(f"{REGISTRY}?{query}").context["listing"]

    assert (listing.count, len(listing.notes)) == (1, 1)
