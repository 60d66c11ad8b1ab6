"""The page « Mes données »: request an export of one's data, follow it, download it."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cncd_portal.accounts.recent_sign_in import proof_address
from partnerships.models import DataExport, DataExportKind
from partnerships.pages.components.background_work import ExportWork
from partnerships.pages.components.stored_file import export_response
from partnerships.pages.members.data_export_file import ask_data_export


@require_http_methods(["GET", "POST"])
def data_export(request):
    if request.method == "POST":
        ask_data_export(request.user)
        return redirect("partnerships:data_export")
    work = ExportWork(request.user, DataExportKind.OWN_DATA)
    context = {
        "is_proof_asked": is_reauthentication_required(request, app=""),
        "last": work.last,
        "ready": work.ready,
        "progress": work,
    }
    return render(request, "partnerships/members/data_export.html", context)


@require_GET
def data_export_download(request, uuid):
    """Downloads an export; only for its owner, who is first asked for a recent proof of identity,
    then comes back to the page: what a browser saves is always the archive.
    """
    exports = DataExport.objects.of(request.user, DataExportKind.OWN_DATA)
    export = get_object_or_404(exports.ready(), uuid=uuid)
    if is_reauthentication_required(request, app=""):
        return redirect(proof_address(request.user, reverse("partnerships:data_export")))
    return export_response(request, export, name="mes-donnees", content_type="application/zip")
