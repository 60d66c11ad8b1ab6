"""Countries by their names in other languages: found wherever one searches, by their French name,
and never before a place of France.
"""

import pytest
from django.urls import reverse

from partnerships.country_names import CountryNames, UnknownCountry
from partnerships.imports.reference.places import load_countries
from partnerships.models import Country
from partnerships.pages.components.search_box import find_partners, find_places
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import SEARCH, found, groups

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")
SUGGESTIONS = reverse("partnerships:search_suggestions")
NAMED = {
    "Marruecos": "MA",
    "Marocco": "MA",
    "marokko": "MA",
    "Марокко": "MA",
    "المغرب": "MA",
    "摩洛哥": "MA",
    "Alemanha": "DE",
    "Niemcy": "DE",
    "Tyskland": "DE",
    "ألمانيا": "DE",
    "德国": "DE",
    "ドイツ": "DE",
    "Γερμανία": "DE",
}


@pytest.fixture(scope="module")
def world(shared_rows):
    load_countries()
    brest = LocalAuthorityFactory(name="Brest", key="c29019", population=140_000)
    for iso2, name in (("MA", "Oujda"), ("DE", "Kiel")):
        partner = InternationalPartnerFactory(name=name, country=Country.objects.get(pk=iso2))
        published([brest], [partner], title=f"Accord avec {name}")


@pytest.mark.parametrize("words", NAMED)
def test_country_is_found_everywhere_and_says_by_which_name(client, world, words):
    country = Country.objects.get(pk=NAMED[words])
    page = found(client, words)
    listing = client.get(REGISTRY, {"q": words}).context["listing"]
    offered = client.get(SUGGESTIONS, {"q": words}).json()["found"]

    assert groups(page)["pays"][0] == country.name
    assert page.groups[0].entries[0].detail.startswith(f"autre nom\u202f: {words}")
    assert page.is_corrected is False
    assert [address for _place, address in listing.named_places] == [f"?pays={country.pk}"]
    assert offered[0]["label"] == country.name
    assert CountryNames().one_named(words).country == country


@pytest.mark.parametrize("find", [find_partners, find_places])
def test_boxes_of_the_form_say_which_country_it_is(world, find):
    assert "Allemagne (autre nom)" in find("Niemcy").note
    assert "Maroc (autre nom)" in find("المغرب").note


@pytest.mark.parametrize("words", ["Brest Alemanha", "Alemanha Brest", "Brest Tyskland"])
def test_name_among_other_words_is_a_filter(client, world, words):
    assert found(client, words).named_answer.label == found(client, "Brest Allemagne").summary


def test_address_names_a_country_in_any_language(client, world):
    assert client.get("/pays/alemanha/").url == "/pays/DE/"


@pytest.mark.parametrize(
    ("words", "names"), [("aleman", ["Allemagne"]), ("marrue", ["Maroc"]), ("Герм", ["Allemagne"])]
)
def test_beginning_is_enough_while_one_types(client, world, words, names):
    offered = client.get(SUGGESTIONS, {"q": words}).json()["found"]

    assert [each["label"] for each in offered] == names


@pytest.mark.parametrize("words", ["nie", "tys", "ty"])
def test_few_letters_begin_no_name_in_another_language(client, world, words):
    offered = client.get(SUGGESTIONS, {"q": words}).json()["found"]

    assert "Allemagne" not in [each["label"] for each in offered]


def test_town_of_france_of_that_name_comes_before_the_country(client, world):
    LocalAuthorityFactory(name="Niemcy", population=80)

    page = found(client, "Niemcy")
    offered = client.get(SUGGESTIONS, {"q": "Niemcy"}).json()["found"]

    assert [group.kind.value for group in page.groups][:2] == ["collectivites", "pays"]
    assert [each["label"] for each in offered] == ["Niemcy", "Allemagne"]


@pytest.mark.parametrize(
    "words", ["Indien", "Granada", "Norfolk", "Duc", "CAD", "Fas", "Balan", "Frankreich"]
)
def test_name_that_says_something_else_is_no_country(client, world, words):
    assert CountryNames().named(words) == []


@pytest.mark.parametrize(
    ("words", "code"), [("Niger", "NE"), ("Guinée", "GN"), ("Dominique", "DM"), ("Irlande", "IE")]
)
def test_french_name_stays_that_of_its_country(client, world, words, code):
    assert CountryNames().one_named(words).country.pk == code


@pytest.mark.parametrize("words", ["Congo", "Kongo"])
def test_name_of_two_countries_is_not_that_of_one(client, world, words):
    with pytest.raises(UnknownCountry):
        CountryNames().one_named(words)


def test_names_in_other_languages_correct_no_spelling(client, world):
    assert found(client, "Niemcj").is_corrected is False
    assert found(client, "Allemange").text == "Allemagne"


def test_names_in_other_languages_are_shown_as_no_name_of_the_country(client, world):
    pages = [SEARCH + "?q=Allemagne", "/pays/DE/", reverse("partnerships:country_list")]

    for address in pages:
        text = text_of(client.get(address))
        assert not [name for name in ("Niemcy", "Alemanha", "Tyskland") if name in text]


def test_whole_name_alone_finds_a_country_on_the_page(client, world):
    """« Mozambico » is Mozambique in Italian, and « Mozambic » its name in Romanian."""
    page, named = found(client, "Mozambiq"), found(client, "Mozambic")

    assert groups(page)["pays"] == groups(named)["pays"] == ["Mozambique"]
    assert named.is_corrected is False
    assert groups(found(client, "Tyskl")).get("pays", []) == []
