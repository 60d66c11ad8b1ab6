"""The database of a test process: a copy of one that was migrated once.

The migrated one is kept under a digest of what makes it, and is made anew when that changes: on
SQLite in pytest's cache, on PostgreSQL as a template of the server.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from partnerships.workflow.journal_triggers import CREATE_FUNCTION, CREATE_TRIGGER

MIGRATE = """
import django
django.setup()
from django.core.management import call_command
from partnerships.workflow.journal_triggers import guard_journal
call_command("migrate", skip_checks=True, verbosity=0)
guard_journal()
"""


def _migrations_digest() -> str:
    """Of the migrations of every app, the permissions and types that models add, the triggers of
    the journal, and Django.
    """
    found = hashlib.sha256(django.__version__.encode())
    for config in apps.get_app_configs():
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            found.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
        for model in config.get_models():
            options = (model._meta.label, model._meta.permissions, model._meta.default_permissions)
            found.update(repr(options).encode())
    found.update(f"{CREATE_FUNCTION}{CREATE_TRIGGER}".encode())
    return found.hexdigest()[:16]


def url_of(name: str) -> str:
    """`DATABASE_URL` of the database `name` of the engine in use."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    person = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    if found["HOST"].startswith("/"):
        return f"postgres://{person}@/{name}?host={found['HOST']}"
    return f"postgres://{person}@{found['HOST']}:{found['PORT'] or 5432}/{name}"


def _migrate(url: str) -> None:
    command = [sys.executable, "-c", MIGRATE]
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cncd_portal.settings"}
    environment = {**os.environ, **own}
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603


class SQLiteDatabases:
    def __init__(self, cache: Path, folder: Path):
        self.migrated = cache / f"{_migrations_digest()}.sqlite3"
        # A file and not memory: the threads of a live server have connections of their own.
        self.name = str(folder / "test.sqlite3")

    def migrate(self) -> None:
        if self.migrated.exists():
            return
        for outdated in self.migrated.parent.glob("*.sqlite3"):
            outdated.unlink()
        # Another run may make the same: whoever ends last replaces an equal file.
        unfinished = self.migrated.with_suffix(f".{os.getpid()}")
        _migrate(url_of(str(unfinished)))
        unfinished.replace(self.migrated)

    def copy(self) -> None:
        shutil.copyfile(self.migrated, self.name)

    def remove(self) -> None:
        """The folder that holds it is removed with the process."""


class PostgreSQLDatabases:
    def __init__(self, worker: str):
        self.migrated = f"migrated_{_migrations_digest()}"
        self.name = f"test_{connection.settings_dict['NAME']}_{worker}"

    def migrate(self) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.migrated])
            if cursor.fetchone():
                return
            unfinished = f"{self.migrated}_unfinished"
            cursor.execute(f"DROP DATABASE IF EXISTS {unfinished}")
            cursor.execute(f"CREATE DATABASE {unfinished}")
            _migrate(url_of(unfinished))
            cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {self.migrated}")

    def copy(self) -> None:
        self.remove()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.migrated}")

    def remove(self) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def databases_of(config, folder: Path, worker: str) -> SQLiteDatabases | PostgreSQLDatabases:
    """Those of the engine in use; `folder`: of this process; `worker`: its name."""
    if connection.vendor == "sqlite":
        return SQLiteDatabases(config.cache.mkdir("migrated"), folder)
    return PostgreSQLDatabases(worker)


@contextmanager
def undone(*, durable=False):
    """A transaction, or a savepoint, whose rows are undone at its end."""
    with transaction.atomic(durable=durable):
        yield
        transaction.set_rollback(True)
