"""The documented service under load, and killed under load: what it acknowledged is there, once."""

import sys
import time

import pytest
from django_tasks_db.models import DBTaskResult

from partnerships.models import MailState, OutboxMail
from tests.length import IS_LONG
from tests.load.comparison import faults
from tests.load.kills import kill_some
from tests.load.users import table
from tests.load.world import Size

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

# Of each service: as README.md says, and one where there is no time to start more.
PROCESSES = 3 if IS_LONG else 1
LOAD = {"count": 200, "pause": 5} if IS_LONG else {"count": 12, "pause": 0.5}
LOAD_SIZE = (
    Size(2_000, writers=40, officers=20, deposited=300, to_deposit=8, all_authorities=True)
    if IS_LONG
    else Size(60, writers=4, officers=2)
)
LOAD_SECONDS = 180 if IS_LONG else 2
CHAOS = {"count": 60, "pause": 2} if IS_LONG else {"count": 10, "pause": 0.4}
CHAOS_SIZE = (
    Size(200, writers=20, officers=10, to_deposit=20)
    if IS_LONG
    else Size(60, writers=4, officers=2)
)
KILLS, KILL_PAUSE = (30, 5) if IS_LONG else (3, 0.4)
DRAIN_SECONDS = 120
# Each person begins with one of each.
ACKNOWLEDGED = {"word", "note", "message", "deposit", "export"}


def wait_until_none(rows):
    deadline = time.monotonic() + DRAIN_SECONDS
    while rows.exists() and time.monotonic() < deadline:
        time.sleep(0.1)


def finish(service):
    """Closes the service once the tasks that no kill stopped are done and the mails are sent."""
    wait_until_none(DBTaskResult.objects.ready())
    service.programs["worker"].close()  # after the task that it runs, whose mail then waits
    wait_until_none(OutboxMail.objects.filter(state=MailState.PENDING))
    service.close()


def show(title, text):
    sys.stdout.write(f"\n{title}\n{text}\n")


def test_service_under_load_loses_nothing(portal):
    service, users = portal(LOAD_SIZE, PROCESSES, **LOAD)

    users.wait_for(ACKNOWLEDGED)
    time.sleep(LOAD_SECONDS)
    measures, seconds = users.stop()
    health = service.health()
    finish(service)

    show(f"Charge : {LOAD['count']} personnes", table(measures, seconds))
    assert measures["Tout"].failures == 0, users.words()
    assert faults(users.acknowledged(), service.mails) == []
    assert health == "ok"


def test_service_killed_under_load_loses_nothing(portal):
    service, users = portal(CHAOS_SIZE, PROCESSES, **CHAOS)

    before = users.wait_for(ACKNOWLEDGED)
    done = kill_some(service, KILLS, KILL_PAUSE)
    health = service.wait_for_health()
    users.wait_for({"word"}, after=before)
    measures, seconds = users.stop()
    finish(service)

    show(f"Arrêts : {dict(done)}", table(measures, seconds))
    found = faults(
        users.acknowledged(),
        service.mails,
        worker_kills=done["worker"],
        mail_kills=done["mail"],
    )
    assert found == []
    assert health == "ok"
