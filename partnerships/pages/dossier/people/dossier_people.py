"""Actions of the people of a dossier besides writing it: decline a part, hand it over."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.models import Action
from partnerships.pages.components.access import own_dossier_or_404, sequence_seen
from partnerships.pages.dossier.dossier import show_dossier
from partnerships.people.handover import colleague_named, hand_over_dossiers
from partnerships.permissions import may_hand_over
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused


@require_POST
def dossier_decline(request, uuid):
    """An authority other than the lead one declares that it has no part in the dossier.

    If the action is refused, the reason stays in the form.
    """
    dossier = own_dossier_or_404(request.user, uuid)
    reason = request.POST.get("reason", "")
    try:
        perform(
            Action.DECLINE, dossier, by=request.user, seen=sequence_seen(request), reason=reason
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return show_dossier(request, dossier, reason=reason, status=409)
    messages.success(
        request, _("C’est noté\u202f: la cheffe de file et l’administration le voient.")
    )
    return redirect(dossier)


@require_POST
def dossier_hand_over(request, uuid):
    dossier = own_dossier_or_404(request.user, uuid)
    if not may_hand_over(request.user, dossier):
        raise NotAllowed
    try:
        colleague = colleague_named(request.POST.get("colleague", ""), dossier.lead_authority_id)
        if colleague is None:
            raise Refused(_("Choisissez qui suit ce dossier."))
        hand_over_dossiers([dossier], by=request.user, to=colleague)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = _("%(person)s suit maintenant ce dossier.")
        messages.success(request, text % {"person": colleague})
    return redirect(dossier)
