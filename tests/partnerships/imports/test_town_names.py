"""Which names of GeoNames find a town of the world, beside its own name."""

import pytest

from partnerships.imports.reference.town_names import other_town_names
from partnerships.management.commands import load_reference_data
from partnerships.management.commands.load_reference_data import reference_digests

# Country, names of GeoNames, those that find the town.
TOWNS = [
    ("MA", ["FEZ", "Fez", "Fès", "فاس", "Фес", "非斯"], ["Fez", "فاس"]),
    ("RU", ["Moscou", "Москва", "モスクワ", "MOW"], ["Moscou", "Москва"]),
    ("GR", ["Αθήνα", "Атина"], ["Αθήνα"]),
    ("GE", ["თბილისი", "Тбилиси"], ["თბილისი"]),
    ("CN", ["北京", "北京市", "Пекин"], ["北京", "北京市"]),
    ("JP", ["さいたま", "サイタマ", "東京", "도쿄"], ["さいたま", "サイタマ", "東京"]),
    ("CN", ["ペキン"], []),
    ("IL", ["עכו", "عكا"], ["עכו", "عكا"]),
    ("UA", ["Ростов-на-Дону", "Львів місто"], ["Львів місто", "Ростов-на-Дону"]),
    ("ES", ["Мадрид", "مدريد"], []),
    ("RU", ["Москва Moscow", "Ч"], []),
]


@pytest.mark.parametrize(("country", "names", "kept"), TOWNS)
def test_names_at_home_and_in_latin_letters_find_a_town(country, names, kept):
    town = {"name": "Fes", "countrycode": country, "alternatenames": names}

    assert sorted(other_town_names(town)) == sorted(kept)


@pytest.mark.parametrize("name", ["VIE", "Vin", "Sol", "Tun", "vie", "P'i", "Вин"])
def test_codes_words_of_french_and_codes_of_countries_are_no_short_names(name):
    town = {"name": "Vienna", "countrycode": "AT", "alternatenames": [name, "Rym"]}

    assert other_town_names(town) == ["Rym"]


def test_name_that_differs_from_that_of_the_town_by_its_accents_is_left_out():
    town = {"name": "Ica", "countrycode": "PE", "alternatenames": ["İca", "Ica"]}

    assert other_town_names(town) == []


def test_towns_and_terms_of_partners_are_loaded_again_when_the_rules_change(monkeypatch):
    before = reference_digests()
    monkeypatch.setattr(load_reference_data, "NAMES_VERSION", 0)

    changed = {name for name, digest in reference_digests().items() if digest != before[name]}

    assert changed == {"places", "partners' terms", "public rows and dossiers"}
