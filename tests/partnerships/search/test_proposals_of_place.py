"""« propositions Maroc » leads to the propositions that the partnerships of a place carry."""

import pytest
from django.urls import reverse

from partnerships.document.projection import item
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.search.searched import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried(registry):
    """Two propositions, one of them carried between Lyon and Morocco."""
    for number in (5, 6):
        ProposalFactory(number=number)
    lyon = LocalAuthorityFactory(name="Lyon", key="c69123")
    return published([lyon], contributions=[item(proposal=5, statement="Ici.")])


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("propositions maroc", "Maroc"),
        ("Quelle proposition au Maroc ?", "Maroc"),
        ("propositions lyon", "Lyon"),
    ],
)
def test_place_beside_the_word_leads_to_what_it_carries(client, carried, words, place):
    link = found(client, words).proposals_of_place

    assert link.label == f"{place}\u202f: 1 proposition portée par ses partenariats"
    path, anchor = link.address.split("#")
    assert f'id="{anchor}"' in text_of(client.get(path))
    page = client.get(reverse("partnerships:search"), {"q": words}).content.decode()
    assert f'<a href="{link.address}">{link.label}</a>' in page


def test_place_that_carries_none_says_so(client, registry):
    ProposalFactory(number=5)

    link = found(client, "propositions Nord").proposals_of_place

    assert link.label == "Nord\u202f: aucune proposition portée par ses partenariats"
    assert 'id="propositions"' in text_of(client.get(link.address.split("#")[0]))


@pytest.mark.parametrize(
    "words", ["propositions", "maroc", "propositions xyzzyq", "propositions maroc xyzzyq", "MA"]
)
def test_nothing_is_offered_without_the_word_and_one_place(client, carried, words):
    assert found(client, words).proposals_of_place is None


def test_name_of_several_towns_is_not_chosen_for_the_reader(client, registry):
    for key in ("c93066", "c97411"):
        LocalAuthorityFactory(name="Saint-Denis", key=key)

    assert found(client, "propositions Saint-Denis").proposals_of_place is None
