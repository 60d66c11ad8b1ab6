from django.contrib import messages
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.models import DataExport, DataExportKind
from partnerships.pages.components.access import officers_only
from partnerships.pages.components.background_work import ExportWork
from partnerships.pages.components.stored_file import export_response
from partnerships.pages.queue.exports.queue_export_file import CONTENT_TYPES, ask_queue_export
from partnerships.pages.queue.exports.queue_file import csv_lines, workbook
from partnerships.pages.queue.queue_listing import QueueListing, posted_listing

FORMAT = "format"


class QueueExportPage(ExportWork):
    """The spreadsheets of a long queue, asked for or ready.

    `data`: the query of the queue and a format.
    """

    def __init__(self, user, data: QueryDict):
        super().__init__(user, DataExportKind.QUEUE)
        self.listing = QueueListing(user, data)
        self.extension = data.get(FORMAT, "")

    @property
    def is_asked(self) -> bool:
        """Whether the address comes from the queue and names a format."""
        return self.extension in CONTENT_TYPES

    @cached_property
    def count(self) -> int:
        return self.listing.filterset.qs.count()

    @property
    def query(self) -> str:
        return self.listing.address().removeprefix("?")


@officers_only
@require_safe
def queue_export(request, extension):
    """Every dossier of the queue at the same address, with its order and columns.

    A queue too long to be counted is exported by the worker, on request.
    """
    listing = QueueListing(request.user, request.GET)
    if listing.is_capped:
        page = reverse("partnerships:queue_export_page")
        return redirect(page + listing.address(**{FORMAT: extension}))
    content_type = CONTENT_TYPES[extension]
    name = f"dossiers-{timezone.localdate():%Y-%m-%d}.{extension}"
    if extension == "csv":
        response = StreamingHttpResponse(csv_lines(listing), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = workbook(listing)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def queue_export_page(request):
    """The spreadsheet that the worker makes of a long queue; a POST asks for one."""
    if request.method == "POST":
        return _ask(request)
    page = QueueExportPage(request.user, request.GET)
    return render(request, "partnerships/queue/queue_export.html", {"page": page})


def _ask(request):
    extension = request.POST.get(FORMAT, "")
    if extension not in CONTENT_TYPES:
        messages.error(request, _("Choisissez un format\u202f: XLSX ou CSV."))
        return redirect("partnerships:queue_export_page")
    listing = posted_listing(request, "query")
    export = ask_queue_export(listing, extension)
    if (export.query, export.extension) != (listing.address().removeprefix("?"), extension):
        messages.info(request, _("Un autre tableur est en préparation\u202f: attendez sa fin."))
    return redirect("partnerships:queue_export_page")


@officers_only
@require_safe
def queue_export_download(request, uuid):
    """Downloads a spreadsheet made by the worker; only for the officer who asked for it."""
    exports = DataExport.objects.of(request.user, DataExportKind.QUEUE)
    export = get_object_or_404(exports.ready(), uuid=uuid)
    content_type = CONTENT_TYPES[export.extension]
    return export_response(request, export, name="dossiers", content_type=content_type)
