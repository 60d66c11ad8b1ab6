"""Which words of a search are read as names, and which the page says it did not read."""

import pytest
from django.urls import reverse

from partnerships.models import Departement, InternationalPartner, PartnershipKind
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import SEARCH, found, groups, town

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def chosen(client, words):
    answer = found(client, words).named_answer
    return answer and answer.address.removeprefix("/registre/?")


def twinning(country, title="Jumelage ancien"):
    partner = InternationalPartner.objects.filter(country=country).first()
    return published(partners=[partner], kind=PartnershipKind.TWINNING, title=title)


def partner_address(name, **more):
    partner = InternationalPartner.objects.get(name=name)
    return "&".join([f"partenaire={partner.uuid}", *(f"{k}={v}" for k, v in more.items())])


@pytest.mark.parametrize(
    "words",
    [
        "Saint-Denis Italie",
        "jumelage saint denis italie",
        "Saint-Denis en Italie",
        "Saint-Maurice Italie",
    ],
)
def test_no_part_of_the_name_of_several_towns_is_read(client, registry, words):
    twinning("IT")
    CountryFactory(iso2="MU", name="Maurice")
    LocalAuthorityFactory(name="Le Saint", key="c56200", population=600)
    for number, name in enumerate(["Saint-Denis", "Saint-Denis", "Saint-Maurice", "Saint-Maurice"]):
        LocalAuthorityFactory(name=name, key=f"c0100{number}", population=15_000)

    assert chosen(client, words) is None


def test_a_name_of_several_towns_is_read_where_one_partner_has_it(client, registry):
    for number in range(2):
        LocalAuthorityFactory(name="Oujda", key=f"c0100{number}", population=15_000)

    assert chosen(client, "Lille Oujda") == f"collectivite=c59350&{partner_address('Oujda')}"


@pytest.mark.parametrize("words", ["Saint-Denis 38 Maroc", "Saint-Denis (Isère), Maroc"])
def test_of_several_towns_the_one_in_the_named_place_is_read(client, registry, words):
    for code in ("38", "59"):
        departement = Departement.objects.get(pk=code)
        LocalAuthorityFactory(name="Saint-Denis", key=f"c{code}999", departement=departement)

    assert chosen(client, words) == "collectivite=c38999&departement=38&pays=MA"
    assert chosen(client, "Saint-Denis 44 Maroc") is None


def test_common_part_of_names_is_no_town_beside_an_unknown_word(client, registry):
    twinning("IT")
    LocalAuthorityFactory(name="La Pierre", key="c38303", population=500)

    assert chosen(client, "jumelages Pierre-Xyzzy Italie") == "pays=IT&type=twinning"
    assert chosen(client, "La Pierre Italie") == "collectivite=c38303&pays=IT"


@pytest.mark.parametrize(
    "words",
    [
        "jumelage Cologne Allemagne",
        "jumelage Köln en Allemagne",
        "jumelages Allemagne Cologne",
        "villes jumelées avec Cologne (Allemagne)",
    ],
)
def test_town_beside_its_country_is_the_partner_there(client, registry, words):
    LocalAuthorityFactory(name="Cologne", key="c32106", population=400)
    cologne = InternationalPartner.objects.get(name="Cologne")
    published(partners=[cologne], kind=PartnershipKind.TWINNING)

    assert chosen(client, words) == partner_address("Cologne", type="twinning")


def test_town_its_country_and_a_french_town_are_answered_together(client, registry):
    LocalAuthorityFactory(name="Cologne", key="c32106", population=400)

    assert chosen(client, "Lille Cologne Allemagne") == (
        f"collectivite=c59350&{partner_address('Cologne')}"
    )


def test_all_partners_of_a_name_in_its_country_are_read(client, registry):
    other = InternationalPartnerFactory(name="Munich", country_id="DE")
    elsewhere = InternationalPartnerFactory(name="Munich", country_id="IT")
    published(partners=[other], kind=PartnershipKind.TWINNING)

    address = chosen(client, "jumelages Munich Allemagne")

    assert address.count("partenaire=") == 2
    assert str(other.uuid) in address
    assert str(elsewhere.uuid) not in address


def test_no_part_of_a_longer_name_there_is_the_town(client, registry):
    twinning("GB")
    InternationalPartnerFactory(name="Haven", country_id="GB")
    town("New Haven", CountryFactory(iso2="GB", name="Royaume-Uni"), population=900_000)

    page = found(client, "jumelage New Haven Royaume-Uni")

    assert page.named_answer.address == "/registre/?pays=GB&type=twinning"
    assert page.named_answer.unread == "New Haven"


def test_large_town_without_a_partner_is_no_departement(client, registry):
    DepartementFactory(code="86", name="Vienne")
    austria = CountryFactory(iso2="AT", name="Autriche")
    published(
        partners=[InternationalPartnerFactory(name="Graz", country=austria)],
        kind=PartnershipKind.TWINNING,
    )
    town("Wien", austria, ["Vienne"], population=1_900_000)

    for words in ("Vienne Autriche", "Vienne en Autriche"):
        page = found(client, words)
        assert page.named_answer is None
        assert groups(page)["villes"] == ["Vienne (Wien)"]
    assert chosen(client, "jumelage Vienne Autriche") == "pays=AT&type=twinning"
    assert chosen(client, "Vienne Maroc") == "departement=86&pays=MA"


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        ("jumelages récents avec l’Italie", "récents"),
        ("jumelages dissous avec l’Italie", "dissous"),
        ("jumelages depuis 2010 Italie", "depuis 2010"),
        ("villes bretonnes jumelées avec l’Italie en 1960", "bretonnes, 1960"),
        ("villes jumelées en Italie du nord", "nord"),
    ],
)
def test_words_that_are_not_read_are_told_with_a_search_of_all(client, registry, words, unread):
    twinning("IT")

    text = text_of(client.get(SEARCH, {"q": words})).replace("\u202f", " ")

    assert found(client, words).named_answer.address == "/registre/?pays=IT&type=twinning"
    assert f"Mots qui ne sont pas pris en compte : {unread}." in text
    assert '&amp;tel_quel=1">Chercher tous les mots dans les textes</a>' in text
    assert f"(sans : {unread})" in text_of(client.get(REGISTRY, {"q": words})).replace(
        "\u202f", " "
    )
    assert found(client, words, tel_quel="1").named_answer is None


