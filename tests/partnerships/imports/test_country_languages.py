"""Which names of countries in other languages are kept, and what the file of the repository has."""

import csv

import pytest

from partnerships.analysis import fold
from partnerships.country_languages import IN_LANGUAGES
from partnerships.country_names import CountryNameKind, CountryNames
from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.country_languages import french_names, names_in_languages
from partnerships.imports.reference.places import load_countries
from partnerships.models.place import FRENCH

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def known(shared_rows):
    load_countries()
    return CountryNames()


@pytest.fixture(scope="module")
def rows():
    with IN_LANGUAGES.open(encoding="utf-8", newline="") as file:
        return [(row["iso2"], row["name"]) for row in csv.DictReader(file, delimiter="\t")]


def kept(known, *languages, places=None):
    return names_in_languages(languages, known, places or {})


def test_name_of_several_languages_is_kept_once(known):
    assert kept(known, {"PL": "Polen"}, {"PL": "Polen"}, {"PL": "Polônia"}) == [
        ("PL", "Polen"),
        ("PL", "Polônia"),
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ES", "España"),  # it has this name already
        ("ES", "Espana"),
        ("DM", "Niger"),  # a French name of another country
        ("GN", "Hollande"),  # another name
        ("GN", "Zaïre"),  # a former name
        ("GN", "Écosse"),  # a part
        ("RU", "Nga"),  # a code
        ("FR", "Frankreich"),
        ("NC", "Neukaledonien"),
        ("CG", "Congo"),
        ("CZ", "Séc"),
        ("IT", "Ý"),
        ("CN", "中"),
    ],
)
def test_name_that_may_mislead_is_left_out(known, code, name):
    assert kept(known, {code: name}) == []


def test_name_of_two_countries_goes_to_none(known):
    assert kept(known, {"DE": "Gotland"}, {"SE": "Gotland"}) == []


def test_name_of_a_place_elsewhere_is_left_out(known):
    places = {"indien": {"FR"}, "granada": {"ES"}, "singapur": {"SG"}}
    names = {"IN": "Indien", "GD": "Granada", "SG": "Singapur"}

    assert kept(known, names, places=places) == [("SG", "Singapur")]


def test_two_letters_are_enough_in_other_scripts_than_latin(known):
    assert kept(known, {"DE": "德国", "TD": "Çad"}) == [("DE", "德国")]


def test_file_names_no_french_place_and_no_country_twice(known, rows):
    folded = [fold(name) for _code, name in rows]

    assert len(rows) == 2_596
    assert len(set(folded)) == len(folded)
    assert {code for code, _name in rows} & {*FRENCH} == set()
    assert {*folded} & {*french_names(DATA)} == set()


def test_each_name_of_the_file_finds_its_country_alone(known, rows):
    wrong = [
        name
        for code, name in rows
        if [(match.country.pk, match.kind) for match in known.named(name)]
        != [(code, CountryNameKind.LANGUAGE)]
    ]

    assert wrong == []
