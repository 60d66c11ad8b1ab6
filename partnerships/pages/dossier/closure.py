from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from partnerships.document.steps import CLOSURE
from partnerships.models import DossierKind, Partnership
from partnerships.pages.components.step_state import step_url
from partnerships.workflow.amendment import AlreadyOpen, create_closure


@require_POST
def partnership_close(request, public_id):
    """Opens the closure of a partnership, or redirects to the dossier that is already open."""
    confirmable = Partnership.objects.confirmable_by(request.user)
    partnership = get_object_or_404(confirmable, public_id=public_id)
    try:
        dossier = create_closure(partnership, request.user)
    except AlreadyOpen as already_open:
        dossier = already_open.dossier
        if dossier.kind != DossierKind.CLOSURE:
            messages.info(request, str(already_open))
            return redirect(dossier)
    return redirect(step_url(dossier, CLOSURE))
