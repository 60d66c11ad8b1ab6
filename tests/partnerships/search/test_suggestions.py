"""What the box offers while one types."""

import pytest
from django.urls import reverse

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
ADDRESS = reverse("partnerships:search_suggestions")


def offered(client, words):
    return client.get(ADDRESS, {"q": words}).json()


FIRST = {
    "lil": "Lille",
    "strasb": "Strasbourg",
    "rijs": "Lille",
    "estrasb": "Strasbourg",
    "portus n": "Nantes",
    "köl": "Cologne",
    "warsz": "Varsovie",
    "den haa": "La Haye",
    "mar": "Maroc",
    "loire": "Loire-Atlantique (44)",
    "ile de": "Île-de-France",
    "eau": "Eau",
    "partenariats avec le mar": "Maroc",
    "contac": "Contact",
    "statist": "Chiffres du registre",
    "59000": "Lille",
    "strasboug": "Strasbourg",
}


@pytest.mark.parametrize("words", FIRST)
def test_box_offers_what_the_text_begins(client, registry, words):
    assert offered(client, words)["found"][0]["label"] == FIRST[words]


def test_answer_leads_to_its_page_and_says_which_one(client, registry):
    found = offered(client, "le pont de beau")["found"]

    assert [(each["label"], each["value"], each["detail"].split(" · ")[1]) for each in found] == [
        ("Le Pont-de-Beauvoisin", "/collectivites/c38315/", "Isère (38)"),
        ("Le Pont-de-Beauvoisin", "/collectivites/c73204/", "Savoie (73)"),
    ]


def test_answer_says_how_many_partnerships_are_known(client, registry):
    details = {each["label"]: each["detail"] for each in offered(client, "lill")["found"]}

    assert "2 partenariats" in details["Lille"]
    assert "aucun partenariat connu" in details["Lillers"]


def test_known_name_goes_before_a_whole_one_without_partnership(client, registry):
    nant, nantes = LocalAuthorityFactory(name="Zant"), LocalAuthorityFactory(name="Zantes")
    LocalAuthorityFactory(name="Zantillé", population=900_000)
    published([nantes])

    def labels(words):
        return [each["label"] for each in offered(client, words)["found"]]

    assert labels("zant") == ["Zantes", "Zant", "Zantillé"]
    assert labels("zantes")[0] == "Zantes"
    published([nant])
    assert labels("zant")[0] == "Zant"


def test_code_goes_before_a_known_name_that_begins_so(client, registry):
    LocalAuthorityFactory(name="Douze", insee_code="12208")
    published([LocalAuthorityFactory(name="12208 bis")])

    assert offered(client, "12208")["found"][0]["label"] == "Douze"


def test_little_text_offers_nothing_and_says_so(client, registry):
    for words in ("", " ", "l", "!?"):
        answer = client.get(ADDRESS, {"q": words}, follow=True).json()
        assert (answer["found"], "deux lettres" in answer["announcement"]) == ([], True)


def test_nothing_found_says_what_enter_does(client, registry):
    answer = offered(client, "xyzzyq")

    assert answer["found"] == []
    assert "Entrée" in answer["announcement"]


def test_close_spelling_is_announced(client, registry):
    assert "Orthographe proche." in offered(client, "strasboug")["announcement"]


def test_box_offers_a_few_answers_whatever_there_is(client, registry):
    for number in range(12):
        LocalAuthorityFactory(name=f"Zeta {number}")

    assert len(offered(client, "zeta")["found"]) == 8


@pytest.mark.parametrize(("words", "count"), [("zeta", 12), ("l", 0), ("strasboug", 31)])
def test_box_makes_as_many_queries_whatever_it_finds(
    client, registry, words, count, django_assert_num_queries
):
    for number in range(3):
        LocalAuthorityFactory(name=f"Zeta {number}")
        offered(client, words)  # names are read again where one was added
        with django_assert_num_queries(count):
            offered(client, words)


@pytest.mark.parametrize("name", ["partnerships:registry", "portal:help", "partnerships:search"])
def test_header_has_the_box_of_the_whole_portal(client, registry, name):
    text = text_of(client.get(reverse(name)))
    header = text[text.index("<header") : text.index("</header>")]

    assert f'action="{reverse("partnerships:search")}"' in header
    assert f'data-search-box="{ADDRESS}"' in header


def test_home_has_one_box_and_its_header_none(client, registry):
    text = text_of(client.get(reverse("portal:home")))

    assert text.count('role="search"') == 1
    assert f'data-search-box="{ADDRESS}"' in text
    assert "header-search" not in text


def test_page_not_found_offers_the_search_of_its_words(client, registry):
    text = text_of(client.get("/collectivites/pont-de-beauvoisin/xx/"))

    assert 'value="pont de beauvoisin xx"' in text
    assert f'action="{reverse("partnerships:search")}"' in text
