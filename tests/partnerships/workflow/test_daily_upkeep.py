"""The daily upkeep: each job on its own, its outcome recorded, and old rows deleted."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cncd_portal import database
from cncd_portal.accounts.sessions import Session
from partnerships.management.upkeep import JOBS
from partnerships.models import MailState, Notification, OutboxMail, UpkeepJob, UpkeepRun
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def upkeep():
    out = io.StringIO()
    call_command("daily_upkeep", stdout=out, stderr=out)
    return out.getvalue()


def test_every_job_has_its_place():
    assert list(JOBS) == list(UpkeepJob)


@pytest.mark.parametrize("job", UpkeepJob)
def test_failed_job_stops_no_other_and_is_reported(monkeypatch, job):
    def fail(today, now):
        raise RuntimeError("disque plein")

    monkeypatch.setitem(JOBS, job, fail)
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("daily_upkeep", stdout=out, stderr=out)

    assert f"Échec\u202f: {job.label}\u202f: disque plein" in out.getvalue()
    assert set(UpkeepRun.objects.values_list("job", flat=True)) == set(UpkeepJob.values)
    [failed] = UpkeepRun.objects.exclude(error="")
    assert (failed.job, failed.succeeded_at) == (job, None)


def test_last_success_is_remembered_after_a_failure(monkeypatch):
    upkeep()
    before = UpkeepRun.objects.get(job=UpkeepJob.BIN).succeeded_at
    monkeypatch.setitem(JOBS, UpkeepJob.BIN, lambda today, now: 1 // 0)

    with pytest.raises(CommandError):
        upkeep()

    run = UpkeepRun.objects.get(job=UpkeepJob.BIN)
    assert (run.succeeded_at, run.error) == (before, "integer division or modulo by zero")
    monkeypatch.undo()
    upkeep()
    assert UpkeepRun.objects.get(job=UpkeepJob.BIN).error == ""


def session(days):
    expire = timezone.now() + timedelta(days=days)
    return Session.objects.create(session_key=f"s{days}", session_data="x", expire_date=expire)


def mail(days, state):
    at = timezone.now() - timedelta(days=days)
    return OutboxMail.objects.create(
        cause=f"{state}{days}",
        recipient="a@example.org",
        state=state,
        sent_at=at if state == MailState.SENT else None,
        created_at=at,
    )


def task(days, status):
    at = timezone.now() - timedelta(days=days)
    return DBTaskResult.objects.create(
        status=status, args_kwargs={}, task_path="x", run_after=at, finished_at=at
    )


def test_finished_rows_are_deleted_after_their_delay(settings):
    settings.SENT_MAILS_KEPT_DAYS, settings.TASKS_KEPT_DAYS = 100, 10
    recent = [
        session(1),
        mail(99, MailState.SENT),
        mail(101, MailState.FAILED),
        task(9, "SUCCESSFUL"),
        task(11, "READY"),
    ]
    gone = [session(-1), mail(101, MailState.SENT), task(11, "SUCCESSFUL"), task(11, "FAILED")]

    # A ready task is never deleted, however old: only finished ones are.
    outcome = upkeep()

    assert all(type(row).objects.filter(pk=row.pk).exists() for row in recent)
    assert not any(type(row).objects.filter(pk=row.pk).exists() for row in gone)
    assert "sessions expirées effacées\u202f: 1" in outcome
    assert "courriels envoyés effacés\u202f: 1" in outcome
    assert "travaux finis effacés\u202f: 2" in outcome


def test_old_rows_are_deleted_in_slices(monkeypatch):
    person = UserFactory()
    old = timezone.now() - timedelta(days=500)
    for rank in range(5):
        Notification.objects.create(user=person, cause=str(rank), created_at=old)
        session(-1 - rank)
    monkeypatch.setattr(database, "DELETED_AT_ONCE", 2)

    with CaptureQueriesContext(connection) as queries:
        outcome = upkeep()

    deletions = [
        each["sql"].split('"')[1]
        for each in queries.captured_queries
        if each["sql"].startswith("DELETE")
    ]
    assert deletions.count("partnerships_notification") == 3
    assert deletions.count("accounts_session") == 3
    assert "sessions expirées effacées\u202f: 5" in outcome
    assert not Notification.objects.exists()
