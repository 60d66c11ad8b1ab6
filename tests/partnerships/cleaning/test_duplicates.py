"""Probable duplicates: how they are found, their reasons, and when they are searched."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.cleaning.suspension import suspend_page
from partnerships.document.projection import item
from partnerships.models import (
    ComparedRecord,
    DuplicatePair,
    InternationalPartner,
    LocalAuthority,
    Provenance,
    RecordKind,
)
from partnerships.names import are_near, ends_of, name_key
from partnerships.publication.authorities import add_authority
from partnerships.publication.duplicates import looking
from partnerships.publication.duplicates.looking import compare_records, look_for_duplicates
from partnerships.publication.duplicates.partners import PARTNERS
from partnerships.publication.duplicates.reasons import REASONS
from tests.factories.accounts import reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


def pairs(kind=None):
    rows = DuplicatePair.objects.filter(**({"kind": kind} if kind else {}))
    return {pair.ids: (pair.score, pair.reasons) for pair in rows}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("fes", "fez", True),
        ("oujda", "oudja", True),
        ("oujda", "oujdda", True),
        ("ouagadougou", "uagadougou", True),
        ("castres mazamet", "castresmazamet", True),
        ("dakar", "dakar", False),
        ("dakar", "daakaar", False),
        ("lome", "rome", True),
        ("oran", "bamako", False),
        ("ab", "ac", False),
        ("district 1", "district 2", False),
        ("district 1", "district 11", False),
        ("district 1", "distric 1", True),
    ],
)
def test_names_one_letter_apart_are_near_and_share_an_end(one, other, near):
    assert are_near(one, other) == are_near(other, one) == near
    if near:
        assert ends_of(one) & ends_of(other)


def test_town_titles_are_ignored_in_names():
    assert name_key("Ville de Fès") == name_key("FES") == "fes"
    assert name_key("Municipality") == "municipality"


def test_duplicate_partners_are_found_by_name_place_and_french_authority():
    country, place = CountryFactory(iso2="MA"), PlaceFactory()
    lille = LocalAuthorityFactory()
    town = InternationalPartnerFactory(name="Fès", country=country, place=place)
    near = InternationalPartnerFactory(name="Fez", country=country, kind="unknown")
    same_place = InternationalPartnerFactory(
        name="Fès", country=country, place=place, kind="intermunicipal"
    )
    InternationalPartnerFactory(name="Fès", country=CountryFactory(iso2="CD", name="Congo"))
    InternationalPartnerFactory(name="Oujda", country=country)
    InternationalPartnerFactory(name="Fès", country=country, merged_into=town)
    for partner in (town, near):
        published([lille], [partner], title=f"Avec {partner}")

    look_for_duplicates()

    assert pairs(RecordKind.PARTNER) == {
        (town.pk, near.pk): (50, ["near_name", "same_authorities", "unknown_kind"]),
        (town.pk, same_place.pk): (60, ["same_place", "same_name", "other_kind"]),
    }
    assert set(DuplicatePair.objects.values_list("country", flat=True)) == {"MA"}


def test_namesake_towns_far_apart_are_not_duplicates():
    here = InternationalPartnerFactory(name="Santa Cruz", latitude=28.4, longitude=-16.2)
    there = InternationalPartnerFactory(name="Santa Cruz", latitude=37.0, longitude=-6.0)
    beside = InternationalPartnerFactory(name="Santa Crus", latitude=28.41, longitude=-16.21)

    look_for_duplicates()

    assert set(pairs()) == {(here.pk, beside.pk)}
    assert there.pk


def test_duplicate_partnerships_are_found_by_parties_title_and_dates():
    lille, oujda = LocalAuthorityFactory(), InternationalPartnerFactory(name="Oujda")
    first, apart, imported = (
        published([lille], [oujda], title="Plan climat", starts_on="2015-01-01"),
        published(
            [lille], [oujda], title="Eau potable", starts_on="1990-01-01", ends_on="1995-01-01"
        ),
        published([lille], [oujda], title="Lille – Oujda", provenance=Provenance.WIKIDATA),
    )
    near = published([lille], [InternationalPartnerFactory(name="Oudja")], title="Plan climat")
    published([LocalAuthorityFactory()], [oujda], title="Plan climat")
    published([lille], [InternationalPartnerFactory(name="Rabat")], title="Plan climat")

    look_for_duplicates()

    assert pairs(RecordKind.PARTNERSHIP) == {
        (first.pk, imported.pk): (
            70,
            ["same_sides", "imported_and_declared", "same_type"],
        ),
        (apart.pk, imported.pk): (
            70,
            ["same_sides", "imported_and_declared", "same_type"],
        ),
        (imported.pk, near.pk): (55, ["near_sides", "imported_and_declared", "same_type"]),
        (first.pk, near.pk): (70, ["near_sides", "same_title", "same_type"]),
    }


def test_only_authorities_added_by_officers_are_compared():
    known = LocalAuthorityFactory(name="Saint-Germain", source="Etalab")
    LocalAuthorityFactory(name="Saint-Germain", source="Etalab")
    LocalAuthorityFactory(
        name="Saint-Germain", departement=DepartementFactory(code="78", name="Yvelines")
    )
    added = add_authority(
        LocalAuthority(name="St Germain", kind="commune", departement=known.departement),
        source="Courriel",
    )

    look_for_duplicates()

    twins = LocalAuthority.objects.filter(departement=known.departement, source="Etalab")
    assert {ids: codes for ids, (_score, codes) in pairs().items()} == {
        (twin.pk, added.pk): ["same_name", "same_departement", "same_kind"] for twin in twins
    }


def test_only_what_changed_is_compared_again():
    published()
    partners = [InternationalPartnerFactory(name=name) for name in ("Dakar", "Bamako", "Dakar")]

    assert look_for_duplicates() == 5
    assert look_for_duplicates() == 0
    partners[1].name = "Dakar"
    partners[1].save()
    assert look_for_duplicates() == 1

    assert len(pairs()) == 3
    InternationalPartner.objects.filter(pk=partners[2].pk).update(merged_into=partners[0])
    assert look_for_duplicates() == 1
    assert set(pairs()) == {(partners[0].pk, partners[1].pk)}
    assert ComparedRecord.objects.count() == 4


def test_interrupted_search_resumes(monkeypatch):
    for _rank in range(6):
        InternationalPartnerFactory(name="Dakar")
    monkeypatch.setattr(looking, "BATCH", 2)
    compare_records(
        RecordKind.PARTNER, InternationalPartner.objects.values_list("pk", flat=True)[:2]
    )

    assert look_for_duplicates() == 4
    assert len(pairs()) == 15


def changing_meanwhile(monkeypatch, change) -> list[bool]:
    """Calls `change` once while partners are compared; whether each comparison was in a
    transaction, which on SQLite keeps everybody from writing.
    """
    states = []

    def compare(one, other):
        if not states:
            change()
        states.append(connection.in_atomic_block)
        return PARTNERS.compare(one, other)

    monkeypatch.setitem(looking.COMPARISONS, RecordKind.PARTNER, replace(PARTNERS, compare=compare))
    return states


@pytest.mark.parametrize("changed", [0, 1])
@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.django_db(transaction=True)
def test_record_that_changes_while_it_is_compared_is_compared_again(
    monkeypatch, is_merged, changed
):
    rows = [InternationalPartnerFactory(name=name) for name in ("Dakar", "Dakar", "Rabat")]
    values = {"merged_into": rows[2]} if is_merged else {"name": "Bamako"}
    row = InternationalPartner.objects.filter(pk=rows[changed].pk)
    states = changing_meanwhile(monkeypatch, lambda: row.update(**values))

    compare_records(RecordKind.PARTNER, [rows[0].pk])

    assert pairs() == {}
    assert set(states) == {False}
    look_for_duplicates()
    assert pairs() == {}


def test_suspended_partnership_is_in_no_pair():
    lille, oujda = LocalAuthorityFactory(), InternationalPartnerFactory()
    one, _other = (published([lille], [oujda], title="Plan climat") for _rank in range(2))
    look_for_duplicates()
    assert len(pairs()) == 1

    suspend_page(one, 1, by=reviewer(), reason="Motif.")

    assert pairs() == {}


@pytest.mark.django_db(transaction=True)
def test_published_partnership_is_compared_at_once():
    member, oujda = MemberFactory(), InternationalPartnerFactory()
    known = published([member.authority], [oujda], title="Éclairage public partagé")
    partner = item(partner=str(oujda.uuid))
    fields = {"partners": [partner["uuid"]], f"partners.{partner['uuid']}.partner": str(oujda.uuid)}

    new = dossier_in("closed", member=member, **fields).partnership

    assert set(pairs()) == {(known.pk, new.pk)}


def test_upkeep_searches_for_duplicates():
    for _rank in range(2):
        InternationalPartnerFactory(name="Dakar")
    out = io.StringIO()

    call_command("daily_upkeep", stdout=out, stderr=io.StringIO())

    assert "fiches comparées" in out.getvalue()
    assert len(pairs()) == 1


def test_every_reason_has_a_weight_and_a_label():
    assert all(reason.points and str(reason.label) for reason in REASONS.values())


@pytest.mark.parametrize("count", [3, 30])
def test_search_runs_the_same_queries_for_any_number(count, django_assert_num_queries):
    for rank in range(count):
        InternationalPartnerFactory(name="Dakar" if rank < 3 else f"Ville {rank}")
    ids = list(InternationalPartner.objects.values_list("pk", flat=True))

    with django_assert_num_queries(11):
        compare_records(RecordKind.PARTNER, ids)


@pytest.mark.sqlite
def test_authorities_of_partners_are_read_from_their_own_partnerships():
    with CaptureQueriesContext(connection) as queries:
        list(PARTNERS.facts([1, 2]))
    links = queries.captured_queries[0]["sql"]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {links}")
        first = cursor.fetchone()[-1]

    # Any other order tries each partner with each partnership: minutes in a large registry.
    assert first.startswith("SEARCH partnerships_partnershippartner")
    assert first.endswith("(partner_id=?)")
