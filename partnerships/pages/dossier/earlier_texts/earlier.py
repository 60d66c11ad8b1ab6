from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.document.buffer import BufferFull, NotEditable, editing
from partnerships.document.earlier import restore_value
from partnerships.document.steps import step_of
from partnerships.models import Dossier
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.step_state import step_url
from partnerships.pages.dossier.earlier_texts.earlier_page import field_histories
from partnerships.permissions import may_write


def _take_back(request, dossier):
    path, digest = request.POST.get("path", ""), request.POST.get("digest", "")
    try:
        with editing(dossier, request.user) as buffer:
            is_found = restore_value(dossier, buffer, path, digest)
    except (BufferFull, NotEditable) as error:
        messages.error(request, str(error))
        return redirect(dossier)
    if not is_found:
        messages.error(request, _("Ce texte n’est plus gardé\u202f: choisissez-en un autre."))
        return redirect("partnerships:dossier_earlier", dossier.uuid)
    messages.success(
        request, _("Le texte d’avant est repris. Celui qu’il remplace est gardé à son tour.")
    )
    return redirect(step_url(dossier, step_of(path), path=path))


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_earlier(request, uuid):
    """What the fields of a dossier held before; who writes it can take a text back."""
    dossier = own_dossier_or_404(request.user, uuid)
    if not may_write(request.user, dossier):
        raise Http404
    if request.method == "POST":
        return _take_back(request, dossier)
    if not Dossier.objects.editable_by(request.user).filter(pk=dossier.pk).exists():
        return redirect(dossier)
    context = {"dossier": dossier, "histories": field_histories(dossier)}
    return render(request, "partnerships/dossier/dossier_earlier.html", context)
