"""The papers of several dossiers in one ZIP, made by the worker for the officer who asked for them.

One PDF for each dossier: joined, they would lose the tags that make them accessible (PDF/UA-1).
"""

from collections.abc import Iterable
from typing import IO

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django_tasks import task

from partnerships.files.background_export import Progress, ask_export, make_export
from partnerships.files.zip_archive import Archive
from partnerships.models import DataExport, DataExportKind, Dossier
from partnerships.pages.papers.dossier_paper import dossier_paper

MOST_DOSSIERS = 50
MOST_BYTES = 100 * 1024 * 1024
CHOICE = "dossier"


def printable_by(user):
    """The dossiers whose last deposit `user` may print, as an officer."""
    return Dossier.objects.deposited().reviewable_by(user).filter(erased_at__isnull=True)


def pack_query(dossiers: Iterable[Dossier]) -> str:
    return urlencode({CHOICE: sorted(str(each.uuid) for each in dossiers)}, doseq=True)


def ask_pack(user, dossiers: Iterable[Dossier]) -> DataExport:
    """Returns the pack of these dossiers, begun, or the one of `user` that is under way."""
    return ask_export(user, DataExportKind.PACK, make_pack, query=pack_query(dossiers))


def _paper(user, uuid):
    """Returns (reference, PDF of the last deposit); None if `user` may no longer read it."""
    dossier = printable_by(user).for_list().filter(uuid=uuid).first()
    if dossier is None:
        return None
    submission = dossier.submissions.select_related("submitted_by").first()
    return dossier.reference, dossier_paper(dossier, submission)


def _write(export: DataExport, file: IO[bytes], progress: Progress) -> None:
    uuids = QueryDict(export.query).getlist(CHOICE)
    progress.start(len(uuids))
    archive, size, absent = Archive(file), 0, []
    for uuid in uuids:
        paper = _paper(export.user, uuid)
        if paper is None or size + len(paper[1]) > MOST_BYTES:
            absent.append(paper[0] if paper else uuid)
            continue
        reference, content = paper
        archive.add(f"{reference}.pdf", [content], is_compressed=True)
        size += len(content)
        progress.advance()
    archive.close(fait_le=timezone.now(), absents=absent)


@task()
def make_pack(pk: int) -> None:
    make_export(pk, _write, permission="partnerships.review_dossier")
