"""Above the partnerships that have the words: the région or the département of that name."""

import pytest
from django.urls import reverse

from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.fixture
def brittany():
    region = RegionFactory(code="53", name="Bretagne")
    departement = DepartementFactory(code="29", name="Finistère", region=region)
    return LocalAuthorityFactory(departement=departement, region=region)


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("Bretagne", 'Région\u202f: <a href="?region=53">Bretagne</a>'),
        ("bretagne", 'Région\u202f: <a href="?region=53">Bretagne</a>'),
        ("la Bretagne", 'Région\u202f: <a href="?region=53">Bretagne</a>'),
        ("région Bretagne", 'Région\u202f: <a href="?region=53">Bretagne</a>'),
        ("Brittany", 'Région\u202f: <a href="?region=53">Bretagne</a>'),
        ("29", 'Département\u202f: <a href="?departement=29">Finistère (29)</a>'),
        ("FINISTERE", 'Département\u202f: <a href="?departement=29">Finistère (29)</a>'),
    ],
)
def test_the_list_of_words_leads_to_the_place_of_that_name(client, brittany, words, link):
    published(authorities=[brittany])
    elsewhere = published(title=f"Jumelage avec la Grande-{words}")

    page = client.get(REGISTRY, {"q": words})

    assert page.context["listing"].page.rows == [elsewhere]
    assert link in page.content.decode()


def test_other_filters_stay(client, brittany):
    published(authorities=[brittany])

    page = client.get(REGISTRY, {"q": "Bretagne", "images": "non"}).content.decode()

    assert '<a href="?region=53&amp;images=non">Bretagne</a>' in page


@pytest.mark.parametrize(
    "words", ["Grande-Bretagne", "Bret", "53", "région", "département Bretagne", "de"]
)
def test_other_words_name_no_place(client, brittany, words):
    published(authorities=[brittany])

    assert client.get(REGISTRY, {"q": words}).context["listing"].named_places == []


def test_a_place_without_a_partnership_is_not_told(client, brittany):
    published()

    assert client.get(REGISTRY, {"q": "Bretagne"}).context["listing"].named_places == []


def test_a_place_of_one_name_in_two_languages_is_told_once(client):
    region = RegionFactory(code="76", name="Occitanie")
    published(authorities=[LocalAuthorityFactory(region=region)])

    page = client.get(REGISTRY, {"q": "Occitanie"})

    assert len(page.context["listing"].named_places) == 1


def test_the_name_of_a_large_place_is_no_other_word(client, brittany):
    """Its French stem would be that of Colombes, Saint-Martin or Alexandre."""
    for title in ("Jumelage de Colombes", "Jumelage de Saint-Martin", "Saint-Georges en fête"):
        published(title=title)

    for words in ("Colombie", "Martinique", "Géorgie"):
        assert client.get(REGISTRY, {"q": words}).context["listing"].page.rows == []


def test_a_country_lends_no_word_of_its_other_names(client, brittany):
    britain = CountryFactory(iso2="GB", name="Royaume-Uni", other_names="Grande-Bretagne\nUK")
    abroad = published(partners=[InternationalPartnerFactory(country=britain)])

    def rows(words):
        return client.get(REGISTRY, {"q": words}).context["listing"].page.rows

    assert rows("Bretagne") == []
    assert rows("Grande-Bretagne") == rows("grande bretagne") == rows("UK") == [abroad]
