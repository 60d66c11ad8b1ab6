"""Invitations of colleagues by managers, sent by e-mail, and their answers."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.models import (
    Invitation,
    InvitationStatus,
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
)
from partnerships.models.invitation import end_of_life
from partnerships.notifications.membership import announce_invitation, announce_invitation_answer
from partnerships.permissions import may_manage
from partnerships.workflow.creation import attach_begun
from partnerships.workflow.link import digest_of, draw_token
from partnerships.workflow.refusals import NotAllowed, Refused

# Mails a day, by sender and by recipient address.
MAX_PER_SENDER, MAX_PER_ADDRESS = 30, 5
# Minimum time between two mails of the same invitation.
RESEND_DELAY = timedelta(minutes=1)


def _refuse_too_many(by, email):
    since = Invitation.objects.filter(sent_at__gt=timezone.now() - timedelta(days=1))
    for sent, limit in (
        (since.filter(invited_by=by), MAX_PER_SENDER),
        (since.filter(email=email), MAX_PER_ADDRESS),
    ):
        if (sent.aggregate(count=Sum("sent_count"))["count"] or 0) >= limit:
            raise Refused(_("Trop d’invitations envoyées aujourd’hui\u202f: reprenez demain."))


def _refuse_known(authority, email):
    members = LocalAuthorityMember.objects.active().filter(authority=authority)
    if members.filter(user__email=email).exists():
        raise Refused(_("Cette personne est déjà membre de cette collectivité."))
    if Invitation.objects.pending().filter(authority=authority, email=email).exists():
        raise Refused(
            _("Cette adresse est déjà invitée\u202f: renvoyez l’invitation, ou annulez-la d’abord.")
        )


@transaction.atomic
def invite(
    authority: LocalAuthority, *, by, email: str, role: str, message: str, uuid: UUID
) -> Invitation:
    """Sends an invitation to an address validated by a form. Idempotent by `uuid`."""
    if not may_manage(by, authority):
        raise NotAllowed
    # Invitations of one authority are serialised by this lock.
    LocalAuthority.objects.select_for_update().get(pk=authority.pk)
    existing = Invitation.objects.filter(uuid=uuid).first()
    if existing and existing.authority_id != authority.pk:
        raise NotAllowed
    if existing:
        return existing
    email = email.lower()
    _refuse_known(authority, email)
    _refuse_too_many(by, email)
    token = draw_token()
    invitation = Invitation.objects.create(
        uuid=uuid,
        authority=authority,
        email=email,
        role=MemberRole(role),
        message=message,
        token_digest=digest_of(token),
        invited_by=by,
    )
    announce_invitation(invitation, token)
    return invitation


def _lock_pending_of_manager(invitation, by):
    pending = Invitation.objects.pending().of_manager(by).select_for_update(of=["self"])
    invitation = pending.filter(pk=invitation.pk).first()
    if invitation is None:
        raise NotAllowed
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by) -> Invitation:
    """Sends it again with a new link and a full lifetime; the previous link stops working."""
    invitation = _lock_pending_of_manager(invitation, by)
    if invitation.sent_at > timezone.now() - RESEND_DELAY:
        raise Refused(_("Cette invitation vient de partir\u202f: attendez une minute."))
    _refuse_too_many(by, invitation.email)
    token = draw_token()
    invitation.token_digest = digest_of(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = end_of_life()
    invitation.sent_count += 1
    invitation.invited_by = by
    invitation.save()
    announce_invitation(invitation, token)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by) -> None:
    _lock_pending_of_manager(invitation, by).close(InvitationStatus.REVOKED)


def why_invitation_closed(invitation: Invitation) -> str:
    """Returns the sentence shown for an invitation that can no longer be answered."""
    values = {"authority": invitation.authority.current}
    if invitation.is_expired:
        day = french_date(invitation.expires_at)
        text = _("Cette invitation a expiré le %(day)s. Demandez à votre collègue de la renvoyer.")
        return text % {"day": day}
    texts = {
        InvitationStatus.ACCEPTED: _("Cette invitation à rejoindre %(authority)s a déjà servi."),
        InvitationStatus.REFUSED: _("Cette invitation à rejoindre %(authority)s a été refusée."),
        InvitationStatus.REVOKED: _(
            "Cette invitation à rejoindre %(authority)s a été annulée par la collectivité."
        ),
    }
    return texts[invitation.status] % values


def _lock_addressed_to(invitation, by):
    addressed = Invitation.objects.addressed_to(by).select_for_update(of=["self"])
    invitation = addressed.filter(pk=invitation.pk).first()
    if invitation is None:
        raise NotAllowed
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by) -> LocalAuthorityMember:
    """Makes `by` a member of the authority. Accepting twice gives one membership."""
    invitation = _lock_addressed_to(invitation, by)
    authority = invitation.authority.current
    joined = LocalAuthorityMember.objects.active_of(by).filter(authority=authority).first()
    if joined and invitation.status == InvitationStatus.ACCEPTED:
        return joined
    if not invitation.is_open:
        raise Refused(why_invitation_closed(invitation))
    membership = joined or _join(authority, by, invitation)
    invitation.close(InvitationStatus.ACCEPTED)
    announce_invitation_answer(invitation)
    return membership


def _join(authority, by, invitation):
    """Creates the membership, or reactivates a pending or revoked one."""
    membership, _is_new = LocalAuthorityMember.objects.update_or_create(
        user=by,
        authority=authority,
        defaults={
            "role": invitation.role,
            "status": MemberStatus.ACTIVE,
            "invited_by": invitation.invited_by,
            "answered_at": timezone.now(),
            "answered_by": invitation.invited_by,
        },
    )
    attach_begun(membership)
    return membership


@transaction.atomic
def refuse_invitation(invitation: Invitation, *, by) -> None:
    invitation = _lock_addressed_to(invitation, by)
    if invitation.status == InvitationStatus.REFUSED:
        return
    if not invitation.is_open:
        raise Refused(why_invitation_closed(invitation))
    invitation.close(InvitationStatus.REFUSED)
    announce_invitation_answer(invitation)
