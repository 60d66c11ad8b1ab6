"""Places and a theme that several words name lead to the registry of all of them."""

import pytest
from django.urls import reverse

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["search", "registry"])
@pytest.mark.parametrize(
    "words", ["Maroc Nord", "nord maroc", "qui travaille avec le Maroc dans le Nord ?", "maroc 59"]
)
def test_country_and_place_of_france_lead_to_the_registry_of_both(client, registry, name, words):
    page = text_of(client.get(reverse(f"partnerships:{name}"), {"q": words}))

    assert (
        '<a href="/registre/?departement=59&amp;pays=MA">'
        "1 partenariat entre une collectivité du Nord et le Maroc</a>"
    ) in page


@pytest.mark.parametrize("words", ["xyzzyq Maroc", "xyzzyq Nord", "MA Nord", "France Nord", "Nord"])
def test_nothing_is_offered_without_a_foreign_country_and_a_place_of_france(
    client, registry, words
):
    assert found(client, words).named_answer is None


@pytest.mark.parametrize("name", ["search", "registry"])
@pytest.mark.parametrize(
    ("words", "query", "answer"),
    [
        ("lyon maroc", "collectivite=c69123&amp;pays=MA", "entre Lyon et le Maroc"),
        ("Lyon et le Maroc ?", "collectivite=c69123&amp;pays=MA", "entre Lyon et le Maroc"),
        ("propreté maroc", "pays=MA&amp;theme=proprete", "avec le Maroc (Propreté)"),
    ],
)
def test_town_or_theme_and_country_have_an_answer(client, registry, name, words, query, answer):
    LocalAuthorityFactory(name="Lyon", key="c69123")
    mali = InternationalPartnerFactory(country=CountryFactory(iso2="ML", name="Mali"))
    ThemeFactory(slug="proprete", name="Propreté")
    published(partners=[mali], themes=["proprete"])

    page = text_of(client.get(reverse(f"partnerships:{name}"), {"q": words}))

    assert f'<a href="/registre/?{query}">Aucun partenariat connu {answer}</a>' in page


def test_name_of_several_towns_is_not_chosen_for_the_reader(client, registry):
    for key in ("c93066", "c97411"):
        LocalAuthorityFactory(name="Saint-Denis", key=key)

    assert found(client, "Saint-Denis Maroc").named_answer is None


def test_place_without_a_partnership_is_not_offered(client, registry):
    """The registry has no such value of its filter, and would show every partnership."""
    assert found(client, "Île-de-France Maroc").named_answer is None
