from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.identifiers import is_uuid
from partnerships.models import DataExport, DataExportKind
from partnerships.pages.components.background_work import BackgroundWork
from partnerships.pages.components.stored_file import SEALED, stream_response
from partnerships.pages.queue.exports.pack_file import (
    CHOICE,
    MOST_BYTES,
    MOST_DOSSIERS,
    ask_pack,
    pack_query,
    printable_by,
)

officers_only = permission_required("partnerships.review_dossier", raise_exception=True)


class PackPage(BackgroundWork):
    """Where the pack of `user` stands: the last one asked for, and the one that is ready."""

    most_bytes = MOST_BYTES

    def __init__(self, user):
        exports = DataExport.objects.of(user, DataExportKind.PACK)
        self.last, self.ready = exports.first(), exports.ready().first()

    @property
    def left_out(self) -> int:
        return self.ready.total - self.ready.done


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def pack_page(request):
    """The papers of several dossiers, that the worker makes; a POST asks for those ticked."""
    if request.method == "POST":
        return _ask(request)
    return render(request, "partnerships/queue/pack.html", {"page": PackPage(request.user)})


def _ask(request):
    uuids = set(filter(is_uuid, request.POST.getlist(CHOICE)))
    rows = printable_by(request.user).filter(uuid__in=uuids)
    if len(uuids) > MOST_DOSSIERS:
        refusal = _("Cochez au plus %(most)s dossiers à imprimer.") % {"most": MOST_DOSSIERS}
    elif not (dossiers := list(rows.order_by("pk"))):
        refusal = _("Cochez au moins un dossier que vous pouvez instruire.")
    else:
        return _begin(request, dossiers, len(uuids) - len(dossiers))
    messages.error(request, refusal)
    return redirect("partnerships:queue")


def _begin(request, dossiers, declined):
    export = ask_pack(request.user, dossiers)
    if export.query != pack_query(dossiers):
        messages.info(request, _("D’autres dossiers sont en préparation\u202f: attendez leur fin."))
    elif declined:
        text = ngettext(
            "Un dossier coché n’y est pas\u202f: vous ne pouvez pas l’instruire.",
            "%(count)s dossiers cochés n’y sont pas\u202f: vous ne pouvez pas les instruire.",
            declined,
        )
        messages.info(request, text % {"count": declined})
    return redirect("partnerships:pack_page")


@officers_only
@require_safe
def pack_download(request, uuid):
    """Downloads a pack; only for the officer who asked for it."""
    exports = DataExport.objects.of(request.user, DataExportKind.PACK)
    export = get_object_or_404(exports.ready(), uuid=uuid)
    return stream_response(
        request,
        export.open,
        as_attachment=True,
        filename=f"dossiers-{timezone.localdate(export.requested_at):%Y-%m-%d}.zip",
        content_type="application/zip",
        headers={**SEALED, "Cache-Control": "private, no-store"},
    )
