"""`make bench`: N partnerships and N/10, each in a scratch database, page by page.

The two are measured in turn, so that what slows the machine slows both; times are medians.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 15
ROOT = Path(__file__).resolve().parents[2]


class Base:
    """A worker process on its own scratch database."""

    def __init__(self, size: int, folder: Path, server: str | None):
        self.size = size
        folder.mkdir()
        url = f"sqlite:///{folder}/bench.sqlite3"
        if server:
            url = f"{server.rpartition('/')[0]}/bench_{size}"
            self.create(server, f"bench_{size}")
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DEMONSTRATION": "true",
            "DJANGO_SETTINGS_MODULE": "cncd_portal.settings",
            "HTTPS": "false",
            "LOG_LEVEL": "ERROR",
            "VAR_DIR": str(folder),
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
        subprocess.run(collect, cwd=ROOT, env=environment, check=True)  # noqa: S603
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def create(self, server, name):
        host, _slash, _name = server.removeprefix("postgres://portal@/").rpartition("/")
        command = ["createdb", f"--host={host}", "--username=portal", name]
        subprocess.run(command, check=True)  # noqa: S603

    def ask(self, command: str, argument: str = ""):
        self.process.stdin.write(f"{command} {argument}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"Le banc s'est arrêté sur : {command} {argument}")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def milliseconds(seconds):
    return f"{1000 * seconds:8.1f}"


def measure(bases, names):
    """page → the measures of each base, taken in turn."""
    taken = {name: ([], []) for name in names}
    for turn in range(ROUNDS + 1):
        for name in names:
            for measures, base in zip(taken[name], bases, strict=True):
                measured = base.ask("measure", name)
                if turn:  # the first fills the caches
                    measures.append(measured)
    return taken


def show(taken, limits, sizes):
    small, large = sizes
    say(f"\nTemps en ms, médianes de {ROUNDS} mesures ; rapport = temps à {large} / à {small}")
    titles = ("page", "requêtes", "base", "en tout", f"à {small}", "rapport", "limite")
    say("{:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7}".format(*titles))
    for name, (before, after) in taken.items():
        whole = [median(each["all"] for each in measures) for measures in (before, after)]
        ratio = whole[1] / whole[0]
        status = after[-1]["status"]
        remark = "" if ratio <= limits[name] else "  TROP"
        remark += "" if status == 200 else f"  réponse {status}"
        say(
            f"{name:<28} {after[-1]['queries']:>8} "
            f"{milliseconds(median(each['database'] for each in after))} "
            f"{milliseconds(whole[1])} {milliseconds(whole[0])} "
            f"{ratio:>8.2f} {limits[name]:>7.1f}{remark}"
        )


def show_slowest(taken, base):
    say("\nLes requêtes les plus lentes et leur plan")
    slowest = {}
    for name, (_before, after) in taken.items():
        for seconds, sql, params in after[-1]["slowest"]:
            if sql not in slowest or slowest[sql][0] < seconds:
                slowest[sql] = (seconds, name, params)
    ranked = sorted(slowest.items(), key=lambda found: -found[1][0])
    selects = [
        found for found in ranked if found[0].lstrip().upper().startswith(("SELECT", "WITH"))
    ]
    for sql, (seconds, name, params) in selects[:5]:
        say(f"\n{milliseconds(seconds).strip()} ms – {name}\n{sql[:1500]}")
        plan = base.ask("explain", json.dumps([sql, params]))
        say("\n".join(f"    {line}" for line in plan.splitlines()[:40]))


def main():
    size = int(os.environ.get("N", "12000"))
    server = os.environ.get("DATABASE_URL")
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="cncd-bench-") as folder:
        sizes = (max(size // 10, 100), size)
        bases = [Base(each, Path(folder) / str(each), server) for each in sizes]
        for base in bases:
            built = base.ask("build", str(base.size))
            rate = base.size / built["published"]
            say(
                f"{base.size} partenariats publiés en {built['published']:.1f} s ({rate:.0f} par "
                f"seconde) ; référence et partenaires : {built['reference']:.1f} s"
            )
        limits = bases[0].ask("limits")
        taken = measure(bases, list(limits))
        show(taken, limits, sizes)
        show_slowest(taken, bases[1])
        if path := os.environ.get("TWINNINGS"):
            seconds = bases[0].ask("import_twinnings", str(Path(path).resolve()))["seconds"]
            say(f"\nimport_twinnings {Path(path).name} : {seconds:.1f} s")
        for base in bases:
            base.close()
    say(f"\nBanc fait en {perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
