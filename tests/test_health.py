"""/sante/: what probes and administrators are told."""

import json
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone

from partnerships.models import BackgroundProcess, Heartbeat, UpkeepJob, UpkeepRun
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def health(client, user=None):
    if user:
        client.force_login(user)
    response = client.get(reverse("portal:health"))
    return response.status_code, json.loads(response.content)


def silent(process):
    Heartbeat.objects.beat(process, within=timedelta(seconds=-1))


def test_portal_that_works_says_so_and_no_more(client):
    assert health(client) == (200, {"status": "ok"})


@pytest.mark.parametrize("process", BackgroundProcess)
def test_silent_process_degrades_and_its_name_is_for_administrators(client, process):
    silent(process)

    assert health(client) == (200, {"status": "degraded"})
    assert health(client, UserFactory(is_staff=True)) == (200, {"status": "degraded"})
    status, report = health(client, UserFactory(is_superuser=True))
    assert (status, report["status"], report["processes"]) == (200, "degraded", False)
    assert report["details"]["processes"][process]["is_late"]


def test_process_that_beats_again_is_no_longer_late(client):
    silent(BackgroundProcess.WORKER)
    Heartbeat.objects.beat(BackgroundProcess.WORKER, within=timedelta(minutes=1))

    assert health(client) == (200, {"status": "ok"})


def test_failed_job_of_the_upkeep_degrades(client):
    UpkeepRun.objects.create(
        job=UpkeepJob.ERASURE, started_at=timezone.now(), seconds=1, error="disque plein"
    )

    assert health(client)[1] == {"status": "degraded"}
    report = health(client, UserFactory(is_superuser=True))[1]
    assert report["details"]["failed_jobs"] == ["erasure"]


def failing(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), InterfaceError("connection already closed")]
)
@pytest.mark.parametrize(
    ("name", "fault", "expected"),
    [
        ("VITAL", "database", (503, {"status": "down"})),
        ("VITAL", "storage", (503, {"status": "down"})),
        ("OTHERS", "writing", (200, {"status": "degraded"})),
        ("OTHERS", "index", (200, {"status": "degraded"})),
    ],
)
def test_only_what_serves_pages_is_a_failure(client, monkeypatch, name, fault, expected, error):
    checks = __import__("cncd_portal.pages.health", fromlist=[name])
    monkeypatch.setitem(getattr(checks, name), fault, failing(error))

    assert health(client) == expected


def test_little_space_degrades(client, monkeypatch):
    monkeypatch.setattr("cncd_portal.pages.health.FREE_BYTES_MIN", 2**62)

    assert health(client) == (200, {"status": "degraded"})


def test_probe_writes_nothing_and_asks_little(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as asked:
        health(client)

    begun = ("SELECT", "PRAGMA", "SHOW", "SAVEPOINT", "ROLLBACK", "RELEASE", "BEGIN")
    assert {query["sql"].split()[0] for query in asked.captured_queries} <= set(begun)


def test_administration_says_what_is_silent_or_failed(client):
    silent(BackgroundProcess.MAIL)
    UpkeepRun.objects.create(
        job=UpkeepJob.BIN, started_at=timezone.now(), seconds=1, error="base verrouillée"
    )
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    page = client.get(reverse("admin:index")).content.decode()

    assert "envoi des courriels\u202f: aucun signe de vie" in page
    assert "dossiers effacés de la corbeille\u202f: base verrouillée" in page
