"""The database at one instant: its copy in a file, its counts, the files that its rows name."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from cncd_portal.backup.postgresql import PostgreSQLEngine
from cncd_portal.backup.refusal import BackupRefused
from cncd_portal.backup.sqlite import SQLiteEngine
from partnerships.files.content import HOLDERS
from partnerships.models import DataExport, DataExportState, StoredContent

# Runs a statement and returns its rows.
Rows = Callable[[str], list[tuple]]
ENGINES = {"sqlite": SQLiteEngine(), "postgresql": PostgreSQLEngine()}


@dataclass(frozen=True)
class NamedFile:
    """A file of the store that a row names. `sha256` "": not known yet. `is_held`: False for a
    content that no file holds, whose upload may not have ended.
    """

    name: str
    sha256: str
    content: str
    is_held: bool


@dataclass(frozen=True)
class Snapshot:
    path: Path
    migrations: list[str]
    tables: dict[str, int]
    files: list[NamedFile]


def engine() -> SQLiteEngine | PostgreSQLEngine:
    """What copies and restores the database in use."""
    return ENGINES[connection.vendor]


def rows_now(sql: str) -> list[tuple]:
    """Rows of the database in use."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def counts(rows: Rows) -> dict[str, int]:
    """Number of rows of each table; empty where the database is."""
    names = sorted(name for (name,) in rows(engine().tables))
    quoted = {name: connection.ops.quote_name(name) for name in names}
    return {name: rows(f"SELECT COUNT(*) FROM {quoted[name]}")[0][0] for name in names}  # noqa: S608


def _migrations(rows: Rows, tables) -> list[str]:
    if "django_migrations" not in tables:
        return []
    applied = rows("SELECT app, name FROM django_migrations")
    return sorted({f"{app}.{name}" for app, name in applied})


def is_of_this_version(migrations: list[str]) -> bool:
    """Whether a database with these migrations is one that this code serves."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    needed = {".".join(key) for key in loader.disk_migrations}
    replaced = {".".join(key) for each in loader.disk_migrations.values() for key in each.replaces}
    return needed <= set(migrations) <= needed | replaced


def _files(rows: Rows) -> Iterator[NamedFile]:
    held = {
        sha256
        for model in HOLDERS
        for (sha256,) in rows(f"SELECT sha256 FROM {model._meta.db_table}")  # noqa: S608
    }
    table = StoredContent._meta.db_table
    contents = rows(f"SELECT sha256, renditions, digests FROM {table} ORDER BY sha256")  # noqa: S608
    for sha256, renditions, digests in contents:
        content = StoredContent(
            sha256=sha256, renditions=json.loads(renditions), digests=json.loads(digests)
        )
        for name, digest in content.digest_of_paths.items():
            yield NamedFile(name, digest, sha256, sha256 in held)
    table, ready = DataExport._meta.db_table, DataExportState.READY
    exports = rows(
        f"SELECT uuid, attempt, extension, sha256 FROM {table} WHERE state = '{ready}' ORDER BY 1"  # noqa: S608
    )
    for uuid, attempt, extension, sha256 in exports:
        export = DataExport(uuid=UUID(str(uuid)), attempt=attempt, extension=extension)
        yield NamedFile(export.path, sha256, sha256, is_held=True)


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """Copies the database to a file of `folder`. Raises BackupRefused where this code does not
    serve it.
    """
    path = folder / "database"
    with engine().copied(path) as rows:
        tables = counts(rows)
        migrations = _migrations(rows, tables)
        if not is_of_this_version(migrations):
            raise BackupRefused(
                _(
                    "La base n’est pas celle de cette version du portail\u202f: faites la "
                    "sauvegarde avec la version qui la sert, ou lancez d’abord prepare."
                )
            )
        files = list(_files(rows))
    yield Snapshot(path, migrations, tables, files)
