"""Acts on many dossiers survive a killed worker: none is lost, none is made twice."""

import pytest
from django.core.management import call_command

from partnerships.models import (
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkRun,
    Decision,
    Dossier,
    DossierEvent,
    OutboxMail,
)
from partnerships.workflow.bulk.plan import prepare, start
from partnerships.workflow.bulk.run import work
from partnerships.workflow.bulk.tasks import resume_runs
from partnerships.workflow.journal import faults
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.bulk import acceptance_run, many_dossiers
from tests.factories.decisions import two_people_decide
from tests.factories.killing import begin_and_kill
from tests.length import IS_LONG
from tests.partnerships.workflow.test_races import at_once

# How many decisions, and how many of them are done when the worker is killed: first, then again.
DOSSIERS, KILLS = (1_000, (50, 300)) if IS_LONG else (120, (15, 50))
WORKER = """
from partnerships.models import BulkRun
from partnerships.workflow.bulk.run import work
work(BulkRun.objects.get(pk={run}))
"""


def work_and_be_killed(run, done):
    """Start `run` in another process, and kill it after `done` decisions."""
    items = run.items.filter(state=BulkItemState.DONE)
    begin_and_kill(WORKER.format(run=run.pk), lambda: items.count() >= done)


@pytest.mark.django_db(transaction=True)
def test_decisions_survive_two_kills():
    officer = reviewer()
    dossiers = many_dossiers(DOSSIERS, officer=officer)
    run = acceptance_run(dossiers, officer)

    for done in KILLS:
        work_and_be_killed(run, done)
        run.refresh_from_db()
        assert run.finished_at is None
        assert Decision.objects.count() == run.items.filter(state=BulkItemState.DONE).count()
        assert Decision.objects.count() < DOSSIERS
    assert resume_runs(BulkRun.objects.under_way()) == 1

    run.refresh_from_db()
    assert run.finished_at
    assert set(run.items.values_list("state", flat=True)) == {BulkItemState.DONE}
    assert Decision.objects.values("dossier").distinct().count() == DOSSIERS
    assert Decision.objects.count() == DOSSIERS
    assert set(Dossier.objects.values_list("status", flat=True)) == {"decided"}
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_countersignatures_survive_a_kill_and_are_told_once():
    two_people_decide()
    officer, leader = reviewer(), lead_reviewer()
    dossiers = many_dossiers(40, officer=officer)
    work(acceptance_run(dossiers, officer))
    keys = [dossier.pk for dossier in dossiers]
    run = prepare(BulkAct.COUNTERSIGN, Dossier.objects.filter(pk__in=keys), by=leader)
    start(run, by=leader)

    work_and_be_killed(run, 10)
    signed = Decision.objects.filter(countersigned_by=leader)
    assert 10 <= signed.count() < 40
    assert not OutboxMail.objects.filter(recipient=officer.email, cause__startswith="bulk:")
    assert resume_runs(BulkRun.objects.under_way()) == 1

    assert signed.count() == 40
    events = DossierEvent.objects.filter(action="countersign", actor=leader.journal_id)
    assert events.values("dossier").distinct().count() == events.count() == 40
    (mail,) = OutboxMail.objects.filter(recipient=officer.email, cause__startswith="bulk:")
    assert mail.gathered.count() == 40
    assert list(faults()) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_lead_reviewers_at_once_countersign_each_decision_once():
    two_people_decide()
    officer, leaders = reviewer(), [lead_reviewer(), lead_reviewer()]
    dossiers = many_dossiers(12, officer=officer)
    work(acceptance_run(dossiers, officer))
    rows = Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers])
    runs = [prepare(BulkAct.COUNTERSIGN, rows, by=leader) for leader in leaders]
    for run in runs:
        start(run, by=run.by)

    at_once([lambda run=run: work(BulkRun.objects.get(pk=run.pk)) for run in runs])

    done = BulkItem.objects.filter(run__in=runs, state=BulkItemState.DONE)
    left = BulkItem.objects.filter(run__in=runs, state=BulkItemState.NOT_DONE)
    assert (done.count(), left.count()) == (12, 12)
    assert DossierEvent.objects.filter(action="countersign").count() == 12
    for item in done.select_related("run", "decision"):
        assert item.decision.countersigned_by_id == item.run.by_id
    assert list(faults()) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_decide_each_dossier_once():
    officer = reviewer()
    run = acceptance_run(many_dossiers(20, officer=officer), officer)

    at_once([lambda: work(BulkRun.objects.get(pk=run.pk))] * 3)

    assert Decision.objects.count() == 20
    assert set(run.items.values_list("state", flat=True)) == {BulkItemState.DONE}


@pytest.mark.django_db(transaction=True)
def test_starting_worker_resumes_what_another_left(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    officer = reviewer()
    run = acceptance_run(many_dossiers(3, officer=officer), officer)
    waiting = acceptance_run(many_dossiers(1, officer=officer), officer, is_started=False)

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    run.refresh_from_db()
    waiting.refresh_from_db()
    assert (bool(run.finished_at), waiting.started_at) == (True, None)
    assert Decision.objects.count() == 3
