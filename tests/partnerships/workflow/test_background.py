"""Background processes survive temporary errors, and report that they are alive."""

from datetime import timedelta

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from partnerships.management import background
from partnerships.management.background import pause_after, repeat
from partnerships.management.commands.db_worker import MAX_TRIES, Worker
from partnerships.models import BackgroundProcess, BulkRun, Heartbeat
from tests.factories.accounts import reviewer

# The worker closes its connections between tasks.
pytestmark = pytest.mark.django_db(transaction=True)
FAILURES = []


@pytest.fixture(autouse=True)
def _tasks_wait_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    FAILURES.clear()


@task()
def fragile() -> None:
    """Fails with each error of FAILURES in turn, then succeeds."""
    if FAILURES:
        raise FAILURES.pop(0)


def work():
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


@pytest.mark.parametrize(
    "error",
    [OperationalError("database is locked"), InterfaceError("closed"), ConnectionResetError()],
)
def test_task_stopped_by_a_temporary_error_is_tried_again(error):
    FAILURES.append(error)
    result = fragile.enqueue()

    work()
    assert DBTaskResult.objects.get(pk=result.id).status == "READY"
    work()

    assert DBTaskResult.objects.get(pk=result.id).status == "SUCCESSFUL"


def test_task_whose_result_could_not_be_written_is_run_again(monkeypatch):
    result = fragile.enqueue()
    options = {"queue_names": ["default"], "interval": 0, "backend_name": "default"}
    options |= {"max_tasks": None, "worker_id": "w", "excluded_queue_names": []}
    worker = Worker(batch=True, startup_delay=False, **options)

    def fail(*args):
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(DBTaskResult, "set_successful", fail)
        broken.setattr(DBTaskResult, "set_failed", fail)
        with pytest.raises(OperationalError):
            worker.run()
    assert DBTaskResult.objects.get(pk=result.id).status == "RUNNING"
    worker.run()

    assert DBTaskResult.objects.get(pk=result.id).status == "SUCCESSFUL"


def test_task_that_fails_permanently_is_not_tried_again():
    FAILURES.append(ValueError("faux"))
    result = fragile.enqueue()

    work()

    assert DBTaskResult.objects.get(pk=result.id).status == "FAILED"


def test_task_is_not_retried_forever():
    FAILURES.extend(OperationalError("disk is full") for _rank in range(MAX_TRIES + 1))
    result = fragile.enqueue()

    for _time in range(MAX_TRIES):
        work()

    assert DBTaskResult.objects.get(pk=result.id).status == "FAILED"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, ConnectionResetError])
def test_repeated_work_goes_on_after_temporary_errors(monkeypatch, error):
    pauses, turns = [], iter([error(), error(), None, error(), None])
    monkeypatch.setattr(background.time, "sleep", pauses.append)

    def step():
        if failure := next(turns):
            raise failure

    repeat(step, pause=5, goes_on=lambda: len(pauses) < 5)

    assert pauses == [10, 20, 5, 10, 5]


def test_repeated_work_ends_on_a_programming_error():
    def step():
        raise ValueError("faux")

    with pytest.raises(ValueError, match="faux"):
        repeat(step, pause=0, goes_on=lambda: True)


def test_pauses_grow_up_to_a_minute():
    assert [pause_after(failures, 1) for failures in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pause_after(9, 300) == 300


def test_worker_writes_its_heartbeat():
    work()

    beat = Heartbeat.objects.get(process=BackgroundProcess.WORKER)
    assert not beat.is_late


def test_page_waiting_for_a_silent_worker_says_so(client):
    officer = reviewer()
    run = BulkRun.objects.create(
        by=officer, act="assign", started_at=timezone.now(), advanced_at=timezone.now()
    )
    client.force_login(officer)
    page = reverse("partnerships:bulk_run", args=[run.uuid])

    Heartbeat.objects.beat(BackgroundProcess.WORKER, within=timedelta(minutes=1))
    alive = client.get(page).content.decode()
    Heartbeat.objects.beat(BackgroundProcess.WORKER, within=timedelta(seconds=-1))
    silent = client.get(page).content.decode()

    sentence = "Le travail en arrière-plan est arrêté pour l’instant."
    assert sentence not in alive
    assert sentence in silent


@pytest.mark.parametrize("name", ["send_mail", "scan_files"])
def test_command_that_cron_starts_each_minute_leaves_the_checks_to_others(
    name, monkeypatch, settings
):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    asked = []
    monkeypatch.setattr(BaseCommand, "check", lambda self, **options: asked.append(self))
    command = load_command_class("partnerships", name)

    command.run_from_argv(["manage.py", name])

    assert asked == []
