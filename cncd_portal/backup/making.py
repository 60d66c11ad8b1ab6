"""Makes a backup: the database of one instant, then the files that its rows name."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cncd_portal.backup.archive import DATABASE, FILES, ArchiveWriter, Manifest, archive_writer
from cncd_portal.backup.refusal import BackupRefused, errors_as_refusals
from cncd_portal.backup.snapshot import NamedFile, Snapshot, snapshot
from cncd_portal.backup.workplace import workplace
from cncd_portal.storage.checked import BrokenContent, LostContent, open_checked
from partnerships.models import DataExport, StoredContent

PARTIAL = ".partial"
LOST, ALTERED, DELETED = "lost", "altered", "deleted"


def _why(file: NamedFile, error: BrokenContent) -> str:
    """Deleted: rows were, after the instant of the copy, and their file with them."""
    rows = StoredContent.objects.filter(sha256=file.content).exists()
    if not rows and not DataExport.objects.filter(sha256=file.content).exists():
        return DELETED
    return LOST if isinstance(error, LostContent) else ALTERED


def _add_file(archive: ArchiveWriter, file: NamedFile) -> None:
    try:
        content = open_checked(file.name, file.sha256)
    except BrokenContent as error:
        why = _why(file, error)
        if file.is_held or why == ALTERED:
            archive.manifest.missing.append((file.name, why))
        return
    with content:
        archive.add(f"{FILES}{file.name}", content, content.size)


def _write(file, copy: Snapshot) -> Manifest:
    manifest = Manifest(
        made_at=timezone.now().isoformat(),
        engine=connection.vendor,
        migrations=copy.migrations,
        tables=copy.tables,
    )
    with archive_writer(file, settings.BACKUP_KEY, manifest) as archive:
        with copy.path.open("rb") as database:
            archive.add(DATABASE, database, copy.path.stat().st_size)
        for each in copy.files:
            _add_file(archive, each)
    return manifest


def _sync(folder: Path) -> None:
    """A name that was given stays after a cut of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def back_up(target: Path) -> Manifest:
    """Writes a backup to `target`, which bears its name once it is whole. Returns its manifest,
    which tells what was missing. Raises BackupRefused, leaving nothing.
    """
    if target.exists():
        raise BackupRefused(
            _("«\u202f%(target)s\u202f» existe déjà\u202f: nommez un fichier nouveau.")
            % {"target": target}
        )
    partial = target.with_name(target.name + PARTIAL)
    with errors_as_refusals(), workplace() as folder:
        try:
            descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file, snapshot(folder) as copy:
                manifest = _write(file, copy)
                file.flush()
                os.fsync(file.fileno())
            partial.rename(target)
            _sync(target.parent)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    return manifest
