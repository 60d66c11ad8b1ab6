"""A PostgreSQL of one's own, to be stopped and started."""

import shlex
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

SAY_AND_WAIT = 'echo "$DATABASE_URL"; read -r _end'


class Cluster:
    """Started by scripts/with-postgresql, which removes it; holds a copy of the `template` database
    of the server of the tests.
    """

    def __init__(self, template: str):
        self.owner = subprocess.Popen(  # noqa: S603
            [settings.BASE_DIR / "scripts/with-postgresql", "/bin/sh", "-c", SAY_AND_WAIT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.owner.stdout.readline().strip()
        self.folder = Path(self.url.removeprefix("postgres://portal@/")).parent
        self.data = self.folder / "data"
        self.command = shlex.split((self.data / "postmaster.opts").read_text())
        self.programs = Path(self.command[0]).parent
        self.server = None
        self._copy(template)

    def _copy(self, template):
        there = connection.settings_dict
        dump = [self.programs / "pg_dump", "-h", there["HOST"], "-U", there["USER"], template]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumped:  # noqa: S603
            self._psql(stdin=dumped.stdout)
        assert dumped.returncode == 0

    def _psql(self, *arguments, **options):
        command = [self.programs / "psql", "-q", "-h", self.folder, "-U", "portal", *arguments]
        output = subprocess.DEVNULL
        subprocess.run(command, check=True, stdout=output, **options)  # noqa: S603

    def say(self, *statements: str) -> None:
        self._psql(*(part for each in statements for part in ("-c", each)))

    def _run_as_owner(self, run, command):
        """PostgreSQL runs as the user who owns its files."""
        options = {"user": self.data.stat().st_uid, "cwd": "/"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return run(command, **options, **quiet)

    def _pg_ctl(self, *arguments):
        command = [self.programs / "pg_ctl", *arguments, "-D", self.data]
        return self._run_as_owner(subprocess.run, command).returncode

    def stop(self, mode="immediate"):
        """`mode`: "fast" keeps what was just committed, "immediate" is a crash."""
        assert self._pg_ctl("stop", "-m", mode) == 0
        if self.server:
            self.server.wait()

    def start(self):
        self.server = self._run_as_owner(subprocess.Popen, self.command)
        ready = [self.programs / "pg_isready", "-q", "-t", "30", "-h", self.folder]
        while subprocess.run(ready).returncode:  # noqa: S603
            assert self.server.poll() is None

    def remove(self):
        self.owner.communicate("\n")
        if self.server:
            self.server.wait()
