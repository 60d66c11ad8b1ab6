"""The documented proxy: slow clients hold nothing, sessions have a service of their own, and no
secret is in a log.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.server import free_port
from tests.programs import program

ROOT = Path(settings.BASE_DIR)
HALF = b"POST /compte/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
SERVICE = """
import os
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    names = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
    return [" ".join([os.environ["SERVICE"], *(environ.get(name, "-") for name in names)]).encode()]
"""


def wait_for(port):
    for _time in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens on {port}")


def gunicorn(folder, name, port):
    """One of the two services, with few threads, as a slow client would fill them."""
    (folder / "service.py").write_text(SERVICE)
    command = [sys.executable, "-m", "gunicorn", "service", "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "2", "--no-control-socket", "--log-level", "error"]
    environment = {**os.environ, "SERVICE": name}
    return subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603


def configuration(folder, port, readers, members):
    """docs/nginx.conf on a port of this machine, without TLS."""
    text = (ROOT / "docs/nginx.conf").read_text()
    changes = {
        r"listen 443 ssl;": f"listen 127.0.0.1:{port};",
        r" *ssl_certificate.*\n": "",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{readers}",
        r"127\.0\.0\.1:8002": f"127.0.0.1:{members}",
        r"/var/log/nginx/portail\.log": str(folder / "access.log"),
    }
    for pattern, replacement in changes.items():
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    (folder / "portal.conf").write_text(text)
    paths = [f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy")]
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {' '.join(paths)} include {folder}/portal.conf; }}\n"
    )


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """(port, access log) of the proxy, with both services behind it."""
    nginx = program("nginx")
    folder = tmp_path_factory.mktemp("proxy")
    folder.chmod(0o755)
    port, readers, members = free_port(), free_port(), free_port()
    configuration(folder, port, readers, members)
    processes = [gunicorn(folder, "readers", readers), gunicorn(folder, "members", members)]
    processes.append(subprocess.Popen([nginx, "-p", folder, "-c", folder / "nginx.conf"]))  # noqa: S603
    for each in (readers, members, port):
        wait_for(each)
    yield port, folder / "access.log"
    for process in processes:
        process.terminate()
        process.wait()


def ask(port, path="/", **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return answer.read().decode().split(" ", 1)


def test_half_requests_hold_nobody_else(proxy):
    port, _log = proxy
    slow = [socket.create_connection(("127.0.0.1", port)) for _rank in range(50)]
    for each in slow:
        each.sendall(HALF)
    slow[0].sendall(b"\r\nbegun")

    for _time in range(5):
        assert ask(port)[0] == "readers"

    for each in slow:
        each.close()


@pytest.mark.parametrize(
    ("cookie", "service"),
    [
        ("", "readers"),
        ("csrftoken=sessionid", "readers"),
        ("sessionid=x", "members"),
        ("csrftoken=a; __Host-sessionid=x", "members"),
    ],
)
def test_who_has_a_session_is_served_apart(proxy, cookie, service):
    assert ask(proxy[0], Cookie=cookie)[0] == service


def test_client_is_told_last_and_cannot_be_made_up(proxy):
    _service, forwarded = ask(proxy[0], **{"X-Forwarded-For": "198.51.100.1"})

    assert forwarded == "198.51.100.1, 127.0.0.1 http"


@pytest.mark.parametrize(
    "path",
    [
        "/avis/SECRET/",
        "/invitation/SECRET/?a=SECRET",
        "/compte/confirm-email/SECRET/",
        "/compte/password/reset/key/1-SECRET/",
    ],
)
def test_secret_of_a_link_is_in_no_log(proxy, path):
    port, log = proxy
    ask(port, path)

    time.sleep(0.2)
    lines = log.read_text()
    assert "SECRET" not in lines
    assert path.split("/")[1] in lines


def test_body_that_is_too_large_is_refused_by_the_proxy(proxy):
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 24000000\r\n\r\n"

    with socket.create_connection(("127.0.0.1", proxy[0]), timeout=10) as client:
        client.sendall(head)
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")
