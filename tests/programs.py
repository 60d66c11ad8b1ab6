"""Programs that a test starts: of the system, installed by scripts/test where they can be, and the
portal's own as README.md says to run them.
"""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
RESTART_SECONDS = 0.1  # systemd's default


def program(name: str) -> str:
    """Returns the path of `name`; skips the test without it, and fails it with CI=true."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not path and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    if not path:
        pytest.skip(f"{name} n’est pas installé")
    return path


def folder_of_fonts() -> str:
    """Returns FONTS_DIR; without a font in it, skips the test and fails it with CI=true."""
    if not any(Path(settings.FONTS_DIR).rglob("*.ttf")):
        if os.environ.get("CI") == "true":
            pytest.fail("fonts-noto-core is not installed")
        pytest.skip("fonts-noto-core n’est pas installé")
    return settings.FONTS_DIR


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, seconds: float = 60) -> None:
    """Returns once something listens on `port` of this machine. Raises AssertionError otherwise."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens on {port}")


def gunicorn(application: str, port: int, *options: str) -> list[str]:
    """The command that serves `application` on `port` of this machine."""
    bind = ["--bind", f"127.0.0.1:{port}"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", application, *bind, *options, *quiet]


def documented_gunicorn(port: int, *changes: str) -> list[str]:
    """The command of README.md, on `port`; `changes`: options given again, that replace its own."""
    command = re.search(r"`(gunicorn cncd_portal\.wsgi [^`]+)`", (ROOT / "README.md").read_text())
    _gunicorn, application, bind, _address, *options = shlex.split(command[1])
    assert bind == "--bind"
    return gunicorn(application, port, *options, *changes)


def documented_priority() -> list[str]:
    """What README.md starts the service of readers under."""
    command = re.search(r"the first under `(nice [^`]+)`", (ROOT / "README.md").read_text())
    return shlex.split(command[1])


def proxy_command(folder: Path, port: int, readers: int, members: int, **changes: str) -> list[str]:
    """The command of nginx with docs/nginx.conf on `port`, without TLS, in front of two services.

    `changes`: directives that this machine needs otherwise, by name.
    """
    nginx = program("nginx")
    folder.chmod(0o755)
    text = (ROOT / "docs/nginx.conf").read_text()
    replaced = {
        r"listen 443 ssl;": f"listen 127.0.0.1:{port};",
        r" *ssl_certificate.*\n": "",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{readers}",
        r"127\.0\.0\.1:8002": f"127.0.0.1:{members}",
        r"/var/log/nginx/portail\.log": str(folder / "access.log"),
        **{rf"\b{name} [^;]*;": f"{name} {value};" for name, value in changes.items()},
    }
    for pattern, replacement in replaced.items():
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    (folder / "portal.conf").write_text(text)
    paths = [f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy")]
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {' '.join(paths)} include {folder}/portal.conf; }}\n"
    )
    return [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]


class Kept:
    """A program that is started again when it ends, as a service manager does: what it had started
    is killed first (systemd's `KillMode=mixed`, that gunicorn's manual advises).
    """

    def __init__(self, command: list[str], **options):
        self.command, self.options = command, options
        self.is_closed = threading.Event()
        self.lock = threading.Lock()
        self.process = self._start()
        self.thread = threading.Thread(target=self._keep)
        self.thread.start()

    def _start(self):
        return subprocess.Popen(  # noqa: S603
            self.command, cwd=ROOT, start_new_session=True, **self.options
        )

    def _keep(self):
        while True:
            self.process.wait()
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.is_closed.wait(RESTART_SECONDS)
            with self.lock:
                if self.is_closed.is_set():
                    return
                self.process = self._start()

    def ask_to_end(self) -> None:
        with self.lock:
            self.is_closed.set()
            self.process.terminate()

    def close(self) -> None:
        """Asks it to end, then ends it."""
        self.ask_to_end()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.thread.join()
