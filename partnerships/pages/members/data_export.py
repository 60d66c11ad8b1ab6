"""The page « Mes données »: request an export of one's data, follow it, download it."""

from allauth.account.decorators import reauthentication_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partnerships.models import DataExport
from partnerships.pages.components.background_work import BackgroundWork
from partnerships.pages.components.stored_file import SEALED, stream_response
from partnerships.pages.members.data_export_file import ask_data_export


@require_http_methods(["GET", "POST"])
def data_export(request):
    if request.method == "POST":
        ask_data_export(request.user)
        return redirect("partnerships:data_export")
    exports = DataExport.objects.of(request.user)
    last = exports.first()
    context = {
        "last": last,
        "ready": exports.ready().first(),
        "progress": BackgroundWork(),
    }
    return render(request, "partnerships/members/data_export.html", context)


@require_GET
@reauthentication_required
def data_export_download(request, uuid):
    """Downloads an export; only for its owner, after they authenticate again."""
    export = get_object_or_404(DataExport.objects.of(request.user).ready(), uuid=uuid)
    return stream_response(
        request,
        export.open,
        as_attachment=True,
        filename=f"mes-donnees-{timezone.localdate(export.requested_at)}.zip",
        content_type="application/zip",
        headers={**SEALED, "Cache-Control": "private, no-store"},
    )
