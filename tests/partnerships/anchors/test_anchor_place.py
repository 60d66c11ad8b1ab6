"""The anchors: changed, missing or replaced ones; their key, day and store."""

import io
import os
from pathlib import Path

import pytest
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from partnerships.anchors.daily import name_of
from partnerships.models import JournalAnchor
from tests.factories.anchors import anchor, anchored, journal_faults, path_of, raw, verify
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    anchored(settings, tmp_path / "ailleurs")


def test_tampered_anchor_is_found_and_not_trusted():
    dossier_in("submitted")
    anchor(days_ago=1)
    path = Path(path_of(1))
    path.write_bytes(path.read_bytes().replace(b'"sequence":2', b'"sequence":1'))

    assert "Ancres – l’ancre n° 1 a été modifiée ou remplacée" in journal_faults()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_missing_anchor_is_found(number):
    dossier_in("submitted")
    for days in (3, 2, 1):
        anchor(days_ago=days)
    os.unlink(path_of(number))  # noqa: PTH108

    assert f"l’ancre n° {number} manque" in journal_faults()


def test_anchor_replaced_by_another_of_ours_is_found(tmp_path):
    """An anchor states its number in its name and in its content."""
    dossier_in("submitted")
    for days in (2, 1):
        anchor(days_ago=days)
    Path(path_of(2)).unlink()
    Path(path_of(2)).write_bytes(Path(path_of(1)).read_bytes())

    assert "l’ancre n° 2 a été modifiée ou remplacée" in journal_faults()


def test_anchor_signed_again_differs_from_the_one_in_the_database():
    dossier_in("submitted")
    anchor(days_ago=1)
    row = JournalAnchor.objects.get()
    Path(path_of(1)).unlink()
    raw("DELETE FROM partnerships_journalanchor")
    anchor(days_ago=1)
    raw("UPDATE partnerships_journalanchor SET digest = %s", row.digest)

    assert "n’est pas celle que la base a vu écrire" in journal_faults()


def test_anchor_missing_from_the_database_is_found_then_restored():
    dossier_in("submitted")
    anchor(days_ago=2)
    raw("DELETE FROM partnerships_journalanchor")
    assert "n’est pas connue de la base" in journal_faults()

    assert anchor().number == 2
    assert "2 ancres" in verify()


def test_anchors_of_a_former_key_are_still_valid(settings):
    dossier_in("submitted")
    anchor(days_ago=1)

    settings.ANCHOR_KEY = ["une-autre-clef-plus-recente-0123456789", *settings.ANCHOR_KEY]
    anchor()

    assert "2 ancres" in verify()
    settings.ANCHOR_KEY = settings.ANCHOR_KEY[:1]
    assert "l’ancre n° 1 a été modifiée" in journal_faults()


def test_anchor_is_written_once_a_day_and_never_over_another(django_assert_num_queries):
    dossier_in("submitted")
    out = io.StringIO()
    for _time in range(2):
        call_command("daily_upkeep", stdout=out, stderr=out)

    assert out.getvalue().count("ancres du journal") == 1
    with pytest.raises(FileExistsError):
        storages["anchors"].add(name_of(1), ContentFile(b"x"))
    verify()


@pytest.mark.parametrize("count", [3, 30])
def test_anchor_runs_the_same_queries_for_any_number_of_dossiers(count, django_assert_num_queries):
    for _rank in range(count):
        dossier_in("draft")

    with django_assert_num_queries(3):
        anchor()


def test_without_a_key_nothing_is_written_and_it_is_reported(settings, admin_client):
    dossier_in("submitted")
    settings.ANCHOR_KEY = []

    with pytest.raises(CommandError, match="ANCHOR_KEY"):
        call_command("anchor_journal")
    assert "Aucune ancre" in verify()
    assert admin_client.get(reverse("portal:health")).json()["details"]["anchors"] == "unset"
    warnings = checks.run_checks(databases=["default"], tags=[checks.Tags.database])
    assert "cncd_portal.W001" in {each.id for each in warnings}


def test_late_anchors_are_reported_without_failing_the_probe(admin_client):
    dossier_in("submitted")
    anchor(days_ago=3)

    answer = admin_client.get(reverse("portal:health"))

    assert (answer.status_code, answer.json()["details"]["anchors"]) == (200, "late")
    assert "Aucune ancre depuis deux jours" in verify()


def test_key_is_not_in_the_anchor_nor_in_the_database(settings):
    dossier_in("submitted")
    anchor()

    assert settings.ANCHOR_KEY[0].encode() not in Path(path_of(1)).read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partnerships_journalanchor")
        assert settings.ANCHOR_KEY[0] not in str(cursor.fetchall())
