"""Counts of the filters are those of a count by hand, whatever was published, suspended, merged."""

import io
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models import Facet, Partnership, RegistryChange
from partnerships.publication.index import index_partnerships
from partnerships.publication.registry_version import raise_registry_version, registry_version
from partnerships.registry.facets.copy import _path, mark_of_copy
from partnerships.registry.facets.counts import CountedBySets, CountedBySql
from partnerships.registry.facets.held import HeldFacets, rebuild_facets
from partnerships.registry.filters import PartnershipFilterSet
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory, GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.length import IS_LONG
from tests.partnerships.registry.facets_by_hand import (
    ACTS,
    Registry,
    authorities_by_hand,
    by_hand,
    crossed_by_hand,
    found_by_hand,
)
from tests.partnerships.registry.random_choices import CHOICES, asked, query_of, with_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def copy_in_a_folder(settings, tmp_path, monkeypatch):
    """The copy is written in a folder of the test, however few the partnerships."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("partnerships.registry.facets.held.FEW", 0)


def point(latitude, longitude):
    return {"latitude": latitude, "longitude": longitude, "precision": "typed"}


@pytest.fixture
def actors():
    """Authorities, partners and lists that partnerships share, which differ in all that counts."""
    corsica = RegionFactory(code="94", name="Corse")
    south = DepartementFactory(code="2A", name="Corse-du-Sud", region=corsica)
    ThemeFactory(slug="gouvernance", name="Gouvernance")
    ThemeFactory(slug="numerique", name="Numérique", parent_id="gouvernance")
    ThemeFactory(slug="eau", name="Eau")
    for number in (6, 11):
        GoalFactory(number=number, title=f"Objectif {number}")
    for number in (3, 5):
        ProposalFactory(number=number)
    canada = CountryFactory(iso2="CA", name="Canada", name_en="Canada", continent="NA")
    authorities = [
        LocalAuthorityFactory(kind="commune", population=1999, **point(50.6, 3.1)),
        LocalAuthorityFactory(
            kind="region",
            departement=south,
            region=corsica,
            population=2000,
            **point(41.93, 8.74),
        ),
        LocalAuthorityFactory(kind="syndicat", departement=None, region=None, population=None),
    ]
    partners = [
        InternationalPartnerFactory(latitude=34.7, longitude=-1.9),
        InternationalPartnerFactory(country=canada, latitude=45.51, longitude=-73.57),
    ]
    return authorities, partners


# Those of the map, and one that may be chosen.
FOUND = ("all", "pays", "region", "lieu-ici", "lieu-la-bas", "collectivite")


def check(choice, *processes):
    """The counts by SQL, and by the sets of each process, are those made by hand."""
    filterset = PartnershipFilterSet(query_of(choice))
    choice = asked(filterset, choice)
    keys, expected = by_hand(choice)
    assert set(filterset.rows().values_list("pk", flat=True)) == keys
    counters = [CountedBySql()]
    for held in processes:
        sets = held.now()
        assert sets.version == registry_version()
        counters.append(CountedBySets(sets))
    for counter in counters:
        counts = counter.counts(filterset)
        found = {facet: +Counter(counts.get(facet, {})) for facet in expected}
        assert found == expected, type(counter)
        facets = [*dict.fromkeys([*expected, *FOUND])]
        found = counter.found(filterset, facets)
        assert {each: +Counter(found[each]) for each in facets} == found_by_hand(keys, facets)
        authorities = counter.authority_count(filterset, filterset.authorities_in_place)
        assert authorities == authorities_by_hand(keys, choice), type(counter)
        crossed = counter.crossed_counts(filterset, Facet.REGION, Facet.COUNTRY, ["MA", "CA"])
        assert {region: each for region, each in crossed.items() if each} == crossed_by_hand(keys)


@settings(
    max_examples=200 if IS_LONG else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=ACTS, after=ACTS, choices=st.lists(CHOICES, min_size=3, max_size=3))
def test_counts_are_those_made_by_hand(actors, before, after, choices):
    """One process follows each change, the other all of them at once from the copy."""
    with transaction.atomic():
        registry, follows, late = Registry(actors), HeldFacets(), HeldFacets()
        raise_registry_version()  # before its first version, a registry is counted by SQL
        for act in before:
            registry.act(*act)
        rebuild_facets()
        late.now()
        for act in after:
            registry.act(*act)
            follows.now()

        for choice in choices:
            check(with_keys(choice, *actors), follows, late)
        transaction.set_rollback(True)


def one_published(actors, **fields):
    authorities, partners = actors
    return published(authorities[:1], partners[:1], **fields)


def test_a_copy_that_is_damaged_is_not_used(actors):
    one_published(actors)
    rebuild_facets()
    assert HeldFacets().now().sets["all"][""]
    path = _path()
    whole = path.read_bytes()
    damaged = [whole[:-1], whole[: len(whole) // 2], b"", whole + b"x", b"facets 0" + whole[8:]]
    damaged += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (2, 20, 90, 200)]

    for data in damaged:
        path.write_bytes(data)
        assert HeldFacets().now() is None, data[:20]

    path.unlink()
    assert HeldFacets().now() is None


def test_a_copy_of_another_database_is_not_used(actors):
    """One that was restored from before the copy, or one that has other partnerships."""
    first = one_published(actors)
    rebuild_facets()
    held = HeldFacets()
    held.now()
    RegistryChange.objects.all().delete()
    index_partnerships([first.pk])

    assert held.now() is None
    assert HeldFacets().now() is None
    rebuild_facets()
    assert held.now().version == registry_version()


def test_changes_that_are_too_many_are_left_to_upkeep(actors, monkeypatch):
    monkeypatch.setattr("partnerships.registry.facets.held.CAUGHT_UP_MAX", 1)
    pages = [one_published(actors) for _rank in range(2)]
    rebuild_facets()
    held = HeldFacets()
    held.now()

    index_partnerships([pages[0].pk])
    assert held.now()
    index_partnerships([page.pk for page in pages])
    assert held.now() is None


def test_a_registry_that_is_emptied_counts_nothing(actors):
    page = one_published(actors)
    rebuild_facets()
    held = HeldFacets()
    Partnership.objects.update(is_suspended=True)
    index_partnerships([page.pk])

    check({}, held)
    check({"q": "fontaine", "pays": ["MA"]}, held)
    assert held.now().sets == {facet: {} for facet in held.now().sets}


def test_few_partnerships_need_no_copy(actors, monkeypatch):
    one_published(actors)
    rebuild_facets()
    assert mark_of_copy()
    monkeypatch.setattr("partnerships.registry.facets.held.FEW", 2)

    assert rebuild_facets() == 1

    assert mark_of_copy() is None


def test_a_request_that_began_before_a_change_still_counts_its_version(actors):
    one_published(actors)
    rebuild_facets()
    held = HeldFacets()
    before = held.now().version
    one_published(actors)
    after = held.now().version

    assert after > before
    assert len(held.at(before).sets["all"][""]) == 1
    assert len(held.at(after).sets["all"][""]) == 2


def test_old_changes_are_forgotten_once_a_copy_has_them(actors):
    page = one_published(actors)
    RegistryChange.objects.update(version=1)
    index_partnerships([page.pk])

    rebuild_facets()

    assert set(RegistryChange.objects.values_list("version", flat=True)) == {registry_version()}
    two_days = timedelta(days=2).total_seconds() * 1_000_000
    assert registry_version() > two_days
    raise_registry_version()
    assert HeldFacets().now().version == registry_version()


def test_what_a_killed_writer_left_is_removed_and_the_copy_stays(actors, tmp_path, monkeypatch):
    one_published(actors)
    rebuild_facets()
    (tmp_path / "facets.killed").write_bytes(b"half")
    rebuild_facets()
    assert (tmp_path / "facets.killed").exists()
    monkeypatch.setattr("partnerships.registry.facets.copy.ABANDONED_SECONDS", -1)

    rebuild_facets()

    assert [path.name for path in tmp_path.glob("facets*")] == ["facets"]
    assert HeldFacets().now()


def test_upkeep_and_reindex_write_the_copy(tmp_path):
    published()
    for command in (["reindex"], ["reindex", "--missing"], ["daily_upkeep"]):
        call_command(*command, stdout=io.StringIO(), stderr=io.StringIO())
        assert (tmp_path / "facets").exists(), command
        (tmp_path / "facets").unlink()