@pytest.mark.parametrize(
    "words",
    [
        "jumelages Italie",
        "quelles villes sont jumelées avec l’Italie ?",
        "que fait Lille avec l’Italie ?",
        "les jumelages entre la France et l’Italie",
        "jumelages de la région Pays de la Loire avec l’Italie",
    ],
)
def test_words_that_ask_are_not_told(client, registry, words):
    twinning("IT")

    assert found(client, words).named_answer.unread == ""
    assert "pris en compte" not in text_of(client.get(SEARCH, {"q": words}))


def test_words_typed_are_escaped(client, registry):
    twinning("IT")

    text = client.get(SEARCH, {"q": "jumelages Italie xy&lt;<b>zz"}).content.decode()

    assert "<b>zz" not in text


def test_country_that_nothing_found_is_with_is_told(client, registry):
    words = "Lille Allemagne Pologne"

    assert chosen(client, words) == "collectivite=c59350&pays=DE&pays=PL"
    assert "Aucun n’est connu avec la Pologne." in text_of(client.get(SEARCH, {"q": words}))
    for others in ("Lille Allemagne", "Lille Pologne Italie", "Nantes Italie Pologne"):
        assert "Aucun n’est connu" not in text_of(client.get(SEARCH, {"q": others}))


@pytest.mark.parametrize("words", ["Afrique du Nord", "Afrique du nord", "Maroc du Nord"])
def test_part_of_a_continent_or_a_country_is_no_departement(client, registry, words):
    assert found(client, words).named_answer is None


def test_country_whose_name_has_a_direction_is_read_whole(client, registry):
    korea = CountryFactory(iso2="KP", name="Corée du Nord")
    partner = InternationalPartnerFactory(name="Pyongyang", country=korea)
    published(partners=[partner], kind=PartnershipKind.TWINNING)

    assert chosen(client, "jumelage Corée du Nord") == "pays=KP&type=twinning"
    assert found(client, "jumelage Corée du Nord").named_answer.unread == ""


def test_word_of_a_theme_is_the_theme(client, registry):
    whole = ThemeFactory(slug="education", name="Éducation, jeunesse")
    ThemeFactory(slug="jeunesse", name="Jeunesse et mobilité", parent=whole)
    ThemeFactory(slug="logement", name="Logement social", parent=None)
    ThemeFactory(slug="sante", name="Santé et protection sociale", parent=None)
    ThemeFactory(slug="gestion", name="Gestion des risques", parent=None)
    ThemeFactory(slug="urbain", name="Transport urbain", parent=None)
    ThemeFactory(slug="donnees", name="Données urbain", parent=None)

    assert chosen(client, "jeunesse Maroc") == "pays=MA&theme=education"
    assert chosen(client, "éducation Maroc") == "pays=MA&theme=education"
    assert chosen(client, "mobilité Maroc") == "pays=MA&theme=jeunesse"
    assert chosen(client, "risques Maroc") == "pays=MA&theme=gestion"
    for words in ("gestion Maroc", "urbain Maroc"):
        assert chosen(client, words) is None


def test_name_of_a_town_comes_before_a_word_of_a_theme(client, registry):
    ThemeFactory(slug="mer", name="Mer et littoral")
    LocalAuthorityFactory(name="Littoral", key="c99001")

    assert chosen(client, "littoral Maroc") == "collectivite=c99001&pays=MA"


def test_partnerships_that_have_all_words_have_their_own_heading(client, registry):
    RegionFactory(code="53", name="Bretagne")
    registry.add("c44109", "Oujda", "Nantes et le Maroc dans le Nord")

    text = text_of(client.get(SEARCH, {"q": "Maroc Nord"}))

    titles = [group.title for group in found(client, "Maroc Nord").sections]
    assert titles == ["Partenariats", "Partenariats qui ont tous ces mots"]
    assert "Partenariats qui ont tous ces mots : 1 partenariat</a>" in text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("eau courante", "eau"),
        ("Lille 2e arrondissement", "Lille"),
        ("consulat du Maroc", "Maroc"),
        ("mairie Oujda", "Oujda"),
        ("comité de jumelage", "jumelage"),
    ],
)
def test_the_only_name_is_answered_where_nothing_has_all_words(client, registry, words, name):
    page = found(client, words)
    text = text_of(client.get(SEARCH, {"q": words}))

    assert (page.text, page.is_sure) == (name, True)
    assert f"Rien n’a tous les mots de « {words} » : voici les réponses pour « {name} »." in text
    assert found(client, words, tel_quel="1").groups == []


@pytest.mark.parametrize(
    "words", ["Pont-de-Beauvoisin zzyzx", "zzyzx plugh", "Maroc Pologne zzyzx"]
)
def test_no_name_is_chosen_of_several(client, registry, words):
    assert found(client, words).groups == []
