"""Names that GeoNames has for French towns: to which commune they go, and which are left out."""

import pytest

from partnerships.imports.reference.authorities import DATA, load_authorities, read_rows
from partnerships.imports.reference.other_names import other_names
from partnerships.models import LocalAuthority
from partnerships.registry.authority_search import search_authorities

NICE = (43.69, 7.27)


def commune(key, name, population=300_000, point=NICE, **fields):
    latitude, longitude = point
    return LocalAuthority(
        key=key,
        insee_code=key[1:],
        kind="commune",
        name=name,
        population=population,
        latitude=latitude,
        longitude=longitude,
        **fields,
    )


def geonames(name, *others, point=NICE):
    return {
        "name": name,
        "latitude": point[0],
        "longitude": point[1],
        "alternatenames": list(others),
    }


def test_names_go_to_the_commune_of_the_town_and_not_to_its_namesake():
    communes = [commune("c06088", "Nice"), commune("c99001", "Nice", point=(48.0, 2.0))]

    found = other_names(communes, [geonames("Nice", "Nizza", "Niza", "Nice")])

    assert found == {"c06088": ["Niza", "Nizza"]}


def test_town_that_geonames_names_in_english_is_found_by_its_other_names():
    found = other_names([commune("c59183", "Dunkerque")], [geonames("Dunkirk", "Dunkerque")])

    assert found == {"c59183": ["Dunkirk"]}


def test_nearest_of_two_towns_of_a_name_gives_the_names():
    far = geonames("Nice", "Nissa", point=(43.75, 7.27))

    found = other_names([commune("c06088", "Nice")], [far, geonames("Nice", "Nizza")])

    assert found == {"c06088": ["Nizza"]}


@pytest.mark.parametrize(
    "name", ["Nic", "NCE", "nizza", "Ницца", "尼斯", "Nic’", "Nitssa'ja", "Nicep"]
)
def test_codes_other_scripts_and_transliterations_are_left_out(name):
    found = other_names([commune("c06088", "Nicepolis")], [geonames("Nicepolis", name)])

    assert found == {}


def test_name_of_another_place_is_left_out_unless_the_town_dwarfs_it():
    communes = [
        commune("c68224", "Mulhouse", population=105_000),
        commune("c67307", "Mulhausen", population=435),
        commune("c31561", "L’Union", population=12_000),
    ]
    town = geonames("Mulhouse", "Mülhausen", "L'Union", "Union", "Maroc")

    found = other_names(communes, [town], taken=["Maroc"])

    assert found == {"c68224": ["Mülhausen"]}


def test_name_of_two_towns_is_that_of_the_largest():
    communes = [commune("c1", "Petite", population=5_000), commune("c2", "Grande")]

    found = other_names(communes, [geonames("Petite", "Magna"), geonames("Grande", "Magna")])

    assert found == {"c2": ["Magna"]}


def test_villages_and_communes_without_a_point_have_none():
    placeless = LocalAuthority(
        key="c3", insee_code="3", kind="commune", name="Ici", population=9000
    )
    communes = [commune("c1", "Village", population=1_999), placeless]

    assert other_names(communes, [geonames("Village", "Dorf"), geonames("Ici", "Hier")]) == {}


# Name in another language → commune.
KNOWN = {
    "Nizza": "c06088",
    "Estrasburgo": "c67482",
    "Strassburg": "c67482",
    "Dunkirk": "c59183",
    "Dünkirchen": "c59183",
    "Lyons": "c69123",
    "Lione": "c69123",
    "Marsiglia": "c13055",
    "Marseilles": "c13055",
    "Perpinya": "c66136",
    "Baiona": "c64102",
    "Schlettstadt": "c67462",
    "Donibane Lohizune": "c64483",
    "Saint-Denis (Reunion)": "c97411",
    "Numea": "c98818",
    "Mülhausen": "c68224",
}


def test_data_has_the_names_of_the_communes():
    rows = {
        row["key"]: row["other_names"].split("|") for row in read_rows(DATA / "authorities.tsv.xz")
    }
    named = {key: names for key, names in rows.items() if names != [""]}

    assert {name: key for name, key in KNOWN.items() if name not in named[key]} == {}
    assert (len(named), sum(map(len, named.values()))) == (3_405, 7_898)


@pytest.mark.django_db
def test_newer_data_gives_names_to_authorities_that_are_there(authority_data):
    row = {"key": "c06088", "insee_code": "06088", "kind": "commune", "name": "Nice"}
    load_authorities(authority_data(row))

    load_authorities(authority_data({**row, "other_names": "Nizza|Città d'Nizza"}))

    [nice] = LocalAuthority.objects.all()
    assert nice.other_names == ["Nizza", "Città d’Nizza"]
    for words in ("Nizza", "nizz", "citta d nizza"):
        [match] = search_authorities(LocalAuthority.objects.existing(), words, 5)
        assert match.authority == nice
