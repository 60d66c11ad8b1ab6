"""Search boxes: what they find, in which order, using an index of the engine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.analysis import fold, suffixes
from partnerships.models import (
    InternationalPartner,
    LocalAuthorityTerm,
    Partnership,
    PartnerTerm,
    Place,
    PlaceTerm,
)
from partnerships.pages.components.search_box import find_authorities, find_partners, find_places
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post, propose, question_of, saved, step_of, text_of
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
FILLING = 3_000
# Indexes that find a term by its beginning, as named in the plan of each engine.
INDEXES = {
    find_authorities: "partnerships_localauthorityterm_term",
    find_partners: "partnerships_partnerterm_term",
    find_places: "partnerships_placeterm_term",
}


def main_of(text):
    """The content of a page, without what every page has around it."""
    return text.partition("<main")[2].partition("</main>")[0]


def place(name, **fields):
    row = PlaceFactory(name=name, **fields)
    PlaceTerm.objects.bulk_create(PlaceTerm(place=row, term=term) for term in suffixes(name))
    return row


def labels(results):
    return [result.label for result in results.found]


@pytest.mark.parametrize(
    "words", ["saint affr", "St-Affrique", "affrique", "12400", "12208", "Ancienville", "211202086"]
)
def test_authority_is_found_by_names_codes_siren_and_postcode(words):
    LocalAuthorityFactory(
        name="Saint-Affrique",
        insee_code="12208",
        siren="211202086",
        postcodes=["12400"],
        former=[{"insee_code": "12999", "name": "Ancienville"}],
    )
    LocalAuthorityFactory(name="Lille", insee_code="59350", postcodes=["59000"])

    assert labels(find_authorities(words)) == ["Saint-Affrique"]


def test_partner_whose_pages_are_all_suspended_is_offered_without_them(client):
    """The body exists whatever is wrong with a page: else it would be declared a second time."""
    partner = InternationalPartnerFactory(name="Sefrou")
    published(partners=[partner], title="Un titre retiré")
    Partnership.objects.update(is_suspended=True)
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)

    page = client.get(step_of(dossier, "acteurs"))
    question = question_of(client, dossier, item)

    assert labels(find_partners("sefrou")) == ["Sefrou"]
    assert [each.uuid for each in question.known] == [str(partner.uuid)]
    assert "Un titre retiré" not in text_of(page)
    assert "Un titre retiré" not in text_of(client.get(partner.get_absolute_url()))


@pytest.mark.parametrize("words", ["fès", "Fes", "medina"])
def test_partner_is_found_by_its_french_and_local_names(words):
    InternationalPartnerFactory(name="Medina de Fes", name_fr="Fès")
    InternationalPartnerFactory(name="Rabat")

    assert labels(find_partners(words)) == ["Fès"]


def test_exact_name_comes_first_then_the_most_populated():
    for name, population in (("Sale", 900), ("Salem", 5_000), ("Salerno", 90_000)):
        place(name, population=population)

    assert labels(find_places("sale")) == ["Sale", "Salerno", "Salem"]


def test_french_towns_are_no_foreign_places():
    place("Lille", country=CountryFactory(iso2="FR", name="France"))

    assert labels(find_places("lille")) == []


def fill(model, name, row):
    """Insert enough terms for the engine to prefer their index."""
    model.objects.bulk_create(
        model(**{name: row}, term=f"terme {number:05}") for number in range(FILLING)
    )
    analyse(model)


def analyse(*models):
    """Let PostgreSQL know how many rows these have, as it does by itself in time."""
    for model in models if connection.vendor == "postgresql" else ():
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def plan_of(query):
    order = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(order + query)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("find", INDEXES, ids=lambda find: find.__name__)
def test_beginnings_are_found_by_an_index_and_not_by_a_scan(find):
    fill(LocalAuthorityTerm, "authority", LocalAuthorityFactory(name="Oujdaville"))
    fill(PartnerTerm, "partner", InternationalPartnerFactory(name="Oujda"))
    fill(PlaceTerm, "place", place("Oujda"))

    with CaptureQueriesContext(connection) as asked:
        found = find("oujd")
    table = INDEXES[find].removesuffix("_term")
    plans = [plan_of(query["sql"]) for query in asked if f'"{table}"' in query["sql"]]

    assert len(found.found) >= 1
    assert len(plans) == (2 if find is find_places else 3)
    for plan in plans:
        assert INDEXES[find] in plan
        assert f"SCAN {table}" not in plan
        assert f"Seq Scan on {table}" not in plan


def test_the_first_of_many_partners_are_read_in_their_order():
    country = CountryFactory()
    partners = InternationalPartner.objects.bulk_create(
        InternationalPartner(name=f"Sa{rank:05}", country=country) for rank in range(FILLING)
    )
    terms = [PartnerTerm(partner=each, term=fold(each.name)) for each in partners]
    PartnerTerm.objects.bulk_create(terms)
    analyse(InternationalPartner, PartnerTerm)

    with CaptureQueriesContext(connection) as asked:
        found = find_partners("sa")
    table = InternationalPartner._meta.db_table
    plans = [plan_of(each["sql"]) for each in asked if f'FROM "{table}"' in each["sql"]]

    assert labels(found) == [each.name for each in partners[: len(found.found)]]
    for plan in plans:
        assert f"SCAN {table}" not in plan
        assert f"Seq Scan on {table}" not in plan


def test_response_gives_the_number_of_results(client):
    client.force_login(UserFactory())
    for rank in range(2):
        LocalAuthorityFactory(name=f"Zouville {rank}")
    address = reverse("partnerships:search_box", args=["authorities"])

    assert client.get(address, {"q": "zou"}).json()["announcement"] == "2 réponses."
    assert (
        client.get(address, {"q": "z"}).json()["announcement"].startswith("Écrivez au moins deux")
    )
    assert (
        client.get(address, {"q": "xyz"}).json()["announcement"].startswith("Aucune collectivité")
    )


def test_authority_chosen_in_the_box_is_the_one_offered(client):
    wanted, _other = LocalAuthorityFactory(name="Saint-Denis"), LocalAuthorityFactory(name="Lille")
    query = {"q": "Saint-Denis", "authority": wanted.key}

    client.force_login(UserFactory())
    asked = text_of(client.get(reverse("partnerships:membership_request"), query))
    client.force_login(reviewer())
    entered = text_of(client.get(reverse("partnerships:dossier_create"), query))

    for page in (asked, entered):
        assert f'value="{wanted.key}"' in page
        assert main_of(page).count('type="radio"') == 1


@pytest.mark.parametrize("key", ["", "nulle-part", "\x00", "x" * 3000])
def test_invalid_authority_offers_nothing(client, key):
    client.force_login(UserFactory())

    page = client.get(reverse("partnerships:membership_request"), {"authority": key})

    assert page.status_code == 200
    assert 'type="radio"' not in main_of(text_of(page))


def test_proposed_partner_gets_a_place_without_a_script(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    figuig = place("Figuig")
    post(client, dossier, "acteurs", "propose:partners", **{"q.partners": "Commune de Figuig"})
    uuid = saved(dossier)["partners"][-1]

    found = client.post(
        step_of(dossier, "acteurs"),
        {"do": f"search:partners:{uuid}", f"q.{uuid}": "figui"},
        follow=True,
    )
    pressed_enter = post(client, dossier, "acteurs", "default", **{f"q.{uuid}": "figui"})
    post(client, dossier, "acteurs", f"place:partners:{uuid}:{figuig.pk}")
    placed = saved(dossier)
    page = text_of(client.get(step_of(dossier, "acteurs")))
    post(client, dossier, "acteurs", f"place:partners:{uuid}:")

    assert f"place:partners:{uuid}:{figuig.pk}" in text_of(found)
    assert f"chercher={uuid}" in pressed_enter.url
    item = f"partners.{uuid}.proposed"
    assert placed[f"{item}_name"] == "Commune de Figuig"
    assert (placed[f"{item}_place"], placed[f"{item}_country"]) == (str(figuig.pk), "MA")
    assert "Lieu : Figuig, Maroc" in page
    assert saved(dossier)[f"{item}_place"] == ""


@pytest.mark.parametrize("value", ["x", "1\x00", "999999999999", "-1"])
def test_invalid_place_changes_nothing(client, value):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    post(client, dossier, "acteurs", "propose:partners", **{"q.partners": "Figuig"})
    before = saved(dossier)
    uuid = before["partners"][-1]

    post(client, dossier, "acteurs", f"place:partners:{uuid}:{value}")
    post(client, dossier, "acteurs", f"place:partners:nulle-part:{value}")

    assert saved(dossier) == before


@pytest.mark.parametrize("words", ["Saint-Afrique", "affrique"])
def test_reviewer_chooses_an_authority_whose_name_is_only_near(client, words):
    authority = LocalAuthorityFactory(name="Saint-Affrique")
    client.force_login(reviewer())

    page = text_of(client.get(reverse("partnerships:dossier_create"), {"q": words}))
    whole = text_of(client.get(reverse("partnerships:dossier_create"), {"q": "St Affrique"}))

    assert f'value="{authority.key}"' in page
    assert f'value="{authority.key}" checked' not in page
    assert f'value="{authority.key}" checked' in whole


def test_two_letters_find_the_largest_towns_by_their_index():
    """Whatever the number of partners whose names begin so."""
    country = CountryFactory(iso2="SN", name="Sénégal")
    towns = [
        Place(geonames_id=n, name=f"Sa{n}", country=country, latitude=0, longitude=0, population=n)
        for n in range(1, FILLING + 1)
    ]
    Place.objects.bulk_create(towns)
    partners = InternationalPartner.objects.bulk_create(
        InternationalPartner(name=f"Sa{n}", sort_key=f"sa{n}", country=country, place_id=n)
        for n in range(1, FILLING + 1)
    )
    PartnerTerm.objects.bulk_create(
        PartnerTerm(partner=each, term=each.name.lower()) for each in partners
    )
    InternationalPartnerFactory(name="Sans ville", country=country)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    with CaptureQueriesContext(connection) as asked:
        found = find_partners("sa").found
    [query] = [
        each["sql"]
        for each in asked
        if "partnerterm" in each["sql"] and 'place_id" IS NOT NULL' in each["sql"]
    ]

    assert found[0].label == f"Sa{FILLING}"
    if connection.vendor == "postgresql":
        assert "place_by_population" in plan_of(query)
        assert "Seq Scan" not in plan_of(query)


def test_partners_without_a_town_follow_the_others():
    country = CountryFactory(iso2="SN", name="Sénégal")
    InternationalPartnerFactory(name="Sahel", country=country)
    InternationalPartnerFactory(name="Saly", country=country, place=place("Saly", population=1))
    InternationalPartnerFactory(name="Sa", country=country)

    assert [each.label for each in find_partners("sa").found] == ["Sa", "Saly", "Sahel"]
