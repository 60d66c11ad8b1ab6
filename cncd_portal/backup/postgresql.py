"""The copy of a PostgreSQL database, and its return, by pg_dump and pg_restore."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cncd_portal.backup.refusal import BackupRefused

# What libpq takes from the environment as « PG » and its name; the others are Django's own.
NAMES = ("host", "port", "user", "password", "options", "service", "passfile")
NAMES += ("sslmode", "sslrootcert", "sslcert", "sslkey")


def _environment() -> dict[str, str]:
    """Where the database is and how one enters it: never on the command line, which others see."""
    given = connection.get_connection_params()
    known = {f"PG{name.upper()}": str(given[name]) for name in NAMES if given.get(name)}
    return {**os.environ, **known, "PGDATABASE": connection.settings_dict["NAME"]}


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(
            _(
                "%(program)s manque\u202f: installez les outils de PostgreSQL, de la version du "
                "serveur ou plus récents (sur Debian et Ubuntu, le paquet postgresql-client)."
            )
            % {"program": program}
        )
    command = [path, "--no-owner", "--no-privileges", *arguments]
    done = subprocess.run(  # noqa: S603
        command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        raise BackupRefused(
            _("%(program)s a échoué, et rien n’a été gardé\u202f: %(why)s")
            % {"program": program, "why": done.stderr.decode(errors="replace").strip()}
        )


class PostgreSQLEngine:
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = ANY(current_schemas(false))"

    @contextmanager
    def copied(self, path: Path) -> Iterator[Callable]:
        """Copies the database to `path`; gives what runs statements on the same instant of it."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            instant = cursor.fetchone()[0]
            _run("pg_dump", "--format=custom", f"--snapshot={instant}", f"--file={path}")

            def rows(sql):
                cursor.execute(sql)
                return cursor.fetchall()

            yield rows

    def put_back(self, path: Path) -> None:
        """Makes the database in use, which is empty, that of `path`, in one transaction."""
        name = connection.settings_dict["NAME"]
        _run("pg_restore", "--single-transaction", "--exit-on-error", f"--dbname={name}", str(path))
