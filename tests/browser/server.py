"""A portal that can be killed: gunicorn on the database of the tests."""

import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

from tests.database import url_of


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": url_of(connection.settings_dict["NAME"]),
            "DJANGO_SETTINGS_MODULE": "cncd_portal.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(folder),
        }
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "tests.browser.wsgi", "--threads", "4"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        self.process = subprocess.Popen(  # noqa: S603
            [*command, "--no-control-socket"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
        )
        for _attempt in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not start")

    def kill(self):
        """As a cut of power does: the whole group at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
