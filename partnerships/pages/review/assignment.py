"""Assignment of a dossier to an officer, from its page."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.models import Dossier
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.components.review_address import review_address
from partnerships.workflow.officers.assignment import assign_dossier
from partnerships.workflow.officers.officers import chosen_officer
from partnerships.workflow.refusals import Refused


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def assign(request, uuid):
    rows = Dossier.objects.deposited().reviewable_by(request.user).for_list()
    dossier = get_object_or_404(rows, uuid=uuid)
    to = chosen_officer(request.POST.get("to", ""))
    try:
        if to is None:
            raise Refused(_("Choisissez à qui confier ce dossier."))
        assign_dossier(dossier, by=request.user, to=to, seen=sequence_seen(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le dossier est confié à %(name)s.") % {"name": to})
    return redirect(review_address(request, uuid))
