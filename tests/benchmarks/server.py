"""A real gunicorn of one process, and what one of its answers costs: CPU, wall time and bytes.

CPU is the user and system time of the worker process, all threads: None where there is no /proc.
"""

import http.client
import itertools
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import clock_gettime_ns, perf_counter, sleep

from tests.programs import free_port, gunicorn

THREADS, START_SECONDS = 4, 60
# Requests in a row, as a server at work has them; how often each server has its turn.
IN_A_ROW, TURNS, MOST_TURNS = 5, 2, 8
ENOUGH_SECONDS = 0.5  # of one page, after TURNS


def wire_length(response: http.client.HTTPResponse, body: bytes) -> int:
    """Bytes of the whole answer: status line, headers and body."""
    lines = [f"HTTP/1.1 {response.status} {response.reason}"]
    lines += [f"{name}: {value}" for name, value in response.getheaders()]
    return len(body) + sum(len(line.encode("latin-1")) + 2 for line in lines) + 2


class Server:
    """Gunicorn with `environment`; `get` measures one address. Raises SystemExit if it is mute."""

    def __init__(self, environment: dict[str, str], root: Path, application="cncd_portal.wsgi"):
        self.port = free_port()
        options = ["--workers", "1", "--threads", str(THREADS), "--keep-alive", "75"]
        command = gunicorn(application, self.port, *options)
        self.process = subprocess.Popen(command, cwd=root, env=environment)  # noqa: S603
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        self.wait()
        self.worker = self.find_worker()

    def wait(self) -> None:
        until = perf_counter() + START_SECONDS
        while perf_counter() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                self.ask("/", "")
                return
            sleep(0.1)
        self.close()
        raise SystemExit("gunicorn ne répond pas")

    def find_worker(self) -> int | None:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if not children.exists():
            return None
        return int(children.read_text().split()[0])

    def cpu(self) -> float | None:
        """Seconds of CPU that the worker has used, all threads."""
        if self.worker is None:
            return None
        clock = ~self.worker << 3 | 2  # what clock_getcpuclockid(3) gives on Linux
        return clock_gettime_ns(clock) / 1e9

    def _answer(self, address: str, cookie: str) -> http.client.HTTPResponse:
        headers = {"Accept-Encoding": "gzip", "Cookie": cookie}
        self.connection.request("GET", address, headers=headers)
        return self.connection.getresponse()

    def ask(self, address: str, cookie: str) -> tuple[int, int]:
        """(status, bytes) of one answer over the connection that is kept."""
        try:
            response = self._answer(address, cookie)
        except http.client.RemoteDisconnected:
            # The turns of slow pages before it took longer than a connection is kept.
            self.connection.close()
            response = self._answer(address, cookie)
        return response.status, wire_length(response, response.read())

    def close(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait()


@dataclass
class Visit:
    """What one address of a server costs, asked for with a cookie."""

    server: Server
    address: str
    cookie: str = ""
    walls: list[float] = field(default_factory=list)
    # The clock of the worker before each request: what a request costs ends with the next one, as
    # a server goes on a little after its answer.
    clocks: list[float | None] = field(default_factory=list)

    def ask(self) -> None:
        self.clocks.append(self.server.cpu())
        start = perf_counter()
        self.status, self.bytes = self.server.ask(self.address, self.cookie)
        self.walls.append(perf_counter() - start)

    @property
    def wall(self) -> float:
        return median(self.walls)

    @property
    def cpu(self) -> float | None:
        """The median of the seconds of CPU of a request."""
        if None in self.clocks:
            return None
        return median(after - before for before, after in itertools.pairwise(self.clocks))


def visit_in_turn(visits: list[Visit]) -> None:
    """Asks for each in turn, so that what slows the machine slows all."""
    for each in visits:
        # gunicorn has closed it, if it waited long; the next request opens it
        each.server.connection.close()
        each.server.ask(each.address, each.cookie)
    start = perf_counter()
    for turn in range(MOST_TURNS):
        if turn >= TURNS and perf_counter() - start > ENOUGH_SECONDS * len(visits):
            break
        for each in visits:
            each.server.ask(each.address, each.cookie)
            for _request in range(IN_A_ROW):
                each.ask()
    sleep(0.005)
    for each in visits:
        each.clocks.append(each.server.cpu())
