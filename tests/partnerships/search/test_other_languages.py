"""Names of French towns in other languages: they find the town wherever it is searched, and are not
its name.
"""

import pytest
from django.urls import reverse

from partnerships.pages.spreadsheets.authority_finder import AuthorityFinder
from partnerships.pages.spreadsheets.questions import Answers
from partnerships.publication.resembling_authorities import resembling_authorities
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import SEARCH, found, groups, town

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def titles(client, words):
    return {row.title for row in client.get(REGISTRY, {"q": words}).context["listing"].page.rows}


def test_reason_says_by_which_name_a_town_is_found(client, registry):
    text = text_of(client.get(SEARCH, {"q": "RIJSEL"}))

    entry = text.split('href="/collectivites/c59350/"')[1].split("</li>")[0]
    assert "Autre nom : Rijsel" in entry
    assert "Autre nom" not in text_of(client.get(SEARCH, {"q": "lille"}))


def test_town_is_listed_and_chosen_by_its_other_names(client, registry):
    client.force_login(UserFactory())
    box = reverse("partnerships:search_box", args=["authorities"])

    listed = client.get(reverse("partnerships:authority_list"), {"q": "Estrasburgo"})
    chosen = client.get(box, {"q": "Straßburg"}).json()["found"]

    [entry] = listed.context["listing"].entries
    assert (str(entry.authority), entry.reason) == ("Strasbourg", "autre nom\u202f: Estrasburgo")
    assert [(each["value"], each["label"]) for each in chosen] == [("c67482", "Strasbourg")]


@pytest.mark.parametrize(
    ("words", "count"),
    [("Rijsel", 2), ("rijsel eau", 1), ("Portus Namnetus", 5), ("Rijse", 0), ("Portus", 0)],
)
def test_registry_finds_the_partnerships_of_a_town_by_a_whole_name(client, registry, words, count):
    assert len(titles(client, words)) == count


def test_name_that_only_sounds_french_finds_no_other_town(client, registry):
    """« Lila » is Lille in Spanish: its French stem is that of « Lilas »."""
    published([LocalAuthorityFactory(name="Les Lilas")], title="Jumelage des Lilas")

    assert titles(client, "Lilas") == {"Jumelage des Lilas"}
    assert groups(found(client, "Lilas"))["collectivites"] == ["Les Lilas"]


def test_owner_of_a_name_comes_before_the_town_that_others_call_so(client, registry):
    LocalAuthorityFactory(name="Rijsel", population=90)
    LocalAuthorityFactory(name="Rijselande", population=80)

    assert groups(found(client, "Rijsel"))["collectivites"] == ["Rijsel", "Lille", "Rijselande"]
    assert groups(found(client, "Rijse"))["collectivites"] == ["Rijsel", "Rijselande", "Lille"]


def test_short_name_is_not_surer_than_what_begins_so(client, registry):
    place = town("Lilafontaine", CountryFactory(iso2="MA"), population=200_000)
    InternationalPartnerFactory(name="Lila", country_id="MA", place=place)

    page = found(client, "lila")

    assert page.groups[0].kind.value == "partenaires"
    assert groups(page)["collectivites"] == ["Lille"]


def test_other_names_correct_no_spelling(client, registry):
    page = found(client, "Strasbog")

    assert (page.text, page.groups[0].entries[0].name) == ("Strasbourg", "Strasbourg")
    assert page.spellings == []
    assert found(client, "Rijsl").is_corrected is False


def test_other_names_are_shown_as_no_name_of_the_town(client, registry):
    pages = ["/collectivites/c67482/", "/collectivites/", "/registre/?q=Strasbourg"]

    for address in pages:
        assert "Estrasburgo" not in text_of(client.get(address))


def test_cell_of_a_spreadsheet_names_a_town_in_another_language(registry):
    finder = AuthorityFinder(["Rijsel", "Lila"], Answers())

    match = finder.find("Rijsel")

    assert (match.authority.key, match.reason) == ("c59350", "autre nom\u202f: Rijsel")
    assert finder.is_certain("Lila") is False


def test_town_does_not_resemble_who_has_its_name_in_another_language(registry):
    assert resembling_authorities("Rijsel") == []
    assert [str(row) for row in resembling_authorities("Strasbourg")] == ["Strasbourg"]
