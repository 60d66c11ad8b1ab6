"""Towns abroad by the name that they have at home, in its own writing: found wherever one searches,
by their French name.
"""

import pytest
from django.urls import reverse

from partnerships.imports.reference import places
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import InternationalPartner, Place
from partnerships.pages.components.search_box import find_partners, find_places
from tests.factories.filling import text_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import found, groups

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")
SUGGESTIONS = reverse("partnerships:search_suggestions")
# GeoNames: identifier, name, country, inhabitants, other names; then the French name of the partner
# there, if there is one.
TOWNS = [
    (524901, "Moscow", "RU", 10_000_000, ["Moskva", "Москва", "莫斯科"], "Moscou"),
    (2540689, "Oujda", "MA", 540_000, ["OUD", "وجدة"], "Oujda"),
    (2548885, "Fes", "MA", 1_190_000, ["FEZ", "Fez", "فاس"], "Fès"),
    (1816670, "Beijing", "CN", 19_000_000, ["北京", "ペキン"], "Pékin"),
    (1261481, "New Delhi", "IN", 320_000, ["दिल्ली"], "New Delhi"),
    (501175, "Rostov-na-Donu", "RU", 1_070_000, ["Ростов-на-Дону"], "Rostov-sur-le-Don"),
    (360630, "Cairo", "EG", 9_600_000, ["القاهرة"], ""),
    (611717, "Tbilisi", "GE", 1_050_000, ["თბილისი"], ""),
    (1, "Petite", "RU", 29_999, ["Малая"], ""),
]
# What is typed → the partner that it finds.
NAMED = {
    "Москва": "Moscou",
    "москва": "Moscou",
    "وجدة": "Oujda",
    "Fez": "Fès",
    "فاس": "Fès",
    "北京": "Pékin",
    "दिल्ली": "New Delhi",
    "Ростов-на-Дону": "Rostov-sur-le-Don",
}


@pytest.fixture(scope="module")
def world(shared_rows):
    keys = ("geonameid", "name", "countrycode", "population", "alternatenames")
    rows = [dict(zip(keys, row, strict=False)) for row in TOWNS]
    with pytest.MonkeyPatch.context() as patch:
        point = {"latitude": 34.0, "longitude": -5.0}
        patch.setattr(places, "read_towns", lambda: (row | point for row in rows))
        load_countries()
        load_places()
    for geonames_id, *_facts, french in TOWNS:
        if french:
            place = Place.objects.get(pk=geonames_id)
            partner = InternationalPartnerFactory(name=french, country=place.country, place=place)
            published(partners=[partner], title=f"Accord avec {french}")


@pytest.mark.parametrize("words", NAMED)
def test_partner_is_found_everywhere_and_says_by_which_name(client, world, words):
    page, registry = found(client, words), client.get(REGISTRY, {"q": words})
    offered = client.get(SUGGESTIONS, {"q": words}).json()["found"]

    assert groups(page)["partenaires"] == [NAMED[words]]
    assert page.groups[0].entries[0].detail.startswith(f"autre nom\u202f: {words}")
    rows = [row.title for row in registry.context["listing"].page.rows]
    assert rows == [f"Accord avec {NAMED[words]}"]
    assert offered[0]["label"] == NAMED[words]
    assert find_partners(words).found[0].label == NAMED[words]


@pytest.mark.parametrize(("words", "label"), [("Моск", "Moscou"), ("وجد", "Oujda")])
def test_beginning_of_a_name_is_enough_while_one_types(client, world, words, label):
    offered = client.get(SUGGESTIONS, {"q": words}).json()["found"]

    assert [each["label"] for each in offered] == [label]
    assert find_partners(words).found[0].label == label


@pytest.mark.parametrize(
    ("words", "town", "address"),
    [("القاهرة", "Cairo", "/pays/EG/"), ("თბილისი", "Tbilisi", "/pays/GE/")],
)
def test_town_without_a_partner_leads_to_its_country(client, world, words, town, address):
    page = found(client, words)

    assert groups(page) == {"villes": [f"{words} ({town})"]}
    assert page.groups[0].entries[0].address == address
    assert [each.label for each in find_places(words).found] == [town]


@pytest.mark.parametrize("words", ["莫斯科", "ペキン", "Малая", "OUD"])
def test_other_scripts_codes_and_small_towns_find_nothing(client, world, words):
    assert {"partenaires", "villes", "partenariats"}.isdisjoint(groups(found(client, words)))
    assert find_places(words).found == []
    assert list(client.get(REGISTRY, {"q": words}).context["listing"].page.rows) == []


def test_misspelt_name_is_corrected_in_its_own_writing(client, world):
    page = found(client, "Масква")

    assert (page.text, groups(page)["partenaires"]) == ("Москва", ["Moscou"])
    assert page.spellings == []


def test_names_at_home_correct_no_other_writing(client, world):
    assert found(client, "Moscoo").text == "Moscou"
    assert found(client, "Mockba").is_corrected is False


def test_names_at_home_are_shown_as_no_name_of_the_partner(client, world):
    partner = InternationalPartner.objects.get(name="Moscou")

    for address in (partner.get_absolute_url(), f"{REGISTRY}?q=Moscou"):
        assert "Москва" not in text_of(client.get(address))
