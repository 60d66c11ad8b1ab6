"""The documented proxy: slow clients hold nothing, sessions have a service of their own, and no
secret is in a log.
"""

import os
import socket
import subprocess
import time
import urllib.request

import pytest

from tests.programs import documented_gunicorn, free_port, gunicorn, proxy_command, wait_for_port

HALF = b"POST /compte/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
IDLE_SECONDS_OF_NGINX = 60  # keepalive_timeout of an upstream, where none is set
SERVICE = """
import os
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    names = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
    return [" ".join([os.environ["SERVICE"], *(environ.get(name, "-") for name in names)]).encode()]
"""


def start_service(folder, name, port):
    """One of the two services, with few threads, as a slow client would fill them."""
    (folder / "service.py").write_text(SERVICE)
    environment = {**os.environ, "SERVICE": name}
    command = gunicorn("service", port, "--threads", "2")
    return subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """(port, access log) of the proxy, with both services behind it."""
    folder = tmp_path_factory.mktemp("proxy")
    port, readers, members = free_port(), free_port(), free_port()
    processes = [subprocess.Popen(proxy_command(folder, port, readers, members))]  # noqa: S603
    processes += [
        start_service(folder, "readers", readers),
        start_service(folder, "members", members),
    ]
    for each in (readers, members, port):
        wait_for_port(each)
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
        "/signaler/adresse/SECRET/",
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


def test_documented_service_keeps_idle_connections_longer_than_the_proxy():
    """The proxy sends a request on a connection that the service is just closing: it is lost."""
    command = documented_gunicorn(free_port())

    assert int(command[command.index("--keep-alive") + 1]) > IDLE_SECONDS_OF_NGINX
