"""On SQLite, which has one writer, others write while a command works."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.programs import ROOT

pytestmark = pytest.mark.sqlite
# Transactions that follow one another at once, for longer than a save waits to be written.
WORK_SECONDS = 4
WORK = f"""
import time
from django.db import transaction
end = time.monotonic() + {WORK_SECONDS}
print("begun", flush=True)
while time.monotonic() < end:
    with transaction.atomic():
        time.sleep(0.05)
"""


def test_others_write_while_a_command_does_many_transactions(tmp_path):
    database = tmp_path / "portal.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", WORK]
    with (
        closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as other,
        subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as work,
    ):
        assert work.stdout.readline() == "begun\n"
        started, longest = time.monotonic(), 0
        while time.monotonic() - started < WORK_SECONDS / 2:
            asked = time.monotonic()
            other.execute("BEGIN IMMEDIATE")
            longest = max(longest, time.monotonic() - asked)
            other.execute("COMMIT")
            time.sleep(0.1)
        assert work.wait(30) == 0

    # A second of work, a pause, and a margin for a machine that is busy.
    assert longest < WORK_SECONDS / 2
