"""The spreadsheet of a long queue, made by the worker for the officer who asked for it."""

from typing import IO

from django.http import QueryDict
from django_tasks import task

from partnerships.files.background_export import Progress, ask_export, make_export
from partnerships.models import DataExport, DataExportKind
from partnerships.pages.queue.exports.queue_file import CSV, XLSX, write_csv, write_xlsx
from partnerships.pages.queue.queue_listing import QueueListing

# Its progress is recorded once in so many rows.
STEP = 500
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
CONTENT_TYPES = {"csv": CSV, "xlsx": XLSX}


def ask_queue_export(listing: QueueListing, extension: str) -> DataExport:
    """Returns the export of this queue, begun, or the one of the officer that is under way."""
    query = listing.address().removeprefix("?")
    return ask_export(
        listing.user, DataExportKind.QUEUE, make_queue_export, extension=extension, query=query
    )


class _RowCounter:
    def __init__(self, progress):
        self.progress, self.count = progress, 0

    def __call__(self):
        self.count += 1
        if self.count % STEP == 0:
            self.progress.advance(STEP)


def _write(export: DataExport, file: IO[bytes], progress: Progress) -> None:
    listing = QueueListing(export.user, QueryDict(export.query))
    progress.start(listing.filterset.qs.count())
    WRITERS[export.extension](listing, file, _RowCounter(progress))


@task()
def make_queue_export(pk: int) -> None:
    make_export(pk, _write, permission="partnerships.review_dossier")
