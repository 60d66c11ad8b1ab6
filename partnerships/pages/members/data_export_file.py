"""The ZIP archive of « Mes données »: made in the background, deleted after a week."""

import hashlib
import tempfile
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from partnerships.models import Attachment, DataExport, DataExportState
from partnerships.models.data_export import LIFETIME
from partnerships.notifications.data_export import announce_data_export
from partnerships.pages.members.dossier_data import add_dossier, own_dossiers
from partnerships.pages.members.personal_data import PARTS, personal_parts
from partnerships.pages.members.zip_archive import Archive

BATCH = 50


class ExportAbandoned(Exception):
    """The export was considered stopped and requested again: this run must stop."""


def ask_data_export(user) -> DataExport:
    """Returns the export under way, or starts one; an export that stopped advancing is failed."""
    DataExport.objects.of(user).stopped().update(state=DataExportState.FAILED)
    try:
        with transaction.atomic():
            export = DataExport.objects.create(user=user)
            transaction.on_commit(lambda: make_data_export.enqueue(export.pk))
    except IntegrityError:
        export = DataExport.objects.of(user).under_way().get()
    return export


class Progress:
    """Records the progress of an export. Raises ExportAbandoned if it is no longer running."""

    def __init__(self, export: DataExport):
        self.export, self.done = export, 0

    def start(self, total: int) -> None:
        self._update(total=total)

    def advance(self) -> None:
        self.done += 1
        self._update(done=self.done)

    def _update(self, **values):
        running = DataExport.objects.filter(pk=self.export.pk, state=DataExportState.RUNNING)
        if not running.update(advanced_at=timezone.now(), **values):
            raise ExportAbandoned


def _fill(archive, user, progress):
    dossiers = own_dossiers(user)
    attachments = Attachment.objects.filter(dossier__in=dossiers.values("pk"))
    progress.start(len(PARTS) + dossiers.count() + attachments.count())
    archive.add_text(
        "LISEZMOI.txt", render_to_string("partnerships/members/data_export.txt", {"user": user})
    )
    for name, content in personal_parts(user):
        archive.add_json(name, content)
        progress.advance()
    absent = []
    for dossier in dossiers.iterator(chunk_size=BATCH):
        absent += add_dossier(archive, dossier, user, progress.advance)
    archive.close(personne=user.email, fait_le=timezone.now(), absents=absent)


def _digest(file) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _store(export, file):
    """Saves the archive to private storage, marks the export ready, deletes older exports.

    Raises ExportAbandoned if the export is no longer running.
    """
    size, sha256 = file.tell(), _digest(file)
    file.seek(0)
    storages["default"].save(export.path, File(file, name=export.path))
    with transaction.atomic():
        running = DataExport.objects.filter(pk=export.pk, state=DataExportState.RUNNING)
        is_stored = running.update(
            state=DataExportState.READY,
            size=size,
            sha256=sha256,
            advanced_at=timezone.now(),
            expires_at=timezone.now() + LIFETIME,
        )
        if is_stored:
            announce_data_export(export)
    if not is_stored:
        raise ExportAbandoned
    for older in (
        DataExport.objects.of(export.user)
        .exclude(pk=export.pk)
        .exclude(pk__in=DataExport.objects.under_way().values("pk"))
    ):
        _delete(older)


def _delete(export):
    storages["default"].delete(export.path)
    export.delete()


def _make(export):
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        _fill(Archive(file), export.user, Progress(export))
        file.seek(0, 2)
        _store(export, file)


@task()
def make_data_export(pk: int) -> None:
    """Makes the archive of a waiting export; does nothing if it already ran or was given up."""
    waiting = DataExport.objects.filter(pk=pk, state=DataExportState.WAITING)
    people = get_user_model().objects.filter(is_active=True)
    if not waiting.filter(user__in=people).update(
        state=DataExportState.RUNNING, advanced_at=timezone.now()
    ):
        return
    export = DataExport.objects.select_related("user").get(pk=pk)
    try:
        _make(export)
    except ExportAbandoned:
        storages["default"].delete(export.path)
    except Exception:
        DataExport.objects.filter(pk=pk).under_way().update(state=DataExportState.FAILED)
        storages["default"].delete(export.path)
        raise


def forget_data_exports(now: datetime) -> int:
    """Deletes the exports that expired or were given up a week ago; returns how many."""
    expired = DataExport.objects.filter(expires_at__lte=now)
    given_up = DataExport.objects.filter(expires_at=None, requested_at__lte=now - LIFETIME)
    exports = [*expired, *given_up]
    for export in exports:
        _delete(export)
    return len(exports)
