"""Separate portals, each with its database and files: to back up, or to restore to."""

import io
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from cncd_portal.backup.snapshot import counts, rows_now
from tests.database import url_of
from tests.factories.anchors import KEY as ANCHOR_KEY

KEY = "une phrase que personne ne devine"
DISK = "cncd_portal.storage.disk.DiskStore"


@dataclass(frozen=True)
class Place:
    """`name`: of its database. `anchors`: the folder of the anchors, kept apart."""

    name: str
    folder: Path
    anchors: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def file_names(self) -> set[str]:
        found = (path for path in self.files.rglob("*") if path.is_file())
        return {str(path.relative_to(self.files)) for path in found}

    def begin(self, code: str, **options) -> subprocess.Popen:
        """Start another process that runs the Python `code` in this place."""
        environment = {
            **os.environ,
            "DATABASE_URL": url_of(self.name),
            "VAR_DIR": str(self.folder),
            "STORAGE_DIR": str(self.files),
            "STORAGE_URL": "",
            "ANCHOR_KEY": ANCHOR_KEY,
            "ANCHOR_URL": str(self.anchors),
            "BACKUP_KEY": KEY,
            "DJANGO_SETTINGS_MODULE": "cncd_portal.settings",
        }
        command = [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **options)  # noqa: S603


@contextmanager
def standing_in(place: Place, blocker, key=KEY, store=None) -> Iterator[None]:
    """Run this process as the portal of `place`; its files in `store`, or on disk."""
    stores = {
        **settings.STORAGES,
        "default": store or {"BACKEND": DISK},
        "anchors": {"BACKEND": DISK, "OPTIONS": {"location": str(place.anchors)}},
    }
    before = connection.settings_dict["NAME"]
    with (
        blocker.unblock(),
        override_settings(
            VAR_DIR=place.folder,
            MEDIA_ROOT=str(place.files),
            STORAGES=stores,
            ANCHOR_KEY=[ANCHOR_KEY],
            ANCHOR_URL=str(place.anchors),
            BACKUP_KEY=key,
        ),
    ):
        connection.close()
        connection.settings_dict["NAME"] = place.name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


@contextmanager
def _server() -> Iterator:
    """A cursor on the PostgreSQL server, outside any database of the tests."""
    found = connection.settings_dict
    options = {"host": found["HOST"], "user": found["USER"], "port": found["PORT"] or None}
    opened = connection.Database.connect(dbname="postgres", **options)
    opened.autocommit = True
    with closing(opened), opened.cursor() as cursor:
        yield cursor


def new_database(folder: Path, name: str, migrated="") -> str:
    """The name of a database that is empty, or a copy of `migrated`."""
    if connection.vendor == "sqlite":
        path = folder / "portal.sqlite3"
        if migrated:
            shutil.copyfile(migrated, path)
        return str(path)
    template = f'TEMPLATE "{migrated}"' if migrated else ""
    with _server() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" {template}')
    return name


def drop_database(name: str) -> None:
    if connection.vendor == "postgresql":
        with _server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def command(name: str, *arguments) -> str:
    """The output of a command, or its error message."""
    out = io.StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=out)
    except CommandError as error:
        out.write(f"CommandError: {error}")
    return out.getvalue().replace("\u202f", " ")


def rows_of(place: Place, blocker) -> dict[str, int]:
    with standing_in(place, blocker):
        return counts(rows_now)


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Limit the files of this process to `size` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
