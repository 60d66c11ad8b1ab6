"""A new draft that begins with what lasts of an earlier dossier."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.pages.components.access import written_dossier_or_404
from partnerships.pages.dossier.dossier import create_from_page
from partnerships.workflow.refusals import Refused


@require_POST
def dossier_duplicate(request, uuid):
    source = written_dossier_or_404(request.user, uuid)
    fields = {"source": source, "is_demonstration": source.is_demonstration}
    try:
        dossier = create_from_page(request, source.lead_authority.current, **fields)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(source)
    text = _(
        "Ce brouillon reprend %(reference)s. À compléter\u202f: la phase, les dates, le budget, "
        "les résultats et les pièces."
    )
    messages.success(request, text % {"reference": source.reference})
    return redirect("partnerships:dossier_step", dossier.uuid, "identite")
