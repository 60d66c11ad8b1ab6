"""A portal that can be killed: gunicorn on the database of the tests."""

import os
import signal
import subprocess

from django.conf import settings
from django.db import connection

from tests.database import url_of
from tests.programs import free_port, gunicorn, wait_for_port


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
        self.process = subprocess.Popen(  # noqa: S603
            gunicorn("tests.browser.wsgi", self.port, "--threads", "4"),
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
        )
        wait_for_port(self.port)

    def kill(self):
        """As a cut of power does: the whole group at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
