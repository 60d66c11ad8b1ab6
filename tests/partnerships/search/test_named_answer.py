"""Names that several words are: their answer is the title of a search, and is offered by an empty
registry.
"""

import re

import pytest
from django.urls import reverse

from partnerships.models import InternationalPartner, PartnershipKind
from partnerships.publication.public_version import public_version
from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import SEARCH, found

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def title(client, words):
    return re.search("<h1[^>]*>(.*?)</h1>", text_of(client.get(SEARCH, {"q": words})))[1]


def sections(client, words):
    return [(group.title, group.counted) for group in found(client, words).sections]


@pytest.mark.parametrize(
    "words", ["Maroc Nord", "nord maroc", "qui travaille avec le Maroc dans le Nord ?", "maroc 59"]
)
def test_country_and_place_of_france_are_answered_together(client, registry, words):
    answer = "1 partenariat entre une collectivité du Nord et le Maroc"

    assert title(client, words) == answer
    assert f'<a href="/registre/?departement=59&amp;pays=MA">{answer}</a>' in text_of(
        client.get(REGISTRY, {"q": words})
    )
    assert [entry.name for entry in found(client, words).sections[0].entries] == ["Accord-cadre"]


@pytest.mark.parametrize("words", ["xyzzyq Maroc", "xyzzyq Nord", "MA Nord", "France Nord", "Nord"])
def test_nothing_is_answered_without_a_foreign_country_and_a_place_of_france(
    client, registry, words
):
    assert found(client, words).named_answer is None


@pytest.mark.parametrize(
    ("words", "query", "answer"),
    [
        ("lyon maroc", "collectivite=c69123&amp;pays=MA", "entre Lyon et le Maroc"),
        ("Lyon et le Maroc ?", "collectivite=c69123&amp;pays=MA", "entre Lyon et le Maroc"),
        ("propreté maroc", "pays=MA&amp;theme=proprete", "avec le Maroc (Propreté)"),
        ("que fait Lyon pour l’eau ?", "collectivite=c69123&amp;theme=eau", "pour Lyon (Eau)"),
    ],
)
def test_town_or_theme_and_country_have_an_answer(client, registry, words, query, answer):
    LocalAuthorityFactory(name="Lyon", key="c69123")
    mali = InternationalPartnerFactory(country=CountryFactory(iso2="ML", name="Mali"))
    ThemeFactory(slug="proprete", name="Propreté")
    published(partners=[mali], themes=["proprete"])

    assert title(client, words) == f"Aucun partenariat connu {answer}"
    assert f'<a href="/registre/?{query}">Aucun partenariat connu {answer}</a>' in text_of(
        client.get(REGISTRY, {"q": words})
    )


def test_partnerships_of_each_name_follow_where_they_have_none_together(client, registry):
    assert sections(client, "Maroc Nantes") == [
        ("Nantes (44)", "5 partenariats"),
        ("Maroc", "1 partenariat"),
    ]
    text = text_of(client.get(SEARCH, {"q": "Nantes Maroc"}))
    assert "Tout sur le Maroc" in text
    assert "Tout sur Nantes" in text
    assert "un partenariat qui n’y est pas peut très bien exister" in text
    assert text.index('href="/collectivites/c44109/"') < text.index('href="/pays/MA/"')
    assert "Un seul mot" not in text


@pytest.mark.parametrize("words", ["Lille Cologne", "Cologne Lille", "jumelage de Lille avec Köln"])
def test_town_of_france_and_a_partner_are_answered_together(client, registry, words):
    LocalAuthorityFactory(name="Cologne", key="c32106", population=400)

    assert title(client, words) == "1 partenariat entre Lille et Cologne"
    assert sections(client, words) == [("Partenariats", "1 partenariat")]
    assert "très bien exister" not in text_of(client.get(SEARCH, {"q": words}))


def test_name_with_articles_is_read_whole(client, registry):
    LocalAuthorityFactory(name="Villeneuve-d’Ascq", key="c59009")

    assert title(client, "Villeneuve d'Ascq et le Maroc") == (
        "Aucun partenariat connu entre Villeneuve-d’Ascq et le Maroc"
    )


def test_words_that_have_more_than_the_names_are_shown_too(client, registry):
    registry.add("c44109", "Florence", "Fontaines", summary="L’eau de Nantes.")

    assert title(client, "Nantes eau") == "Aucun partenariat connu pour Nantes (Eau)"
    assert sections(client, "Nantes eau")[-1] == ("Eau", "1 partenariat")
    assert "Fontaines" in text_of(client.get(SEARCH, {"q": "Nantes eau"}))


def test_name_of_several_towns_is_not_chosen_for_the_reader(client, registry):
    for key in ("c93066", "c97411"):
        LocalAuthorityFactory(name="Saint-Denis", key=key, population=150_000)

    assert found(client, "Saint-Denis Maroc").named_answer is None


def test_town_that_dwarfs_its_namesake_is_meant(client, registry):
    for key, people in (("c17300", 79_000), ("c70450", 40)):
        LocalAuthorityFactory(name="La Rochelle", key=key, population=people)

    page = found(client, "la rochelle maroc")

    assert page.named_answer.address == "/registre/?collectivite=c17300&pays=MA"


