"""The daily comparison of the indexes with the rows, and what /sante/ shows of it."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from partnerships.models import (
    DossierIndex,
    Facet,
    FacetCount,
    Partnership,
    PartnershipFacet,
)
from partnerships.publication.facets import recount
from partnerships.publication.search_table import DOSSIERS, PARTNERSHIPS
from partnerships.workflow.index_check import Compared
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import dossier_in
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def published(shared_rows):
    """What one dossier publishes."""
    dossier_in("closed")


def upkeep():
    """Run the daily upkeep; returns what it writes to stderr."""
    errors = io.StringIO()
    call_command("daily_upkeep", stdout=io.StringIO(), stderr=errors)
    return errors.getvalue()


def health(client):
    """What an administrator reads: the status, and whether the indexes agree."""
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(reverse("portal:health"))
    assert response.status_code == 200
    report = json.loads(response.content)
    return report["status"], report["index"]


def lose_a_searched_row():
    PARTNERSHIPS.write([Partnership.objects.first().pk], [])


def add_a_searched_row():
    PARTNERSHIPS.write([987_654], [(987_654, ["zorglub"])])


def swap_a_searched_row():
    """Replace one row by another: the count is unchanged."""
    lose_a_searched_row()
    add_a_searched_row()


def show_what_is_suspended():
    Partnership.objects.update(is_suspended=True)


def lose_the_facets():
    PartnershipFacet.objects.filter(facet=Facet.ALL).delete()


def miscount_a_kind():
    FacetCount.objects.filter(facet=Facet.KIND).update(count=7)


def keep_an_orphan_count():
    FacetCount.objects.create(facet=Facet.COUNTRY, value="XX", count=2)


def miscount_the_values_in_use():
    FacetCount.objects.filter(facet=Facet.DISTINCT, value=Facet.AUTHORITY).update(count=9)


def lose_a_period():
    PartnershipFacet.objects.filter(facet=Facet.FIRST_YEAR).delete()
    recount()


def miscount_a_year():
    FacetCount.objects.filter(facet=Facet.FIRST_YEAR).update(count=5)


def miscount_a_proposal():
    ProposalFactory(number=19, partnership_count=4)


def lose_an_indexed_dossier():
    DossierIndex.objects.all().delete()


def index_a_dossier_never_deposited():
    draft = dossier_in("draft")
    DOSSIERS.write([draft.pk], [(draft.pk, ["zorglub"])])


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lose_a_searched_row, "search"),
        (add_a_searched_row, "search"),
        (swap_a_searched_row, "search"),
        (show_what_is_suspended, "facets"),
        (lose_the_facets, "counts"),
        (miscount_a_kind, "counts"),
        (keep_an_orphan_count, "counts"),
        (miscount_the_values_in_use, "values in use"),
        (lose_a_period, "periods"),
        (miscount_a_year, "counts"),
        (miscount_a_proposal, "proposals"),
        (lose_an_indexed_dossier, "officers' index"),
        (index_a_dossier_never_deposited, "officers' search"),
    ],
)
def test_fault_is_reported_and_shown_until_it_is_repaired(client, damage, named):
    damage()

    errors = upkeep()

    assert f"«\u202f{Compared(named).label}\u202f»" in errors
    assert health(client) == ("degraded", False)


def test_fault_is_no_longer_shown_after_reindex(client):
    swap_a_searched_row()
    upkeep()
    assert health(client) == ("degraded", False)

    call_command("reindex", stdout=io.StringIO())

    assert health(client) == ("ok", True)
    assert upkeep() == upkeep()


def test_missing_and_extra_rows_are_both_counted(client):
    swap_a_searched_row()

    errors = upkeep()

    assert "1 lignes manquent, 1 en trop" in errors
    assert "987654" in errors


def test_agreeing_indexes_are_reported_with_the_time(client):
    dossier_in("submitted")
    dossier_in("draft")

    errors = upkeep()

    assert "Index" not in errors
    assert health(client) == ("ok", True)
    assert json.loads(client.get(reverse("portal:health")).content)["details"]["index_checked_at"]


def test_indexes_never_compared_are_unknown_and_no_failure(client):
    lose_a_searched_row()

    assert health(client) == ("ok", None)


# SQLite opens a write transaction; PostgreSQL is asked whether it is read-only.
PROBE_QUERIES = {"sqlite": 7, "postgresql": 6}


@pytest.mark.parametrize("count", [1, 3])
def test_probe_runs_the_same_queries_for_any_registry(client, count, django_assert_num_queries):
    for _rank in range(count - 1):
        dossier_in("closed")
    upkeep()

    with django_assert_num_queries(PROBE_QUERIES[connection.vendor]):
        client.get(reverse("portal:health"))
