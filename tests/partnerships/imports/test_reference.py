"""The data of the repository: what it says of the authorities of today."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from partnerships.imports.reference.authorities import DATA, read_rows
from partnerships.imports.reference.build_former import former_names
from partnerships.models import validate_siren


@pytest.fixture(scope="module")
def rows():
    return {row["key"]: row for row in read_rows(DATA / "authorities.tsv.xz")}


def test_communes_of_today_are_all_there(rows):
    communes = [row for key, row in rows.items() if key.startswith("c")]

    assert len(communes) == 34_969
    assert len([row for row in communes if not row["siren"]]) == 94


def test_groups_departements_and_regions_are_all_there(rows):
    kinds = Counter(row["kind"] for row in rows.values())

    assert kinds == {
        "commune": 34_967,
        "cc": 989,
        "ca": 230,
        "cu": 14,
        "metropole": 22,
        "ept": 11,
        "departement": 95,
        "region": 17,
        "overseas": 7,
    }


def test_every_siren_is_right_and_stands_once(rows):
    numbers = [row["siren"] for row in rows.values() if row["siren"]]

    for number in numbers:
        validate_siren(number)
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "number",
    [
        "200046978",
        "20004697",
        "2000469777",
        "20004697a",
        "\uff12\uff10\uff10\uff10\uff14\uff16\uff19\uff17\uff17",
        "",
        " ",
    ],
)
def test_a_wrong_siren_is_refused(number):
    with pytest.raises(ValidationError):
        validate_siren(number)


@pytest.mark.parametrize(
    ("key", "siren", "kind"),
    [
        ("c75056", "217500016", "commune"),
        ("e200046977", "200046977", "metropole"),
        ("d67A", "200094332", "departement"),
        ("d976", "229850003", "departement"),
        ("r94", "200076958", "region"),
        ("r02", "200055507", "region"),
        ("r03", "200052678", "region"),
        ("c97701", "", "overseas"),
        ("c97801", "", "overseas"),
        ("o988", "", "overseas"),
    ],
)
def test_an_authority_with_two_powers_stands_once(rows, key, siren, kind):
    assert rows[key]["siren"] == siren
    assert rows[key]["kind"] == kind


@pytest.mark.parametrize(
    "key", ["d75", "d67", "d68", "d2A", "d2B", "d972", "d973", "r06", "o977", "o978", "o989"]
)
def test_it_does_not_stand_a_second_time(rows, key):
    assert key not in rows


def test_merged_communes_are_known_by_name_and_code(rows):
    assert "14210:La Croupte" in rows["c14371"]["former"].split("|")
    assert "01340:Saint-Bois" in rows["c01015"]["former"]


def test_countries_have_both_names():
    countries = {row["iso2"]: row for row in read_rows(DATA / "countries.tsv")}

    assert len(countries) == 250
    assert (countries["MA"]["name"], countries["MA"]["name_en"]) == ("Maroc", "Morocco")
    assert countries["PS"]["name"] == "Palestine"
    assert [row for row in countries.values() if not (row["name"] and row["name_en"])] == []


def former(row):
    return [tuple(old.split(":", 1)) for old in row["former"].split("|") if old]


def test_every_former_commune_has_its_name(rows):
    pairs = [pair for row in rows.values() for pair in former(row)]

    assert len(pairs) == 4_947
    assert [code for code, name in pairs if not name] == []


@pytest.mark.parametrize(
    ("key", "code", "name"),
    [
        ("c44003", "44003", "Ancenis"),  # under the code of today
        ("c44003", "44160", "Saint-Géréon"),
        ("c91228", "91228", "Évry"),
        ("c01033", "01033", "Bellegarde-sur-Valserine"),
        ("c50129", "50129", "Cherbourg-Octeville"),
        ("c2A249", "20325", "Tivolaggio"),  # a code of Corsica before 1976
    ],
)
def test_a_name_of_before_leads_to_the_commune_of_today(rows, key, code, name):
    assert (code, name) in former(rows[key])


def test_a_name_written_otherwise_is_no_former_name():
    today = [
        {"code": "01001", "nom": "L'Abergement", "type": "commune-actuelle"},
        {"code": "01002", "nom": "Val", "type": "commune-actuelle", "anciensCodes": ["01009"]},
    ]
    before = [
        {"code": "01001", "nom": "L’Abergement", "type": "commune-actuelle"},
        {"code": "01002", "nom": "Vaux", "type": "commune-actuelle"},
        {"code": "01009", "nom": "Mont", "type": "commune-actuelle"},
    ]

    assert former_names(today, [before]) == {
        "01001": [],
        "01002": [("01002", "Vaux"), ("01009", "Mont")],
    }
    assert former_names(today, [])["01002"] == [("01009", "")]
