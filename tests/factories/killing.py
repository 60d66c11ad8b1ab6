"""Processes killed in the middle of their work."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection

# The setup of another process, on the database of this test.
BEGIN = """
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
django.setup()
"""


def begin(code: str, **options) -> subprocess.Popen:
    """Start another process that runs the Python `code` on the database of this test."""
    begun = BEGIN.format(name=str(connection.settings_dict["NAME"]))
    command = [sys.executable, "-c", begun + code]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, **options)  # noqa: S603


def kill(process: subprocess.Popen) -> None:
    """Send SIGKILL, as a power cut would; the process must still be running."""
    process.kill()
    assert process.wait() == -signal.SIGKILL


def begin_and_kill(code: str, is_reached: Callable[[], bool], *, seconds: float = 300) -> None:
    """Run `code` in another process, and kill it once `is_reached`, polled, is true."""
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
    """Stands for the end of the process."""


def killed_at(statement, times):
    """A query wrapper that raises Killed before the `times`-th query that holds `statement`."""
    seen = []

    def wrapper(execute, sql, params, many, context):
        if statement in sql:
            seen.append(sql)
            if len(seen) == times:
                raise Killed
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)
