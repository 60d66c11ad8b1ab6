"""A process that ends in the middle of what it does."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection

# How another process begins, on the database of this test.
BEGIN = """
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
django.setup()
"""


def begin(code: str, **options) -> subprocess.Popen:
    """Another process that runs the Python `code` on the database of this test."""
    begun = BEGIN.format(name=str(connection.settings_dict["NAME"]))
    command = [sys.executable, "-c", begun + code]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, **options)  # noqa: S603


def kill(process: subprocess.Popen) -> None:
    """SIGKILL, as a cut of power does; the process must not have ended before."""
    process.kill()
    assert process.wait() == -signal.SIGKILL


def begin_and_kill(code: str, is_reached: Callable[[], bool], *, seconds: float = 300) -> None:
    """Run `code` in another process, and kill it once `is_reached`, asked again and again."""
    process = begin(code)
    deadline = time.monotonic() + seconds
    try:
        while not is_reached():
            assert process.poll() is None, "the process ended by itself"
            assert time.monotonic() < deadline, "the process does nothing"
            time.sleep(0.01)
    finally:
        process.kill()
    kill(process)


class Killed(BaseException):
    """The process ends here."""


def killed_at(statement, times):
    """What stops the process before the `times`-th query that holds `statement`."""
    seen = []

    def wrapper(execute, sql, params, many, context):
        if statement in sql:
            seen.append(sql)
            if len(seen) == times:
                raise Killed
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)
