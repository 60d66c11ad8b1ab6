"""The folder of the portal where a copy of the database stands while it is saved or restored."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cncd_portal.backup.refusal import BackupRefused


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


@contextmanager
def workplace() -> Iterator[Path]:
    """An empty folder, emptied again at the end; of one process at a time.

    Raises BackupRefused where another one is at work.
    """
    folder = settings.VAR_DIR / "backup"
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupRefused(
                _("Une autre sauvegarde ou restauration est en cours\u202f: attendez sa fin.")
            ) from error
        _empty(folder)
        try:
            yield folder
        finally:
            _empty(folder)
    finally:
        os.close(descriptor)
