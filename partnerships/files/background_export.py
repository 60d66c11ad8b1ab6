"""Files that the worker makes for one person: followed, kept a week, then deleted."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from partnerships.models import DataExport, DataExportKind, DataExportState
from partnerships.models.data_export import LIFETIME

# How many times an export that a worker left in the middle is begun.
MAX_ATTEMPTS = 3


class ExportAbandoned(Exception):
    """The export was requested again, or taken up by another worker: this run must stop."""


def ask_export(user, kind: DataExportKind, task, **fields) -> DataExport:
    """Returns the export under way, or starts one, which `task` makes.

    An export that stopped advancing is failed.
    """
    exports = DataExport.objects.of(user, kind)
    exports.stopped().update(state=DataExportState.FAILED)
    try:
        with transaction.atomic():
            export = DataExport.objects.create(user=user, kind=kind, **fields)
            transaction.on_commit(lambda: task.enqueue(export.pk))
    except IntegrityError:
        export = exports.under_way().get()
    return export


def _running(export):
    return DataExport.objects.filter(
        pk=export.pk, attempt=export.attempt, state=DataExportState.RUNNING
    )


class Progress:
    """Records the progress of an export. Raises ExportAbandoned if it is no longer running."""

    def __init__(self, export: DataExport):
        self.export, self.done = export, 0

    def start(self, total: int) -> None:
        self._update(total=total)

    def advance(self, count: int = 1) -> None:
        self.done += count
        self._update(done=self.done)

    def _update(self, **values):
        if not _running(self.export).update(advanced_at=timezone.now(), **values):
            raise ExportAbandoned


def _digest(file) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _store(export, file, announce):
    """Saves the file to private storage, marks the export ready, deletes older ones.

    Raises ExportAbandoned if the export is no longer running.
    """
    file.seek(0, 2)
    size, sha256 = file.tell(), _digest(file)
    file.seek(0)
    storages["default"].save(export.path, File(file, name=export.path))
    with transaction.atomic():
        is_stored = _running(export).update(
            state=DataExportState.READY,
            size=size,
            sha256=sha256,
            advanced_at=timezone.now(),
            expires_at=timezone.now() + LIFETIME,
        )
        if is_stored:
            announce(export)
    if not is_stored:
        raise ExportAbandoned
    exports = DataExport.objects.of(export.user, export.kind)
    under_way = DataExport.objects.under_way().values("pk")
    for older in exports.exclude(pk=export.pk).exclude(pk__in=under_way):
        _delete(older)


def _delete(export):
    storages["default"].delete(export.path)
    export.delete()


def make_export(
    pk: int,
    write: Callable[[DataExport, IO[bytes], Progress], None],
    announce: Callable[[DataExport], None] = lambda export: None,
    permission: str = "",
) -> None:
    """Makes a waiting export; does nothing if it already ran or was given up.

    `write(export, file, progress)` writes the content; `announce(export)` runs in the transaction
    that makes it ready. An export whose person no longer has `permission` fails.
    """
    waiting = DataExport.objects.filter(pk=pk, state=DataExportState.WAITING)
    people = get_user_model().objects.filter(is_active=True)
    if not waiting.filter(user__in=people).update(
        state=DataExportState.RUNNING, advanced_at=timezone.now()
    ):
        return
    export = DataExport.objects.select_related("user").get(pk=pk)
    try:
        if permission and not export.user.has_perm(permission):
            raise PermissionDenied(permission)
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
            write(export, file, Progress(export))
            _store(export, file, announce)
    except ExportAbandoned:
        storages["default"].delete(export.path)
    except Exception:
        _running(export).update(state=DataExportState.FAILED)
        storages["default"].delete(export.path)
        raise


def resume_exports(tasks: dict[DataExportKind, object]) -> None:
    """Begins again the exports that a worker left in the middle; `tasks`: what makes each kind.

    One that was left so MAX_ATTEMPTS times is failed.
    """
    under_way = DataExport.objects.under_way()
    under_way.filter(attempt__gte=MAX_ATTEMPTS - 1, state=DataExportState.RUNNING).update(
        state=DataExportState.FAILED
    )
    for export in under_way.order_by("pk"):
        _running(export).update(
            state=DataExportState.WAITING, attempt=F("attempt") + 1, done=0, total=0
        )
        tasks[DataExportKind(export.kind)].enqueue(export.pk)


def forget_exports(now: datetime) -> int:
    """Deletes the exports that expired or were given up a week ago; returns how many."""
    expired = DataExport.objects.filter(expires_at__lte=now)
    given_up = DataExport.objects.filter(expires_at=None, requested_at__lte=now - LIFETIME)
    exports = [*expired, *given_up]
    for export in exports:
        _delete(export)
    return len(exports)
