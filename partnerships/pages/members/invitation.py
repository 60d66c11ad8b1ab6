from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.models import Invitation
from partnerships.pages.components.throttle import wrong_links
from partnerships.pages.members.invitation_form import InvitationForm
from partnerships.people.invitation import (
    accept_invitation,
    invite,
    refuse_invitation,
    resend_invitation,
    revoke_invitation,
    why_invitation_closed,
)
from partnerships.workflow.link import digest_of
from partnerships.workflow.refusals import NotAllowed, Refused


def invitation_create(request):
    """Invites a colleague to an authority that the user manages."""
    form = InvitationForm(request.POST or None, user=request.user)
    if not form.fields["authority"].queryset.exists():
        raise Http404
    if form.is_valid():
        try:
            invitation = invite(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            text = _("L’invitation est en route vers %(email)s.")
            messages.success(request, text % {"email": invitation.email})
            return redirect("partnerships:membership_list")
    return render(request, "partnerships/members/invitation_form.html", {"form": form})


def _resend(invitation, request):
    resend_invitation(invitation, by=request.user)
    return _("L’invitation est de nouveau en route\u202f: le lien d’avant ne vaut plus.")


def _revoke(invitation, request):
    revoke_invitation(invitation, by=request.user)
    return _("L’invitation est annulée\u202f: son lien ne vaut plus.")


ACTIONS = {"renvoyer": _resend, "annuler": _revoke}


@require_POST
def invitation_action(request, uuid, action):
    """A manager resends or revokes a pending invitation."""
    invitation = get_object_or_404(Invitation.objects.of_manager(request.user), uuid=uuid)
    if action not in ACTIONS:
        raise Http404
    try:
        messages.success(request, ACTIONS[action](invitation, request))
    except NotAllowed:
        messages.info(request, why_invitation_closed(invitation))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("partnerships:membership_list")


@login_not_required
@require_safe
def invitation_open(request, token):
    """The page behind the link of the mail; opening it verifies the address it was sent to."""
    tries = wrong_links(request, "invitation")
    if tries.is_reached:
        return render(request, "429.html", status=429)
    rows = Invitation.objects.select_related("authority__successor", "invited_by")
    invitation = rows.filter(token_digest=digest_of(token)).first()
    if invitation is None:
        tries.count()
        return render(request, "partnerships/members/invitation_unknown.html", status=404)
    user = request.user
    if user.is_authenticated and Invitation.objects.addressed_to(user).filter(pk=invitation.pk):
        return redirect(invitation)
    if invitation.is_open and not user.is_authenticated:
        get_adapter(request).stash_verified_email(request, invitation.email)
    context = {
        "invitation": invitation,
        "closed": "" if invitation.is_open else why_invitation_closed(invitation),
    }
    return render(request, "partnerships/members/invitation_open.html", context)


def _invitation_or_404(request, uuid):
    rows = Invitation.objects.addressed_to(request.user)
    return get_object_or_404(rows.select_related("authority__successor", "invited_by"), uuid=uuid)


@require_safe
def invitation_detail(request, uuid):
    """The page to accept or refuse an invitation, for the owner of the invited address."""
    invitation = _invitation_or_404(request, uuid)
    context = {
        "invitation": invitation,
        "closed": "" if invitation.is_open else why_invitation_closed(invitation),
    }
    return render(request, "partnerships/members/invitation_detail.html", context)


@require_POST
def invitation_answer(request, uuid, answer):
    invitation = _invitation_or_404(request, uuid)
    try:
        if answer == "accepter":
            membership = accept_invitation(invitation, by=request.user)
            text = _("Vous êtes membre de %(authority)s.")
            messages.success(request, text % {"authority": membership.authority})
        elif answer == "refuser":
            refuse_invitation(invitation, by=request.user)
            messages.success(request, _("Vous avez refusé l’invitation."))
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("partnerships:workspace")
