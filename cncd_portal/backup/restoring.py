"""Restores a backup into an empty place: the files first, the database last and at once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import connection
from django.utils.translation import gettext as _

from cncd_portal.backup.archive import DATABASE, FILES, Manifest, read_members, verified_manifest
from cncd_portal.backup.refusal import BackupRefused, errors_as_refusals
from cncd_portal.backup.snapshot import counts, engine, is_of_this_version, rows_now
from cncd_portal.backup.workplace import workplace
from cncd_portal.storage.checked import chunks
from partnerships.workflow.journal_triggers import guard_journal

# Stands in the store from its first restored file to the database: says that what is there is
# that of a restoration, which may be begun again.
MARKER = "restauration-en-cours"
IN_MEMORY_MAX = 4 * 1024 * 1024


def is_restoration_unfinished() -> bool:
    """Whether a restoration was stopped in the middle, and must be run again."""
    return storages["default"].exists(MARKER)


def _refuse_other(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupRefused(
            _(
                "Cette sauvegarde est d’une base %(theirs)s, et celle-ci est %(ours)s\u202f: "
                "restaurez-la sur le même moteur (DATABASE_URL)."
            )
            % {"theirs": manifest.engine, "ours": connection.vendor}
        )
    if not is_of_this_version(manifest.migrations):
        raise BackupRefused(
            _(
                "Cette sauvegarde est d’une autre version du portail\u202f: restaurez-la avec la "
                "version qui l’a faite (celle du %(day)s), puis mettez à jour."
            )
            % {"day": manifest.made_at[:10]}
        )


def _why_not_empty(is_unfinished: bool) -> str:
    if is_unfinished:
        return _(
            "La base n’est pas vide, et n’est pas, ou plus, celle de cette sauvegarde. Si "
            "le portail a servi depuis la restauration arrêtée, lancez verify_store, puis "
            "retirez «\u202f%(marker)s\u202f» du lieu des fichiers."
        ) % {"marker": MARKER}
    return _(
        "La base n’est pas vide\u202f: une sauvegarde se restaure dans une base et un lieu "
        "de fichiers vides. Rien n’a été changé."
    )


def _has_database(manifest: Manifest) -> bool:
    """Whether a restoration of this backup was stopped once the database was there.

    Raises BackupRefused where the place is not empty.
    """
    tables = counts(rows_now)
    is_unfinished = is_restoration_unfinished()
    if tables and is_unfinished and tables == manifest.tables:
        return True
    if tables:
        raise BackupRefused(_why_not_empty(is_unfinished))
    if not is_unfinished and next(storages["default"].all_names(), None):
        raise BackupRefused(
            _(
                "Le lieu des fichiers n’est pas vide\u202f: une sauvegarde se restaure dans une "
                "base et un lieu de fichiers vides. Rien n’a été changé."
            )
        )
    return False


def _clear() -> None:
    """Empties the store of a restoration that did not end; its marker leaves last."""
    store = storages["default"]
    for name in [name for name in store.all_names() if name != MARKER]:
        store.delete(name)
    store.delete(MARKER)


@contextmanager
def _marked() -> Iterator[None]:
    """Marks the store for as long as it is being filled; what stops in the middle is undone."""
    try:
        storages["default"].save(MARKER, ContentFile(b""))
        yield
    except BaseException:
        # With its database, a restoration is ended and not undone.
        if not counts(rows_now):
            _clear()
        raise
    storages["default"].delete(MARKER)


def _receive(folder: Path, name: str, content: BinaryIO) -> None:
    """Puts the database in `folder`, and a file in the store."""
    if name == DATABASE:
        with (folder / DATABASE).open("wb") as file:
            for chunk in chunks(content):
                file.write(chunk)
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY_MAX, dir=folder) as file:
        for chunk in chunks(content):
            file.write(chunk)
        file.seek(0)
        name = name.removeprefix(FILES)
        storages["default"].save(name, File(file, name))


def _restore(file: BinaryIO, manifest: Manifest, folder: Path, *, has_database: bool) -> None:
    if not has_database:
        _clear()
    with _marked():
        read_members(
            file,
            settings.BACKUP_KEY,
            manifest,
            lambda name, content: _receive(folder, name, content),
        )
        if not has_database:
            engine().put_back(folder / DATABASE)
        guard_journal()
    if counts(rows_now) != manifest.tables:
        raise BackupRefused(
            _("La base restaurée n’a pas les nombres de lignes de la sauvegarde\u202f: videz-la.")
        )


def restore(source: Path) -> Manifest:
    """Restores the backup `source`, read and verified whole before anything is written. Returns
    its manifest. Raises BackupRefused, leaving the place as it was.

    Killed in the middle, it leaves an empty database, or a whole one, and can be run again.
    """
    with errors_as_refusals(), source.open("rb") as file, workplace() as folder:
        manifest = verified_manifest(file, settings.BACKUP_KEY)
        _refuse_other(manifest)
        _restore(file, manifest, folder, has_database=_has_database(manifest))
    return manifest
