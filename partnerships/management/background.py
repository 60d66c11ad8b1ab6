"""How a background process stays alive: passing errors are retried, and it says that it works."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, InternalError, OperationalError, connection

from partnerships.models import BackgroundProcess, Heartbeat

logger = logging.getLogger(__name__)

# Of the database and the network: what failed may work a moment later.
# A read-only PostgreSQL raises InternalError.
PASSING_ERRORS = (OperationalError, InterfaceError, InternalError, OSError)
LONGEST_PAUSE = 60
# How long a process may be busy with one mail, one file or one slice of a task.
GRACE = timedelta(minutes=5)
BEAT_EVERY = 10


class Beat:
    """The sign of life of one process, written every BEAT_EVERY seconds at most."""

    def __init__(self, process: BackgroundProcess, pause: float):
        self.process, self.within = process, timedelta(seconds=pause) + GRACE
        self.last = None

    def __call__(self) -> None:
        now = time.monotonic()
        if self.last is None or now - self.last >= BEAT_EVERY:
            Heartbeat.objects.beat(self.process, within=self.within)
            self.last = now


def pause_after(failures: int, pause: float) -> float:
    """Returns the seconds to wait: `pause`, doubled at each failure in a row up to a minute."""
    if not failures:
        return pause
    return min(max(pause, 1) * 2 ** min(failures, 6), max(pause, LONGEST_PAUSE))


def renew_connection() -> None:
    """Closes a connection that errors or time made unusable; the next query opens another."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def repeat(step: Callable[[], None], *, pause: float, goes_on: Callable[[], bool]) -> None:
    """Does `step` again and again while `goes_on`; a passing error makes the pause longer."""
    failures = 0
    while goes_on():
        try:
            step()
            failures = 0
        except PASSING_ERRORS:
            failures += 1
            logger.exception("a passing error: trying again")
        renew_connection()
        if goes_on():
            time.sleep(pause_after(failures, pause))
