"""What the people of a dossier do besides writing it: decline a part, hand it over."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.models import LocalAuthorityMember
from partnerships.pages.dossier.dossier import own_dossier_or_404, seen_by, show_dossier
from partnerships.people.handover import hand_over_files
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.transitions import Action


@require_POST
def dossier_decline(request, uuid):
    """Another authority of the dossier says that it has no part in it. A reason refused stays."""
    dossier = own_dossier_or_404(request.user, uuid)
    reason = request.POST.get("reason", "")
    try:
        perform(Action.DECLINE, dossier, by=request.user, seen=seen_by(request), reason=reason)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        return show_dossier(request, dossier, reason=reason, status=409)
    messages.success(
        request, _("C’est noté\u202f: la cheffe de file et l’administration le voient.")
    )
    return redirect(dossier)


def colleague_named(request, authority_id):
    """The person of `authority_id` that the page names, or None where it names nobody."""
    named = request.POST.get("colleague", "")
    if not named:
        return None
    members = LocalAuthorityMember.objects.active().filter(authority=authority_id)
    member = members.filter(pk=named).first() if named.isdecimal() and len(named) < 19 else None
    if member is None:
        raise Refused(_("Choisissez un membre de la collectivité dans la liste."))
    return member.user


@require_POST
def dossier_hand_over(request, uuid):
    dossier = own_dossier_or_404(request.user, uuid)
    try:
        to = colleague_named(request, dossier.lead_authority_id)
        if to is None:
            raise Refused(_("Choisissez qui suit ce dossier."))
        hand_over_files([dossier], by=request.user, to=to)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = _("%(person)s suit maintenant ce dossier.")
        messages.success(request, text % {"person": to})
    return redirect(dossier)
