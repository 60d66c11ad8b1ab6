from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from partnerships.models import DataExport, DataExportKind
from partnerships.pages.components.access import officers_only
from partnerships.pages.components.background_work import ExportWork
from partnerships.pages.components.stored_file import export_response
from partnerships.pages.queue.exports.pack_file import (
    MOST_BYTES,
    MOST_DOSSIERS,
    ask_pack,
    pack_query,
    printable_by,
)

# Its name among the acts on the dossiers chosen in the queue.
PRINT = "print"


class PackPage(ExportWork):
    """The packs of `user`."""

    most_bytes = MOST_BYTES

    def __init__(self, user):
        super().__init__(user, DataExportKind.PACK)

    @property
    def left_out(self) -> int:
        return self.ready.total - self.ready.done


def ask_for_pack(request, chosen: QuerySet):
    """Asks the worker for the papers of the dossiers chosen; a message says what is not done."""
    keys = chosen.order_by().values("pk")
    dossiers = list(printable_by(request.user).filter(pk__in=keys)[: MOST_DOSSIERS + 1])
    if not dossiers:
        refusal = _("Cochez au moins un dossier que vous pouvez instruire.")
    elif len(dossiers) > MOST_DOSSIERS:
        refusal = _("Choisissez au plus %(most)s dossiers à imprimer.") % {"most": MOST_DOSSIERS}
    else:
        return _begin(request, dossiers, keys.count() - len(dossiers))
    messages.error(request, refusal)
    return redirect("partnerships:queue")


def _begin(request, dossiers, declined):
    export = ask_pack(request.user, dossiers)
    if export.query != pack_query(dossiers):
        messages.info(request, _("D’autres dossiers sont en préparation\u202f: attendez leur fin."))
    elif declined:
        text = ngettext(
            "Un des dossiers choisis n’y est pas\u202f: vous ne pouvez pas l’instruire.",
            "%(count)s des dossiers choisis n’y sont pas\u202f: vous ne pouvez pas les instruire.",
            declined,
        )
        messages.info(request, text % {"count": declined})
    return redirect("partnerships:pack_page")


@officers_only
@require_safe
def pack_page(request):
    """The state of the pack of several dossiers that the worker makes."""
    return render(request, "partnerships/queue/pack.html", {"page": PackPage(request.user)})


@officers_only
@require_safe
def pack_download(request, uuid):
    """Downloads a pack; only for the officer who asked for it."""
    exports = DataExport.objects.of(request.user, DataExportKind.PACK)
    export = get_object_or_404(exports.ready(), uuid=uuid)
    return export_response(request, export, name="dossiers", content_type="application/zip")
