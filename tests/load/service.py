"""The portal in service, as README.md says: nginx, two gunicorn services, a worker, the mails.

Each program is started again when it ends. TLS apart: nobody listens between here and here.
"""

import json
import os
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.database import url_of
from tests.programs import (
    Kept,
    documented_gunicorn,
    documented_priority,
    free_port,
    proxy_command,
    wait_for_port,
)

MANAGE = [sys.executable, "manage.py"]
# The users of a test share one address, that the proxy would take for one person.
ONE_ADDRESS = "portal_clients 1000"


class Service:
    """The programs by name, on the database of this test; they answer once `wait` returned.
    `folder`: their logs and mails; `processes`: of each gunicorn service.
    """

    def __init__(self, folder: Path, processes: int):
        self.mails = folder / "mails"
        self.mails.mkdir()
        self.log = (folder / "log.txt").open("wb")
        self.environment = {
            **os.environ,
            "DATABASE_URL": url_of(connection.settings_dict["NAME"]),
            "DJANGO_SETTINGS_MODULE": "tests.load.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(folder),
            "STORAGE_DIR": str(settings.MEDIA_ROOT),
            "EMAIL_URL": f"filemail:///{self.mails}",
            "HTTPS": "false",
            "BEHIND_PROXY": "1",
            "LOG_LEVEL": "WARNING",
        }
        self.port, readers, members = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        proxy = proxy_command(folder, self.port, readers, members, limit_conn=ONE_ADDRESS)
        workers = ("--workers", str(processes))
        self.programs = {
            "proxy": self._keep(proxy),
            "readers": self._keep(
                [*documented_priority(), *documented_gunicorn(readers, *workers)]
            ),
            "members": self._keep(documented_gunicorn(members, *workers)),
            "worker": self._keep([*MANAGE, "db_worker", "--interval", "1", "--verbosity", "0"]),
            "mail": self._keep([*MANAGE, "send_mail", "--every", "1"]),
        }

    def wait(self) -> None:
        """Returns once both services answer. Raises AssertionError otherwise."""
        wait_for_port(self.port)
        assert self.wait_for_health() == "ok"

    def _keep(self, command) -> Kept:
        return Kept(command, env=self.environment, stdout=self.log, stderr=self.log)

    def health(self) -> str:
        """What a probe is told by both services; « mute » where one does not answer."""
        return " ".join({self._ask(cookie) for cookie in ("", "sessionid=probe")})

    def _ask(self, cookie) -> str:
        request = urllib.request.Request(f"{self.url}/sante/", headers={"Cookie": cookie})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return json.load(answer)["status"]
        except OSError:
            return "mute"

    def wait_for_health(self, seconds: float = 60) -> str:
        """The last word of the probe: « ok » as soon as both services say so."""
        deadline = time.monotonic() + seconds
        while (found := self.health()) != "ok" and time.monotonic() < deadline:
            time.sleep(0.2)
        return found

    def close(self) -> None:
        for kept in self.programs.values():
            kept.ask_to_end()
        for kept in self.programs.values():
            kept.close()
        self.log.close()