def test_place_without_a_partnership_is_answered_here_and_in_the_registry(client, registry):
    words = "Île-de-France Maroc"

    assert title(client, words) == (
        "Aucun partenariat connu entre les collectivités d’Île-de-France et le Maroc"
    )
    assert sections(client, words)[0] == ("Île-de-France", "aucun partenariat connu")
    assert "pays=MA&amp;region=11" in text_of(client.get(REGISTRY, {"q": words}))
    assert client.get(f"{REGISTRY}?pays=MA&region=11").context["listing"].count == 0


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("Nord-Pas-de-Calais Maroc", "pays=MA&region=32"),
        ("HDF Maroc", "pays=MA&region=32"),
        ("Brittany Maroc", "pays=MA&region=53"),
        ("Loire-Inférieure Maroc", "departement=44&pays=MA"),
        ("Nord Afrique", "continent=AF&departement=59"),
        ("eau Afrique", "continent=AF&theme=eau"),
        ("Rijsel Maroc", "collectivite=c59350&pays=MA"),
        ("Lille-en-Bretagne Maroc", "collectivite=c22999&pays=MA"),
        ("villes du Nord jumelées au Maroc", "departement=59&pays=MA"),
    ],
)
def test_names_of_before_and_elsewhere_and_continents_are_read(client, registry, words, query):
    RegionFactory(code="53", name="Bretagne")
    LocalAuthorityFactory(name="Lille-en-Bretagne", key="c22999")
    LocalAuthorityFactory(name="Villes", key="c01999")

    assert found(client, words).named_answer.address == f"/registre/?{query}"


@pytest.mark.parametrize("words", ["Centre Maroc", "villes Maroc", "partenaires Afrique"])
def test_common_word_is_no_place(client, registry, words):
    RegionFactory(code="24", name="Centre-Val de Loire")
    LocalAuthorityFactory(name="Villes", key="c01999")

    assert found(client, words).named_answer is None


def test_a_town_may_have_a_word_that_asks_in_its_name(client, registry):
    LocalAuthorityFactory(name="Ville-d’Avray", key="c92077")

    assert found(client, "Ville-d’Avray Maroc").named_answer.address == (
        "/registre/?collectivite=c92077&pays=MA"
    )


def test_a_name_in_another_language_hides_no_partner_of_that_name(client, registry):
    LocalAuthorityFactory(name="Charleville", key="c08105", other_names=["Florence"])

    answer = found(client, "Florence Nantes").named_answer

    assert "collectivite=c44109" in answer.address
    assert "partenaire=" in answer.address


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("partenaires en Allemagne", "Allemagne"),
        ("partenariats de Nantes", "Nantes"),
        ("villes jumelées avec la Pologne", "la Pologne"),
        ("les partenaires de Nantes", "Nantes"),
        ("partenaires d’Allemagne", "Allemagne"),
        ("quels partenaires pour Nantes", "Nantes"),
        ("partenaires en Allemange", "Allemagne"),
    ],
)
def test_words_that_only_ask_are_left_out_where_nothing_has_them(client, registry, words, meant):
    page = found(client, words)

    assert (page.text, page.is_corrected, page.is_sure) == (meant, True, True)
    assert found(client, words, tel_quel="1").groups == []


@pytest.mark.parametrize("words", ["jumelages Pologne", "villes jumelées avec la Pologne"])
def test_kind_and_country_are_answered_together(client, registry, words):
    warsaw = InternationalPartner.objects.get(name="Varsovie")
    row = published(partners=[warsaw], kind=PartnershipKind.TWINNING, title="Deux villes")

    page = found(client, words)

    assert row.title in [entry.name for entry in page.sections[0].entries]
    assert page.named_answer.address == "/registre/?pays=PL&type=twinning"
    assert title(client, words).endswith("et la Pologne (jumelage)")


def test_kind_that_nothing_has_there_is_told(client, registry):
    words = "coopération transfrontalière Maroc"

    assert title(client, words) == (
        "Aucun partenariat connu avec le Maroc (coopération transfrontalière)"
    )
    assert sections(client, words)[0] == ("Maroc", "1 partenariat")


def test_goal_and_country_are_answered_together(client, registry):
    assert title(client, "ODD 6 Maroc").startswith("Aucun partenariat connu avec le Maroc (6. ")


def test_partnerships_of_the_answer_are_not_listed_twice(client, registry):
    bamako = InternationalPartnerFactory(country=CountryFactory(iso2="ML", name="Mali"))
    for number in range(7):
        kind, name = PartnershipKind.TWINNING, f"Jumelage {number} avec le Mali"
        published(partners=[bamako], kind=kind, title=name)

    assert sections(client, "jumelage mali") == [("Partenariats", "7 partenariats")]

    published(partners=[bamako], kind=PartnershipKind.AGREEMENT, title="Un autre jumelage")
    assert sections(client, "jumelage mali") == [
        ("Partenariats", "7 partenariats"),
        ("Partenariats qui ont tous ces mots", "8 partenariats"),
    ]


@pytest.mark.parametrize(("words", "count"), [("Nantes Maroc", 43), ("Lille Cologne", 40)])
def test_answer_makes_as_many_queries_whatever_it_finds(
    client, registry, words, count, django_assert_num_queries
):
    for _number in range(2):
        registry.add("c44109", "Florence", "Encore un")
        public_version()  # as where the transaction wrote nothing
        found(client, words)  # names are read again where one was added
        with django_assert_num_queries(count):
            client.get(SEARCH, {"q": words})
