"""Writes a database of this version of the portal, filled by the demonstration, as an SQL file.

    DEMONSTRATION=true VAR_DIR=$(mktemp -d) python -m tests.upgrades.dump
    DEMONSTRATION=true VAR_DIR=$(mktemp -d) scripts/with-postgresql python -m tests.upgrades.dump

The next version reads it in test_upgrade.py. Only the authorities that the demonstration names
are loaded, and no town, so that the file stays small: `<engine>-<last migration>.sql.xz`, beside
this module.
"""

import csv
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cncd_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (after the set-up)
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from partnerships.imports.reference.authorities import DATA, load_authorities, read_rows  # noqa: E402
from partnerships.imports.reference.lists import load_lists  # noqa: E402
from partnerships.imports.reference.places import load_countries  # noqa: E402
from partnerships.imports.sourced import SOURCED  # noqa: E402
from partnerships.imports.twinnings.checked import CHECKED  # noqa: E402
from partnerships.management.commands.load_reference_data import reference_digests  # noqa: E402
from partnerships.models import ReferenceLoad  # noqa: E402

FOLDER = Path(__file__).resolve().parent


def load_few_authorities() -> None:
    """Load the authorities that the demonstration names."""
    codes = {row["insee_code"] for row in read_rows(CHECKED)}
    keys = {each.authority for each in SOURCED}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("regions.tsv", "departements.tsv"):
            shutil.copy(DATA / file, folder)
        rows = list(read_rows(DATA / "authorities.tsv.xz"))
        path = folder / "authorities.tsv.xz"
        with lzma.open(path, "wt", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter="\t")
            writer.writeheader()
            writer.writerows(r for r in rows if r["key"] in keys or r["insee_code"] in codes)
        load_authorities(folder)


def fill() -> None:
    """Do what `manage.py prepare` does, with few authorities, noted as if all were loaded."""
    call_command("migrate", verbosity=0)
    load_lists()
    load_countries()
    load_few_authorities()
    for load, digest in reference_digests().items():
        ReferenceLoad.objects.create(name=load, digest=digest)
    for command in ("set_up_roles", "load_proposals", "load_demonstration"):
        call_command(command, stdout=sys.stderr)
    call_command("reindex", stdout=sys.stderr)


def sqlite_statements(database: sqlite3.Connection) -> Iterator[str]:
    """All of `database` as SQL; tables that a virtual table keeps for itself are left to it."""
    tables = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    virtual = [name for name, sql in tables if sql.startswith("CREATE VIRTUAL")]
    for name, sql in tables:
        if any(name.startswith(f"{each}_") for each in virtual):
            continue
        yield sql
        columns = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
        columns = ["rowid", *columns] if name in virtual else columns
        quoted = " || ',' || ".join(f'quote("{column}")' for column in columns)
        listed = ", ".join(f'"{column}"' for column in columns)
        for (values,) in database.execute(f'SELECT {quoted} FROM "{name}"'):  # noqa: S608
            yield f'INSERT INTO "{name}" ({listed}) VALUES ({values})'  # noqa: S608
    others = "SELECT sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    yield from (sql for (sql,) in database.execute(others))


def dump() -> str:
    """The whole database as SQL."""
    if connection.vendor == "sqlite":
        return ";\n".join(sqlite_statements(connection.connection)) + ";\n"
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    program = str(programs[-1]) if programs else "pg_dump"
    found = connection.settings_dict
    command = [program, "--host", found["HOST"], "--username", found["USER"], "--no-owner"]
    run = subprocess.run(  # noqa: S603
        [*command, "--inserts", found["NAME"]], check=True, capture_output=True, text=True
    )
    # Lines for psql alone begin with a backslash.
    return "".join(x for x in run.stdout.splitlines(keepends=True) if not x.startswith("\\"))


def last_migration() -> str:
    """The number of the last migration of the registry."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return max(name[:4] for app, name in loader.disk_migrations if app == "partnerships")


if __name__ == "__main__":
    fill()
    path = FOLDER / f"{connection.vendor}-{last_migration()}.sql.xz"
    path.write_bytes(lzma.compress(dump().encode(), preset=9))
    sys.stderr.write(f"{path}: {path.stat().st_size} octets\n")
