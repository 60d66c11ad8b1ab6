"""Runs the scenario, and tells how long each kind of page took."""

import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.load.world import World
from tests.programs import ROOT

MOST_EACH_SECOND = 20  # of new users
LONGEST = 900  # seconds, whoever forgets to stop them
PATIENCE = 120


@dataclass
class Measures:
    """Of one kind of page. `times`: how many answers took so many milliseconds."""

    requests: int = 0
    failures: int = 0
    times: Counter = field(default_factory=Counter)

    def add(self, entry: dict) -> None:
        self.requests += entry["num_requests"]
        self.failures += entry["num_failures"]
        for milliseconds, count in entry["response_times"].items():
            self.times[float(milliseconds)] += count

    def percentile(self, share: float) -> float:
        """Milliseconds within which `share` of the answers came."""
        rank, seen = share * self.times.total(), 0
        for milliseconds, count in sorted(self.times.items()):
            seen += count
            if seen >= rank:
                return milliseconds
        return 0


def _kinds_of(name):
    """« Lecture : fiche » counts for itself, for « Lecture » and for all."""
    return "Tout", name.partition(" : ")[0], name


def measures_of(entries: list[dict]) -> dict[str, Measures]:
    found = defaultdict(Measures)
    for entry in entries:
        for kind in _kinds_of(entry["name"]):
            found[kind].add(entry)
    return dict(sorted(found.items()))


def table(measures: dict[str, Measures], seconds: float) -> str:
    line = "{:<28}{:>10}{:>10}{:>9}{:>9}{:>9}"
    lines = [line.format("sorte de page", "demandes", "par s", "erreurs", "p50 ms", "p95 ms")]
    for kind, each in measures.items():
        times = (f"{each.percentile(share):.0f}" for share in (0.5, 0.95))
        pace = f"{each.requests / seconds:.1f}"
        lines.append(line.format(kind, each.requests, pace, each.failures, *times))
    return "\n".join(lines)


class Users:
    """`count` users of the portal at `url`, one process of locust, until they are stopped: the
    writers and the officers of `world`, and readers. `pause`: seconds between two acts of one.
    `folder`: where they read who they are and write what was acknowledged.
    """

    def __init__(self, url: str, folder: Path, world: World, *, count: int, pause: float):
        self.folder, self.started = folder, time.monotonic()
        self.notes = folder / "acknowledged.jsonl"
        (folder / "world.json").write_text(json.dumps(asdict(world)))
        command = [sys.executable, "-m", "locust", "-f", "tests/load/locustfile.py", "--headless"]
        command += ["--host", url, "--users", str(count), "--spawn-rate", str(MOST_EACH_SECOND)]
        command += ["--run-time", f"{LONGEST}s", "--stop-timeout", "60", "--only-summary"]
        command += ["--json-file", str(folder / "stats"), "--exit-code-on-error", "0"]
        environment = {**os.environ, "LOAD_FOLDER": str(folder), "LOAD_PAUSE": str(pause)}
        self.log = (folder / "locust.txt").open("wb")
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=self.log, stderr=self.log
        )

    def acknowledged(self) -> list[dict]:
        """What they were told is saved, as the scenario wrote it."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [json.loads(line) for line in lines]

    def wait_for(self, kinds: set[str], after: int = 0) -> int:
        """Returns how much was acknowledged, once each of `kinds` was after the first `after`."""
        deadline = time.monotonic() + PATIENCE
        while not kinds <= {each["kind"] for each in self.acknowledged()[after:]}:
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.1)
        return len(self.acknowledged())

    def stop(self) -> tuple[dict[str, Measures], float]:
        """(measures, seconds), once what they began is done."""
        self.process.terminate()
        seconds = time.monotonic() - self.started
        status = self.process.wait(PATIENCE)
        assert status == 0, self.words()
        return measures_of(json.loads((self.folder / "stats.json").read_text())), seconds

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()

    def words(self) -> str:
        """The last words of locust: what failed, and how often."""
        return (self.folder / "locust.txt").read_text()[-5_000:]
