"""Loading the countries: other names, words and notes, and what curators changed stays."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from partnerships.country_names import CountryNameKind, CountryNames
from partnerships.imports.reference.places import load_countries
from partnerships.models import Country
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
FIELDS = ("name", "name_en", "kind", "note", "other_names", "former_names", "parts")


@pytest.fixture
def curate(client):
    """Changes fields of a country in the administration, as a curator does."""
    load_countries()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    def change(iso2, **fields):
        country = Country.objects.get(pk=iso2)
        data = {name: getattr(country, name) for name in FIELDS}
        data |= {"continent": country.continent, "latitude": "", "longitude": "", **fields}
        answer = client.post(reverse("admin:partnerships_country_change", args=[iso2]), data)
        assert answer.status_code == 302, answer.context["adminform"].errors
        return Country.objects.get(pk=iso2)

    return change


def test_load_gives_each_country_its_names_its_word_and_its_note():
    load_countries()

    britain, sahara = Country.objects.get(pk="GB"), Country.objects.get(pk="EH")
    assert "Écosse" in britain.parts.splitlines()
    assert (britain.kind, sahara.kind) == ("country", "territory")
    assert sahara.note
    assert Country.objects.filter(kind="territory").count() == 52
    assert Country.objects.filter(sort_key="").count() == 0


def test_a_later_load_leaves_what_curators_changed(curate):
    curate("TW", kind="country", note="Nommé ainsi par la commission.")
    curate("NL", other_names="Hollande\n\n Batavie \nHollande")
    Country.objects.filter(pk="TW").update(name="Ancienne graphie", sort_key="")

    load_countries()

    taiwan, netherlands = Country.objects.get(pk="TW"), Country.objects.get(pk="NL")
    assert (taiwan.kind, taiwan.note) == ("country", "Nommé ainsi par la commission.")
    assert (taiwan.name, taiwan.sort_key != "") == ("Taïwan", True)
    assert netherlands.other_names == "Hollande\nBatavie"


def test_a_change_and_what_was_before_are_in_the_history(client, curate):
    curate("PS", name="État de Palestine")

    page = client.get(reverse("admin:partnerships_country_history", args=["PS"]))

    history = list(Country.history.filter(iso2="PS").order_by("history_id"))
    assert [each.name for each in history] == ["Palestine", "État de Palestine"]
    assert history[1].history_user is not None
    assert page.status_code == 200
    assert "État de Palestine" in page.content.decode()
    assert LogEntry.objects.filter(object_id="PS").exists()


def test_a_name_that_a_curator_adds_finds_the_country_at_once(client, curate):
    curate("NL", other_names="Batavie")
    found = published(partners=[InternationalPartnerFactory(country=Country.objects.get(pk="NL"))])

    listing = client.get(reverse("partnerships:registry"), {"q": "batavie"}).context["listing"]

    assert listing.page.rows == [found]


@pytest.mark.parametrize(("words", "iso2"), [("ecosse", "GB"), ("Zaire", "CD"), ("nld", "NL")])
def test_the_administration_finds_a_country_by_any_name(client, curate, words, iso2):
    page = client.get(reverse("admin:partnerships_country_changelist"), {"q": words})

    assert [each.pk for each in page.context["cl"].result_list] == [iso2]


def test_a_partner_is_offered_no_french_country(client, curate):
    def offered(term):
        query = {
            "app_label": "partnerships",
            "model_name": "internationalpartner",
            "field_name": "country",
            "term": term,
        }
        return [
            each["text"]
            for each in client.get(reverse("admin:autocomplete"), query).json()["results"]
        ]

    assert offered("martinique") == []
    assert offered("hollande") == ["Pays-Bas"]


def test_countries_are_loaded_with_their_continent():
    assert load_countries() == 250

    assert Country.objects.get(pk="MA").continent == "AF"


@pytest.mark.parametrize(
    ("iso2", "field", "name"),
    [("TW", "name", "la France"), ("TW", "name_en", "China"), ("CG", "name", "Corée du sud")],
)
def test_a_country_takes_no_name_of_another(client, curate, iso2, field, name):
    address = reverse("admin:partnerships_country_change", args=[iso2])
    before = Country.objects.get(pk=iso2)
    data = {each: getattr(before, each) for each in FIELDS} | {field: name}

    answer = client.post(address, data | {"continent": before.continent})

    assert "C’est le nom d’un autre" in answer.content.decode()
    assert getattr(Country.objects.get(pk=iso2), field) == getattr(before, field)


def test_every_country_of_the_list_has_names_of_its_own(curate):
    names = CountryNames()
    for country in Country.objects.all():
        for name in (country.name, country.name_en):
            own = {
                each.country.pk for each in names.named(name) if each.kind == CountryNameKind.OWN
            }
            assert own == {country.pk}, name
