"""The portal under gunicorn, as README.md starts it, and what people ask of it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from tests.outages.world import CODE, PASSWORD
from tests.programs import free_port, gunicorn, wait_for_port

TOKEN = "a" * 32
LAST_LINE = "Seconde ligne, qui doit rester"
# Root may write anywhere, unless it gives that up as a service does.
UNPRIVILEGED = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def a_pdf(padding=0) -> bytes:
    """One that the store does not have yet."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        + f"% {uuid4()}".encode()
        + b"\n" * padding
        + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


@dataclass
class Answer:
    status: int
    type: str
    text: str
    seconds: float
    address: str = ""
    message: str = ""


class Portal:
    """One worker of five threads on the database of `url`; `folder`: its VAR_DIR, made here;
    `prefix`: what runs the command of the server.
    """

    def __init__(self, url: str, folder: Path, prefix=()):
        self.folder, self.prefix, self.port, self.world = folder, prefix, free_port(), {}
        self.files, self.temporary = folder / "files", folder / "tmp"
        for each in (self.files, self.temporary):
            each.mkdir(parents=True)
        self.limit = folder / "limit"
        self.limit.write_text("")
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cncd_portal.settings",
            "FILE_SIZE_LIMIT": str(self.limit),
            "SECRET_KEY": settings.SECRET_KEY,
            "STORAGE_DIR": str(self.files),
            "TMPDIR": str(self.temporary),
            "VAR_DIR": str(folder),
        }
        self.process = None

    def _popen(self, command, **options):
        return subprocess.Popen(  # noqa: S603
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )

    def fill(self):
        """Makes the rows that are read and written to."""
        path = self.folder / "world.json"
        assert self._popen([sys.executable, "-c", CODE, str(path)]).wait() == 0
        self.world = json.loads(path.read_text())

    def start(self):
        command = gunicorn("tests.outages.wsgi", self.port, "--threads", "5", "--timeout", "60")
        self.process = self._popen([*self.prefix, *command], start_new_session=True)
        wait_for_port(self.port)
        # The worker answers later than its port.
        assert self.get("/robots.txt").status == 200
        return self

    def stop(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _ask(self, method, path, who, body=None, content_type="", message=""):
        cookies = f"csrftoken={TOKEN}; sessionid={self.world.get(who, '')}; {message}"
        headers = {"Cookie": cookies, **({"Content-Type": content_type} if content_type else {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        start = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        seconds = time.monotonic() - start
        message = re.search(r"messages=[^;]*", answer.getheader("Set-Cookie", ""))
        return Answer(
            answer.status,
            answer.getheader("Content-Type", ""),
            unescape(text),
            seconds,
            answer.getheader("Location", ""),
            message.group() if message else "",
        )

    def follow(self, answer, who):
        """The page that `answer` leads to, which shows what it says."""
        return self._ask("GET", answer.address, who, message=answer.message)

    def get(self, path, who=""):
        return self._ask("GET", path, who)

    def post(self, path, who="", **fields):
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        return self._ask("POST", path, who, body, "application/x-www-form-urlencoded")

    def send_file(self, path, who, name, content, **fields):
        fields = {"csrfmiddlewaretoken": TOKEN, **fields}
        parts = [
            f'--limit\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode()
            for key, text in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="{name}"; filename="acte.pdf"'
        parts += [f"--limit\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode(), content]
        body = b"".join([*parts, b"\r\n--limit--\r\n"])
        return self._ask("POST", path, who, body, "multipart/form-data; boundary=limit")

    # What people do.

    def read_pages(self) -> dict[str, Answer]:
        pages = {
            "/": "",
            "/aide/": "",
            "/compte/login/": "",
            "/registre/": "",
            self.world["partnership"]: "",
            f"{self.world['draft']}/sujet/": "member",
            f"{self.world['submitted']}/": "member",
            f"{self.world['review']}/": "officer",
        }
        return {path: self.get(path, who) for path, who in pages.items()}

    def sign_in(self):
        return self.post("/compte/login/", login=self.world["email"], password=PASSWORD)

    def autosave(self, text):
        person = self.world["person"]
        path = f"{self.world['draft']}/sujet/enregistrer/"
        return self.post(path, "member", person=person, summary=f"{text}\n{LAST_LINE}")

    def save_form(self, text):
        path = f"{self.world['draft']}/sujet/"
        return self.post(path, "member", do="save", summary=f"{text}\n{LAST_LINE}")

    def upload(self, uuid):
        path = f"{self.world['draft']}/fichiers/"
        fields = {"person": self.world["person"], "upload": uuid}
        return self.send_file(path, "member", "file", a_pdf(), **fields)

    def upload_by_form(self, content=b""):
        path = f"{self.world['draft']}/documents/"
        message = f"Pièce.\n{LAST_LINE}"
        return self.send_file(
            path, "member", "files", content or a_pdf(), do="save", message=message
        )

    def decide(self):
        fields = {"seen": self.world["seen"], "outcome": "rejected"}
        grounds = f"Hors du champ.\n{LAST_LINE}"
        path = f"{self.world['review']}/action/decide/"
        return self.post(path, "officer", **fields, grounds=grounds)

    def health(self, who=""):
        return self.get("/sante/", who)
