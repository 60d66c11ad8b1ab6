"""What comes first among answers that are as sure: what the registry knows, what pages show."""

import pytest
from django.urls import reverse

from partnerships.models import LocalAuthority
from partnerships.pages.spreadsheets.authority_finder import AuthorityFinder
from partnerships.pages.spreadsheets.questions import Answers
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import SEARCH, found, groups, town

pytestmark = pytest.mark.django_db


def offered(client, words):
    answer = client.get(reverse("partnerships:search_suggestions"), {"q": words}).json()
    return [(each["label"], each["value"]) for each in answer["found"]]


def test_partner_comes_before_a_commune_of_its_name_without_partnership(client, registry):
    commune = LocalAuthorityFactory(name="Florence", population=70)

    assert next(iter(groups(found(client, "florence")))) == "partenaires"
    published([commune])
    assert next(iter(groups(found(client, "florence")))) == "collectivites"


def test_initials_stay_before_partnerships_that_have_the_letters(client, registry):
    LocalAuthorityFactory(name="Métropole Orientale Lilloise", kind="metropole", insee_code="")
    published([LocalAuthorityFactory(name="Molène")], title="Jumelage Molène")

    assert next(iter(groups(found(client, "MOL")))) == "collectivites"
    assert offered(client, "MOL")[0][0] == "Métropole Orientale Lilloise"


def test_town_without_a_partner_is_offered_after_a_partner(client, registry):
    """The partnerships of its country are not its own."""
    town("Colonia", registry.partners["Londres"].country, population=900_000)
    for number in range(3):
        registry.add("c44109", "Londres", f"Encore {number}")

    assert [label for label, _address in offered(client, "Colonia")] == ["Cologne", "Colonia"]


def test_whole_name_is_offered_before_a_name_that_ends_so(client, registry):
    LocalAuthorityFactory(name="Zyon", population=500_000)
    published([LocalAuthorityFactory(name="Sainte-Foy-lès-Zyon")])

    assert [label for label, _address in offered(client, "zyon")] == ["Zyon", "Sainte-Foy-lès-Zyon"]


@pytest.mark.parametrize(("typed", "meant"), [("Florense", "Florence"), ("Munnich", "Munich")])
def test_correction_is_a_name_that_pages_show(client, registry, typed, meant):
    """Other names of a larger town are as close."""
    place = town("Autre", CountryFactory(iso2="DE"), ["Munnick", "Florenze"], population=9_000_000)
    InternationalPartnerFactory(name="Autre", country=place.country, place=place)

    assert found(client, typed).text == meant


def test_other_name_of_a_country_is_known_to_spelling(client, registry):
    country = registry.partners["La Haye"].country
    country.other_names = "Hollande"
    country.save()
    LocalAuthorityFactory(name="Beaune-la-Rolande")

    page = found(client, "Holande")

    assert (page.text, page.groups[0].entries[0].name) == ("Hollande", "Pays-Bas")


def test_other_close_names_are_offered_beside_the_one_of_the_same_stem(client, registry):
    LocalAuthorityFactory(name="Colons")
    published([LocalAuthorityFactory(name="Colonelle")], title="Jumelage Colonelle")

    page = found(client, "Colone")

    assert page.text == "Colons"
    assert "Cologne" in [link.label for link in page.spellings]


def test_postcode_comes_before_an_insee_code_of_the_past(client, registry):
    former = [{"insee_code": "75001", "name": "Ancienne"}]
    LocalAuthorityFactory(name="Alfort", former=former, population=46_000)
    LocalAuthorityFactory(name="Paris", postcodes=["75001"], population=40_000)

    page = found(client, "75001")

    assert groups(page)["collectivites"] == ["Paris", "Alfort"]
    match = AuthorityFinder(["75001"], Answers({})).find("75001")
    assert match.authority == LocalAuthority.objects.get(name="Alfort")


@pytest.mark.parametrize("reference", ["CD-2026-2", "cd 2026 2", "CD-2026-000002"])
def test_reference_needs_no_zeros(client, registry, reference):
    page = registry.partnerships["Accord-cadre"]

    assert client.get(SEARCH, {"q": reference})["Location"] == f"/registre/{page.public_id}/"


def test_continent_leads_to_its_partnerships(client, registry):
    [entry] = found(client, "Afrique").groups[0].entries

    assert (entry.address, entry.known) == ("/registre/?continent=AF", "1 partenariat")
    assert client.get(entry.address).context["listing"].count == 1
    assert "continents" not in groups(found(client, "nord"))
