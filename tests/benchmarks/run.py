"""`make bench`: N partnerships and N/10, each in a scratch database, page by page.

The two are measured in turn, so that what slows the machine slows both; times are medians.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks.server import Server, Visit, visit_in_turn

ROUNDS = 15
ROOT = Path(__file__).resolve().parents[2]


class Base:
    """A worker process on its own scratch database."""

    def __init__(self, size: int, folder: Path, server: str | None):
        self.size, self.server = size, None
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
            "KEPT_PAGES_MAX_BYTES": "0",
            "LOG_LEVEL": "ERROR",
            "VAR_DIR": str(folder),
        }
        self.environment = environment
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

    def serve(self):
        self.server = Server(self.environment, ROOT)

    def visit(self, name: str, server: Server | None = None) -> Visit | None:
        """A visit of the page; None of what is posted, which only the worker measures."""
        seen = self.ask("visit", name)
        return seen["address"] and Visit(server or self.server, **seen)

    def close(self):
        if self.server:
            self.server.close()
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


def cell(value, scale=1.0, form=".1f"):
    return "–" if value is None else format(scale * value, form)


def row(name, inside, visits, limit):
    """One line of the table: `inside`, the worker's measures; `visits`, gunicorn's at each size."""
    small, large = visits
    cpu, tenth = (each and each.cpu for each in (large, small))
    ratio = cpu / tenth if cpu and tenth else None
    status = large.status if large else inside[-1]["status"]
    remark = "TROP" if ratio and ratio > limit else ""
    remark += "" if status == 200 else f" réponse {status}"
    database = median(each["database"] for each in inside)
    return (
        name,
        inside[-1]["queries"],
        cell(database, 1000),
        cell(cpu, 1000),
        cell(large and large.wall, 1000),
        cell(large and large.bytes, form=",.0f").replace(",", "\u202f"),
        cell(tenth, 1000),
        cell(ratio, form=".2f"),
        limit,
        remark,
    )


def show(taken, limits, bases):
    small, _large = (base.size for base in bases)
    say("\nRequêtes et base : dans le processus ; CPU, durée et octets : gunicorn, un processus.")
    titles = ("page", "requêtes", "base ms", "CPU ms", "durée ms", "octets", f"CPU à {small}")
    line = "{:<30} {:>8} {:>8} {:>8} {:>9} {:>9} {:>13} {:>8} {:>7}  {}"
    say(line.format(*titles, "rapport", "limite", "remarque"))
    for name, (_before, after) in taken.items():
        visits = [base.visit(name) for base in bases]
        visit_in_turn([each for each in visits if each])
        say(line.format(*row(name, after, visits, limits[name])))


def show_times_of_bare(base, goals):
    """What pages cost in times of a bare page of Django on the same rows, and once kept."""
    bare = Server(base.environment, ROOT, "tests.benchmarks.bare")
    kept = Server({**base.environment, "KEPT_PAGES_MAX_BYTES": str(2**26)}, ROOT)
    with closing(bare), closing(kept):
        line = "{:<30} {:>8} {:>12} {:>8} {:>5}  {:<6} {:>14}"
        say(f"\nSur {base.size} partenariats, CPU d’une page en fois la page nue de Django")
        say(line.format("page", "CPU ms", "page nue ms", "rapport", "but", "", "gardée, ms"))
        for name, (address, goal) in goals.items():
            visits = [base.visit(name), Visit(bare, address), base.visit(name, kept)]
            visit_in_turn(visits)
            page, plain, _once_kept = (each.cpu for each in visits)
            if page is None:
                return
            cells = [cell(each.cpu, 1000) for each in visits]
            ratio = page / plain
            remark = "TROP" if ratio > goal else ""
            say(line.format(name, *cells[:2], cell(ratio), goal, remark, cells[2]))


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


def build(base, dossiers):
    built = base.ask("build", f"{base.size} {dossiers}")
    base.serve()
    say(
        f"{base.size} partenariats publiés en {built['published']:.1f} s "
        f"({base.size / built['published']:.0f} par seconde, "
        f"{base.size / built['publication_cpu']:.0f} par seconde de CPU) ; "
        f"référence et partenaires : {built['reference']:.1f} s ; "
        f"copie des filtres : {built['facets']:.1f} s ; "
        f"{dossiers} dossiers en {built['deposited']:.1f} s"
    )


def main():
    size = int(os.environ.get("N", "12000"))
    server = os.environ.get("DATABASE_URL")
    start = perf_counter()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="cncd-bench-")))
        sizes = (max(size // 10, 100), size)
        most = int(os.environ.get("FILES", min(size, 600)))
        dossiers = {size: most, sizes[0]: max(most // 10, 60)}
        bases = [
            opened.enter_context(closing(Base(each, folder / str(each), server))) for each in sizes
        ]
        for base in bases:
            build(base, dossiers[base.size])
        limits = bases[0].ask("limits")
        taken = measure(bases, list(limits))
        show(taken, limits, bases)
        show_times_of_bare(bases[1], bases[0].ask("goals"))
        show_slowest(taken, bases[1])
        if path := os.environ.get("TWINNINGS"):
            seconds = bases[0].ask("import_twinnings", str(Path(path).resolve()))["seconds"]
            say(f"\nimport_twinnings {Path(path).name} : {seconds:.1f} s")
    say(f"\nBanc fait en {perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
