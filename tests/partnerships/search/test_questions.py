"""Plain questions, and words that only ask: what they are about is found."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory
from tests.partnerships.search.searched import found, groups

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("qui travaille avec le Maroc ?", "le Maroc"),
        ("Qui est jumelé avec Cologne", "Cologne"),
        ("avec qui Nantes est jumelée", "Nantes"),
        ("avec qui Nantes est-elle jumelée ?", "Nantes"),
        ("mon département Isère", "département Isère"),
        ("SIREN 215903501", "215903501"),
        ("SIRET 21590350100017", "21590350100017"),
        ("y a-t-il des partenariats avec le Maroc", "le Maroc"),
        ("partenariats Grand Est", "Grand Est"),
        ("comment déclarer un partenariat", "déclarer un partenariat"),
        ("comité de jumelage de Nantes", "Nantes"),
    ],
)
def test_plain_questions_have_an_answer(client, registry, words, meant):
    page = found(client, words)

    assert (page.text, page.is_without_asking) == (meant, True)
    assert page.groups


def test_town_followed_by_france_is_that_one(client, registry):
    assert [entry.name for entry in found(client, "Nantes, France").groups[0].entries] == ["Nantes"]


@pytest.mark.parametrize("words", ["dept 38", "dépt. 38", "département Isère"])
def test_departement_is_found_after_its_kind(client, registry, words):
    assert groups(found(client, words))["departements"] == ["Isère (38)"]


@pytest.mark.parametrize("words", ["ma commune", "mon département", "ma ville", "notre région"])
def test_possessives_are_no_name(client, registry, words):
    page = found(client, words)

    assert not {"pays", "partenaires"} & {*groups(page)}
    assert not {"ma", "mon", "notre"} & {link.label for link in page.single_words}


@pytest.mark.parametrize(
    ("words", "answered"), [("comité", "comité"), ("comité de jumelage", "jumelage")]
)
def test_words_of_the_field_are_not_corrected(client, registry, words, answered):
    LocalAuthorityFactory(name="Franche-Comté", key="r27")
    LocalAuthorityFactory(name="Comté", key="c99001")

    page = found(client, words)

    assert (page.text, page.is_corrected) == (answered, False)


def test_single_words_have_no_punctuation(client, registry):
    page = found(client, "xyzzyq, plugh ?")

    assert [link.label for link in page.single_words] == ["xyzzyq", "plugh"]
