"""A real gunicorn of one process, and what one of its answers costs: CPU, wall time and bytes.

CPU is the user and system time of the worker process, read from /proc: None where there is none.
"""

import http.client
import os
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from tests.programs import free_port, gunicorn

THREADS, START_SECONDS = 4, 60
WARM_UPS, REQUESTS, MOST_REQUESTS = 2, 8, 40
# A tick of the clock is 10 ms: with this much CPU measured, the error is one part in twenty.
ENOUGH_CPU = 0.2


def wire_length(response: http.client.HTTPResponse, body: bytes) -> int:
    """Bytes of the whole answer: status line, headers and body."""
    lines = [f"HTTP/1.1 {response.status} {response.reason}"]
    lines += [f"{name}: {value}" for name, value in response.getheaders()]
    return len(body) + sum(len(line.encode("latin-1")) + 2 for line in lines) + 2


class Server:
    """Gunicorn with `environment`; `get` measures one address. Raises SystemExit if it is mute."""

    def __init__(self, environment: dict[str, str], root: Path, application="cncd_portal.wsgi"):
        self.port = free_port()
        command = gunicorn(application, self.port, "--workers", "1", "--threads", str(THREADS))
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
        stat = Path(f"/proc/{self.worker}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, address: str, cookie: str) -> tuple[int, int]:
        """(status, bytes) of one answer over the connection that is kept."""
        headers = {"Accept-Encoding": "gzip", "Cookie": cookie}
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        return response.status, wire_length(response, response.read())

    def get(self, address: str, cookie: str) -> dict:
        """Status, bytes, seconds of CPU per request (or None) and median of the wall times."""
        self.connection.close()  # gunicorn has closed it, if it waited long; the next one opens it
        for _turn in range(WARM_UPS):
            self.ask(address, cookie)
        before, walls, cpu = self.cpu(), [], None
        while len(walls) < MOST_REQUESTS:
            start = perf_counter()
            status, length = self.ask(address, cookie)
            walls.append(perf_counter() - start)
            if before is not None:
                cpu = self.cpu() - before
            if len(walls) >= REQUESTS and (cpu is None or cpu >= ENOUGH_CPU):
                break
        return {
            "status": status,
            "bytes": length,
            "cpu": None if cpu is None else cpu / len(walls),
            "wall": median(walls),
        }

    def close(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait()
