"""Which country a text names, and what the pages of anyone say of countries and territories."""

import pytest
from django.urls import reverse

from partnerships.country_names import CountryNames, UnknownCountry
from partnerships.imports.reference.places import load_countries
from partnerships.models import FRENCH, Country
from partnerships.pages.components.search_box import find_partners, find_places
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.fixture(scope="module")
def names(shared_rows):
    load_countries()
    return CountryNames()


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("Angleterre", "GB"),
        ("ÉCOSSE", "GB"),
        ("pays de galles", "GB"),
        ("U.S.A.", "US"),
        ("usa", "US"),
        ("les États-Unis d'Amérique", "US"),
        ("Vietnam", "VN"),
        ("viet-nam", "VN"),
        ("Hollande", "NL"),
        ("les Pays Bas", "NL"),
        ("la Côte d'Ivoire", "CI"),
        ("cote divoire", "CI"),
        ("Birmanie", "MM"),
        ("Zaïre", "CD"),
        ("RDC", "CD"),
        ("République tchèque", "CZ"),
        ("Guinée", "GN"),
        ("Germany", "DE"),
        ("ml", "ML"),
        ("SEN", "SN"),
    ],
)
def test_a_country_answers_to_its_usual_names(names, text, iso2):
    assert names.one_named(text).country.pk == iso2


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Corée", "Corée du Nord ou Corée du Sud"),
        ("la Corée", "Corée du Nord ou Corée du Sud"),
        ("Congo", "Congo-Brazzaville ou République démocratique du Congo"),
        ("Îles Vierges", "Îles Vierges britanniques ou Îles Vierges des États-Unis"),
    ],
)
def test_several_countries_are_offered_and_none_is_guessed(names, text, offered):
    with pytest.raises(UnknownCountry) as refusal:
        names.one_named(text)

    assert str(refusal.value) == (
        f"«\u202f{text}\u202f» peut être {offered}\u202f: écrivez lequel."
    )


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Allemange", "Allemagne"),
        ("Marroc", "Maroc"),
        ("Royaume du Maroc", "Maroc"),
        ("République du Sénégal", "Sénégal"),
    ],
)
def test_a_misspelt_name_is_asked_about(names, text, offered):
    with pytest.raises(UnknownCountry, match=f"vouliez-vous dire «\u202f{offered}\u202f»"):
        names.one_named(text)


@pytest.mark.parametrize("text", ["Coré", "Wakanda", "Norvégland", "xx", "du", "?!", ""])
def test_no_country_is_offered_for_letters_in_common(names, text):
    with pytest.raises(UnknownCountry, match="aucun pays connu"):
        names.one_named(text)


@pytest.mark.parametrize("text", ["France", "Guadeloupe", "La Réunion", "Tahiti", "guyane", "FRA"])
def test_france_and_its_overseas_parts_are_no_foreign_country(names, text):
    with pytest.raises(UnknownCountry, match="est en France"):
        names.one_named(text)


def test_the_name_of_every_foreign_country_names_it_alone(names):
    wrong = [
        country.name
        for country in Country.objects.foreign()
        if names.one_named(country.name).country != country
    ]

    assert wrong == []


@pytest.mark.parametrize("find", [find_partners, find_places])
def test_search_boxes_say_which_country_the_words_name(names, find):
    assert "Royaume-Uni (partie de ce pays)" in find("Angleterre").note
    assert "Pays-Bas (autre nom)" in find("Hollande").note
    assert "Corée du Nord ou Corée du Sud" in find("Corée").note
    assert "«\u202fGuadeloupe\u202f» est en France" in find("Guadeloupe").note
    assert "pays" not in find("Oujdavia").note.replace("le pays suffit", "")


@pytest.mark.parametrize("iso2", FRENCH)
def test_towns_of_france_are_not_offered(names, iso2):
    town = PlaceFactory(name="Lunaville", country=Country.objects.get(pk=iso2))
    town.terms.create(term="lunaville")

    assert find_places("lunaville").found == find_partners("lunaville").found == []


@pytest.mark.parametrize("words", ["Angleterre", "Royaume-Uni", "uk"])
def test_registry_finds_partnerships_by_any_name_of_their_country(client, names, words):
    england = Country.objects.get(pk="GB")
    found = published(partners=[InternationalPartnerFactory(country=england)])
    published(title="Ailleurs", partners=[InternationalPartnerFactory(country=CountryFactory())])

    listing = client.get(REGISTRY, {"q": words}).context["listing"]

    assert listing.page.rows == [found]
    assert [address for _place, address in listing.named_places] == ["?pays=GB"]


def test_registry_says_why_it_names_a_country(client, names):
    wales = Country.objects.get(pk="GB")
    published(partners=[InternationalPartnerFactory(country=wales)])

    text = client.get(REGISTRY, {"q": "pays de galles"}).content.decode()

    assert '<a href="?pays=GB">Royaume-Uni</a>' in text
    assert "partie de ce pays" in text


def test_registry_says_which_country_is_meant_though_it_has_no_partnership(client, names):
    links = {"Hollande": ["/pays/NL/"], "Corée": ["/pays/KP/", "/pays/KR/"], "nl": [], "France": []}

    for words, expected in links.items():
        listing = client.get(REGISTRY, {"q": words}).context["listing"]
        assert [address for _place, address in listing.named_places] == expected


def test_a_word_of_a_part_does_not_bring_the_whole_country(client, names):
    published(partners=[InternationalPartnerFactory(country=Country.objects.get(pk="GB"))])

    assert client.get(REGISTRY, {"q": "nord"}).context["listing"].page.rows == []


def test_france_is_neither_a_filter_nor_in_the_list_of_countries(client, names):
    here = Country.objects.get(pk="RE")
    partnership = published(partners=[InternationalPartnerFactory(name="Ici", country=here)])

    registry = client.get(REGISTRY)
    countries = client.get(reverse("partnerships:country_list")).content.decode()

    assert "pays-RE" not in registry.content.decode()
    assert "La Réunion" not in countries
    assert partnership.get_absolute_url() in client.get(here.get_absolute_url()).content.decode()
    assert "La Réunion" in client.get(partnership.get_absolute_url()).content.decode()


def test_territories_are_called_so_with_their_note(client, names):
    jersey = Country.objects.get(pk="JE")
    partner = InternationalPartnerFactory(country=jersey)
    published(partners=[partner])

    countries = client.get(reverse("partnerships:country_list")).content.decode()
    country = client.get(jersey.get_absolute_url()).content.decode()
    shown = client.get(partner.get_absolute_url()).content.decode()

    assert "<h1>Pays et territoires</h1>" in countries
    assert "Territoire · Europe" in country
    assert "Dépendance de la Couronne britannique, hors du Royaume-Uni." in country
    assert "<dt>Pays</dt>" not in shown
