from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.pages.queue.desk_page import DeskPage
from partnerships.pages.queue.queue_file import CSV, XLSX, csv_lines, workbook
from partnerships.pages.queue.queue_listing import QueueListing
from partnerships.pages.queue.queue_page import QueuePage


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def desk(request):
    """The officer's counts of work to do, then the first dossiers of each list."""
    return render(request, "partnerships/queue/desk.html", {"page": DeskPage(request.user)})


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def queue(request):
    page = QueuePage(request.user, request.GET)
    if page.is_to_be_cleaned:
        return redirect(f"{request.path}?{page.clean_query}".rstrip("?"))
    context = {"page": page, "listing": page.listing}
    return render(request, "partnerships/queue/instruction_queue.html", context)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def queue_export(request, extension):
    """Exports every dossier of the queue at the same address, with its order and columns."""
    listing = QueueListing(request.user, request.GET)
    name = f"dossiers-{timezone.localdate():%Y-%m-%d}.{extension}"
    if extension == "csv":
        response = StreamingHttpResponse(csv_lines(listing), content_type=CSV)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = workbook(listing)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
