"""One set of searches that finds the same, in the same order, on both engines."""

import pytest

from partnerships.document.projection import item
from partnerships.models import Partnership
from partnerships.registry.search import count_found, search, search_by_name_first
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def registry(shared_rows):
    """Partnerships by a short name, the oldest first."""
    lyon = LocalAuthorityFactory(name="Lyon")
    affrique = LocalAuthorityFactory(name="Saint-Affrique")
    vosges = LocalAuthorityFactory(name="vosges&co")
    ThemeFactory(slug="assainissement", name="Assainissement")
    ProposalFactory(number=5)
    mali = CountryFactory(iso2="ML", name="Mali", name_en="Mali")

    def declared(*sides, **fields):
        return published(*sides, kind="twinning", **fields)

    return {
        "lyon": declared([lyon], title="Jumelage ancien"),
        "light": declared(title="Éclairage public", summary="Des villes numériques."),
        "affrique": declared([affrique], title="Œuvres communes"),
        "vosges": declared([vosges], title="L’Haÿ et l’été"),
        "coop": declared(title="Coopération décentralisée", objectives="Développement local"),
        "water": declared(
            title="Réseaux",
            themes=["assainissement"],
            contributions=[item(proposal=5, statement="Cartes ouvertes aux habitants.")],
        ),
        "mali": declared(
            title="Puits", partners=[InternationalPartnerFactory(name="Dianguirdé", country=mali)]
        ),
        "to lyon": declared(title="Vers Lyon", summary="Un voyage."),
    }


def found(registry, words):
    names = {partnership.pk: name for name, partnership in registry.items()}
    return {names[partnership.pk] for partnership in search(Partnership.objects.all(), words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lyon", {"lyon", "to lyon"}),
        ("LYON", {"lyon", "to lyon"}),
        ("eclairage", {"light"}),
        ("Éclairage", {"light"}),
        ("St Affrique", {"affrique"}),
        ("saint affrique", {"affrique"}),
        ("St. Affrique", {"affrique"}),
        ("oeuvre", {"affrique"}),
        ("vosges & co", {"vosges"}),
        ("vosges&co", {"vosges"}),
        ("vosges et co", {"vosges"}),
        ("hay", {"vosges"}),
        ("l'hay", {"vosges"}),
        ("ville", {"light"}),
        ("numérique", {"light"}),
        ("coop dec", {"coop"}),
        ("cooperat", {"coop"}),
        ("developpem", {"coop"}),
        ("numeriq", {"light"}),
        ("assainiss", {"water"}),
        ("assainissements", {"water"}),
        ("mali", {"mali"}),
        ("dianguirde mali", {"mali"}),
        ("carte ouverte", {"water"}),
        ("lyon voyage", {"to lyon"}),
        ("lyon mali", set()),
        ("ly", set()),
        ("introuvable", set()),
        ("de la", set()),
        ("", set()),
        ("lyon de la", {"lyon", "to lyon"}),
        ('"lyon"', {"lyon", "to lyon"}),
        ("lyon*", {"lyon", "to lyon"}),
        ("tokens:lyon", set()),
        ("lyon OR mali", set()),
        ("lyon & voyage", {"to lyon"}),
        ("lyon | !voyage", {"to lyon"}),
        ("lyon' OR 1=1 --", set()),
        ("\\lyon:*", {"lyon", "to lyon"}),
        ("\u200flyon\u202e", {"lyon", "to lyon"}),
        ("🏙", set()),
        ("a" * 10_000, set()),
    ],
)
def test_search_finds(registry, words, expected):
    assert found(registry, words) == expected
    assert count_found(words, 100) == len(expected)


@pytest.mark.parametrize("word", ["coopération", "développement", "numériques", "assainissement"])
def test_no_result_vanishes_while_a_word_is_being_finished(registry, word):
    for length in range(3, len(word) + 1):
        assert found(registry, word[:length]), word[:length]


def test_letters_of_any_script_are_searched_as_they_are():
    """Among them one that SQLite's own Unicode takes for a separator, others for new letters."""
    names = ["بلدية", "長崎市", "ᦵᦋᧂᦣᦳᧂ", "აბ", "ꭰꮃ", "𞤀𞤣", "Ⱥꟼ"]
    for name in names:
        published(title=f"ville {name}")

    for name in names:
        titles = [row.title for row in search(Partnership.objects.all(), name)]
        assert titles == [f"ville {name}"], name
        assert count_found(f"{name[0]}x{name[0]}x", 10) == 0


def ordered(registry, words):
    names = {partnership.pk: name for name, partnership in registry.items()}
    few, many = (
        [
            names[partnership.pk]
            for part in search_by_name_first(Partnership.objects.all(), words, is_frequent)
            for partnership in part.order_by("-pk")
        ]
        for is_frequent in (False, True)
    )
    assert few == many
    return few


def test_what_is_named_as_searched_comes_first_then_the_newest(registry):
    assert ordered(registry, "Lyon") == ["lyon", "to lyon"]
    assert ordered(registry, "eclairage public") == ["light"]
    assert ordered(registry, "dianguirdé") == ["mali"]


def test_a_partnership_is_found_under_its_authority_s_former_name():
    merged = LocalAuthorityFactory(
        name="Arboys en Bugey", former=[{"insee_code": "01015", "name": "Arbignieu"}]
    )
    partnership = published([merged])

    assert list(search(Partnership.objects.all(), "arbigni")) == [partnership]
