"""What a list of the registry says to try where it is empty."""

import pytest
from django.urls import reverse

from partnerships.models import Provenance
from partnerships.publication.public_version import public_version
from tests.factories.filling import text_of
from tests.factories.partnerships import published
from tests.partnerships.search.searched import SearchedRegistry

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.fixture(scope="module")
def registry(shared_rows):
    return SearchedRegistry()


def others(client, **query):
    return client.get(REGISTRY, query).context["others"]


def test_misspelt_word_is_offered_as_it_was_meant(client, registry):
    page = others(client, q="Strasboug", pays="NL")

    assert [(link.label, link.address) for link in page.spellings] == [
        ("Strasbourg", "?q=Strasbourg&pays=NL")
    ]
    text = text_of(client.get(REGISTRY, {"q": "Strasboug", "pays": "NL"}))
    assert 'href="?q=Strasbourg&amp;pays=NL"' in text


def test_known_word_is_offered_no_other_spelling(client, registry):
    assert others(client, q="Lille", pays="IT").spellings == []


def test_filters_whose_removal_finds_something_are_offered_with_their_count(client, registry):
    page = others(client, q="Lille", pays="IT")

    assert [(link.label.replace("\u202f", " "), link.found) for link in page.fewer_filters] == [
        ("En retirant « Lille »", "1 partenariat"),
        ("En retirant le filtre Italie", "3 partenariats"),
    ]
    assert "En retirant le filtre Italie" in text_of(
        client.get(REGISTRY, {"q": "Lille", "pays": "IT"})
    )


def test_one_word_less_is_advised_only_of_several(client, registry):
    for words, is_advised in (("Lille xyzzyq", True), ("xyzzyq", False)):
        text = text_of(client.get(REGISTRY, {"q": words}))
        assert ("Aucun n’a tous les mots cherchés" in text) == is_advised
        assert ("un mot de moins" in text) == is_advised


def test_spelling_that_finds_nothing_is_not_offered(client, registry):
    assert [link.label for link in others(client, q="Lillle").spellings] == ["Lille"]
    assert others(client, q="Lillle Munich").spellings == []


def test_only_filter_is_not_offered_to_be_removed(client, registry):
    assert others(client, q="xyzzyq").fewer_filters == []


def test_same_words_are_offered_over_the_whole_portal(client, registry):
    text = text_of(client.get(REGISTRY, {"q": "Lillers"}))

    assert "/recherche/?q=Lillers" in text


def test_list_that_has_rows_offers_nothing(client, registry):
    assert "Essayez aussi" not in text_of(client.get(REGISTRY, {"q": "Lille"}))


@pytest.mark.parametrize(
    ("query", "count"), [({"q": "xyzzyq"}, 10), ({"q": "Lille", "pays": "IT"}, 14)]
)
def test_empty_list_makes_few_queries(client, registry, query, count, django_assert_num_queries):
    public_version()  # as where the transaction wrote nothing
    others(client, **query)  # names and lists are read once

    with django_assert_num_queries(count):
        client.get(REGISTRY, query)


def test_the_whole_registry_adds_up_no_sources(client, registry):
    declared = client.get(REGISTRY).context["listing"].count
    published(title="Repris", provenance=Provenance.WIKIDATA)

    text = text_of(client.get(REGISTRY, {"q": "xyzzyplugh"}))

    assert f"Tout le registre</a> : {declared} partenariats déclarés et 1 repris" in text


def test_the_whole_registry_tells_how_many_it_holds(client, registry):
    whole = client.get(REGISTRY).context["listing"].count

    text = text_of(client.get(REGISTRY, {"q": "xyzzyplugh"}))

    assert f"Tout le registre</a> : {whole} partenariats" in text
