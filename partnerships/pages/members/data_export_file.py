"""The ZIP archive of « Mes données »: made in the background, deleted after a week."""

from typing import IO

from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from partnerships.files.background_export import Progress, ask_export, make_export
from partnerships.files.zip_archive import Archive
from partnerships.models import Attachment, DataExport, DataExportKind
from partnerships.notifications.data_export import announce_data_export
from partnerships.pages.members.dossier_data import add_dossier, own_dossiers
from partnerships.pages.members.personal_data import PARTS, personal_parts

BATCH = 50


def ask_data_export(user) -> DataExport:
    """Returns the export under way, or starts one; an export that stopped advancing is failed."""
    return ask_export(user, DataExportKind.OWN_DATA, make_data_export)


def _write(export: DataExport, file: IO[bytes], progress: Progress) -> None:
    user, archive = export.user, Archive(file)
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


@task()
def make_data_export(pk: int) -> None:
    make_export(pk, _write, announce_data_export)
