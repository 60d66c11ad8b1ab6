"""Runs every check and every test, two lanes at once, then tells what took how long.

`python -m tests.run [PATH…]`, from the root. Environment: `ENGINE` (sqlite, postgresql, browser or
empty for all), `WORKERS` (test processes of one step, 2 by default), `CI` (true: what cannot run
here fails).
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

UNAVAILABLE = 69  # exit status of a script that lacks what it needs
SLOWEST = 20
PYTHON = sys.executable
# A file runs in one process: its tests may share rows.
SPREAD = ["-n", os.environ.get("WORKERS", "2"), "--dist", "loadfile", "--no-loadscope-reorder"]
PYTEST = [PYTHON, "-m", "pytest", "-q", *SPREAD, "-p", "tests.report"]
BROWSER = "tests/browser"
NO_BROWSER = ["-m", "not browser", f"--ignore={BROWSER}"]
# Beside a run on SQLite: what reads no database is the same on all engines.
DATABASE_ALONE = ["-m", "not browser and (database or postgresql)", f"--ignore={BROWSER}"]
# Without what only a database that lasts needs.
WITH_POSTGRESQL = [
    "env",
    "PG_SERVER_OPTIONS=-c wal_level=minimal -c max_wal_senders=0 "
    "-c checkpoint_timeout=1h -c update_process_title=off",
    "scripts/with-postgresql",
]
NO_TESTS = 5  # exit status of pytest where no test is selected


@dataclass
class Step:
    """One command. `cpu`: seconds of its process, of all that it started and waited for, and of its
    PostgreSQL server. Most of Chromium's own are missing: nobody waits for its processes.
    """

    name: str
    command: list[str]
    status: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    tests: list = field(default_factory=list)

    def run(self, folder: Path, output=None) -> None:
        report, server_cpu = folder / f"{self.name}.json", folder / f"{self.name}.cpu"
        started = time.monotonic()
        # Standard input stays closed: nothing here asks a question.
        process = subprocess.Popen(  # noqa: S603
            self.command,
            env={**os.environ, "TEST_REPORT": str(report), "SERVER_CPU": str(server_cpu)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.status = process.returncode
        self.cpu = usage.ru_utime + usage.ru_stime
        if server_cpu.exists():
            self.cpu += sum(map(float, server_cpu.read_text().split()))
        self.wall = time.monotonic() - started
        self.tests = json.loads(report.read_text()) if report.exists() else []


def checks() -> list[Step]:
    manage = [PYTHON, "manage.py"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Step("Style", ["scripts/lint"]),
        Step("Réglages en service", deploy),
        Step("Migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
    ]


def tests_of(engine: str, paths: list[str], selected: list[str]) -> Step:
    """`selected`: the options of pytest that choose tests, where `engine` is no browser."""
    commands = {
        "sqlite": ("Tests sur SQLite", [*PYTEST, *selected, *paths]),
        "postgresql": (
            "Tests sur PostgreSQL",
            [*WITH_POSTGRESQL, *PYTEST, *selected, *paths],
        ),
        "browser": (
            "Tests dans un navigateur",
            ["scripts/with-chromium", *PYTEST, "-m", "browser", *(paths or [BROWSER])],
        ),
    }
    return Step(*commands[engine])


def plan(engine: str, paths: list[str]) -> list[list[Step]]:
    """Lanes of steps: those of a lane run one after the other, the lanes side by side.

    The browser waits much: the other tests use the processors meanwhile.
    """
    if engine:
        return [[tests_of(engine, paths, NO_BROWSER)]]
    servers = [
        tests_of("sqlite", paths, NO_BROWSER),
        tests_of("postgresql", paths, DATABASE_ALONE),
    ]
    return [[*([] if paths else checks()), *servers], [tests_of("browser", paths, [])]]


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run_aside(lane: list[Step], folder: Path) -> None:
    """Run `lane` with its output kept in `folder`, to be shown afterwards."""
    for step in lane:
        with (folder / f"{step.name}.txt").open("wb") as output:
            step.run(folder, output)


def run_all(lanes: list[list[Step]], folder: Path) -> None:
    shown, *aside = lanes
    threads = [threading.Thread(target=run_aside, args=(lane, folder)) for lane in aside]
    for thread in threads:
        thread.start()
    for step in shown:
        say(f"\n== {step.name}")
        step.run(folder)
    for thread, lane in zip(threads, aside, strict=True):
        thread.join()
        for step in lane:
            say(f"\n== {step.name}")
            say((folder / f"{step.name}.txt").read_text(errors="replace").rstrip())


def tell_times(steps: list[Step], wall: float) -> None:
    timed = [(step, each) for step in steps for each in step.tests]
    if timed:
        say(f"\nLes {SLOWEST} tests les plus longs")
    for step, (seconds, name) in sorted(timed, key=lambda each: -each[1][0])[:SLOWEST]:
        say(f"{seconds:8.1f} s  {step.name:<26}{name}")
    say(f"\n{'étape':<28}{'tests':>8}{'processeur':>14}{'durée':>12}")
    for step in steps:
        count = len(step.tests) or ""
        say(f"{step.name:<28}{count:>8}{step.cpu:>12.0f} s{step.wall:>10.0f} s")
    total = sum(step.cpu for step in steps)
    say(f"{'En tout':<28}{len(timed):>8}{total:>12.0f} s{wall:>10.0f} s")


def verdict(steps: list[Step], paths: list[str]) -> int:
    """The exit status. A step may select no test only where paths were given."""
    empty = {NO_TESTS} if paths else set()
    missing = [step.name for step in steps if step.status == UNAVAILABLE]
    failed = [s.name for s in steps if s.status not in {0, UNAVAILABLE, *empty}]
    if paths and not failed and not any(step.tests for step in steps):
        failed = ["Aucun test ne correspond."]
    if failed:
        say("\n".join(["", "=== ÉCHEC ===", *failed]))
    if missing:
        line = "#" * 60
        why = "#  N'ONT PAS TOURNÉ ICI, faute de ce qu'il leur faut (plus haut) :"
        say("\n".join(["", line, why, *missing, line]))
    if failed or (missing and os.environ.get("CI") == "true"):
        return 1
    if not missing:
        say("\nTout a tourné, tout est bon.")
    return 0


def main(paths: list[str]) -> int:
    engine = os.environ.get("ENGINE", "")
    if engine not in {"", "sqlite", "postgresql", "browser"}:
        say("ENGINE=sqlite, ENGINE=postgresql ou ENGINE=browser")
        return 1
    started = time.monotonic()
    lanes = plan(engine, paths)
    steps = [step for lane in lanes for step in lane]
    with tempfile.TemporaryDirectory(prefix="cncd-tests-") as folder:
        run_all(lanes, Path(folder))
    tell_times(steps, time.monotonic() - started)
    return verdict(steps, paths)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
