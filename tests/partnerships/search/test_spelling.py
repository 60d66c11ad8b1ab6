"""What may have been meant: never for known words, and by how a name sounds."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.partnerships.search.searched import found

pytestmark = pytest.mark.django_db


def test_correction_that_names_two_things_is_answered(client, registry):
    page = found(client, "Nantess Oujda")

    assert (page.text, page.is_corrected) == ("Nantes Oujda", True)
    assert page.named_answer.label == "Aucun partenariat connu entre Nantes et Oujda"


@pytest.mark.parametrize(
    "words", ["Lille eau", "Lille potable", "Lille et l’eau", "nantes cologne"]
)
def test_words_that_are_all_known_are_not_corrected(client, registry, words):
    """« Belle eau » is spelt almost as « Lille eau »."""
    LocalAuthorityFactory(name="Capesterre-Belle-Eau")
    LocalAuthorityFactory(name="Villes Portables")

    page = found(client, words)

    assert (page.text, page.is_corrected) == (words, False)


def test_correction_to_the_end_of_a_name_is_written_as_there(client, registry):
    LocalAuthorityFactory(name="Lugo-di-Nazzà")

    page = found(client, "Nozza")

    assert (page.text, page.is_corrected) == ("Nazzà", True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Maroque", "Maroc"),
        ("Languedoc Rousillon", "Languedoc-Roussillon"),
        ("Midi Pirénées", "Midi-Pyrénées"),
        ("Mosambique", "Mozambique"),
    ],
)
def test_name_of_a_place_is_found_by_how_it_sounds(client, registry, typed, meant):
    RegionFactory(code="76", name="Occitanie")
    CountryFactory(iso2="MZ", name="Mozambique")
    for name in ("Laroque", "Roussillon", "Rossillon", "Languedoc"):
        LocalAuthorityFactory(name=name)

    page = found(client, typed)

    assert (page.text, page.is_corrected) == (meant, True)
    assert page.groups
