"""Membership of an authority: request, answer, role, end."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    Dossier,
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
)
from partnerships.notifications.membership import (
    announce_membership_answer,
    announce_membership_request,
)
from partnerships.people.handover import hand_over_dossiers
from partnerships.workflow.creation import attach_begun
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import NotAllowed, Refused

MESSAGE_MAX_LENGTH = LocalAuthorityMember._meta.get_field("message").max_length


@transaction.atomic
def request_membership(authority: LocalAuthority, *, by, message: str) -> LocalAuthorityMember:
    """Asks to join `authority`; starts again after a refusal.

    While it is pending, another message replaces the first, and nobody is notified again.
    """
    message = clean_text(message)
    refuse_too_long(message, MESSAGE_MAX_LENGTH)
    membership, is_new = LocalAuthorityMember.objects.get_or_create(
        user=by, authority=authority, defaults={"message": message}
    )
    if membership.status == MemberStatus.ACTIVE:
        raise Refused(_("Vous êtes déjà membre de cette collectivité."))
    if membership.status == MemberStatus.REVOKED:
        membership.status = MemberStatus.PENDING
        membership.message = message
        membership.requested_at = timezone.now()
        membership.answered_at = membership.answered_by = None
        membership.save()
        is_new = True
    if is_new:
        announce_membership_request(membership)
    elif message and message != membership.message:
        membership.message = message
        membership.save(update_fields=["message"])
    return membership


def _set_answer(membership, by, status):
    membership.status = status
    membership.answered_at = timezone.now()
    membership.answered_by = by


def _lock_members(membership: LocalAuthorityMember) -> None:
    """Holds the authority until the end of the transaction: one change of its members at a time."""
    authorities = LocalAuthority.objects.select_for_update(no_key=True)
    authorities.get(pk=membership.authority_id)


@transaction.atomic
def answer_membership(membership: LocalAuthorityMember, *, by, is_accepted: bool, role: str):
    """Accepts or refuses a request. Without any manager, the accepted member becomes one."""
    _lock_members(membership)
    answerable = LocalAuthorityMember.objects.answerable_by(by)
    membership = answerable.filter(pk=membership.pk).first()
    if membership is None:
        raise NotAllowed
    colleagues = LocalAuthorityMember.objects.active().filter(authority=membership.authority_id)
    if is_accepted:
        has_manager = colleagues.managers().exists()
        membership.role = MemberRole(role) if has_manager else MemberRole.MANAGER
    _set_answer(membership, by, MemberStatus.ACTIVE if is_accepted else MemberStatus.REVOKED)
    membership.save()
    drafts = attach_begun(membership) if is_accepted else []
    announce_membership_answer(membership, drafts)
    return membership


@transaction.atomic
def cancel_membership_request(membership: LocalAuthorityMember, *, by) -> None:
    """Withdraws a request that nobody answered. What its author began stays theirs."""
    own = LocalAuthorityMember.objects.pending().filter(user=by, pk=membership.pk)
    if not own.select_for_update(of=["self"]).exists():
        raise NotAllowed
    own.delete()


@transaction.atomic
def end_membership(membership: LocalAuthorityMember, *, by, to=None):
    """Ends a membership, at the member's or a manager's request.

    The last manager cannot leave while other members stay. `to`: who follows their dossiers from
    now on; nobody if None.
    """
    _lock_members(membership)
    active = LocalAuthorityMember.objects.active()
    membership = active.endable_by(by).filter(pk=membership.pk).first()
    if membership is None:
        raise NotAllowed
    others = active.filter(authority=membership.authority_id).exclude(pk=membership.pk)
    is_last = not others.managers().exists()
    if membership.role == MemberRole.MANAGER and is_last and others.exists():
        raise Refused(_("Nommez d’abord un autre gestionnaire\u202f: il reste des membres."))
    if to == membership.user:
        raise Refused(_("Choisissez quelqu’un d’autre\u202f: cette personne part."))
    hand_over_dossiers(followed_dossiers(membership), by=by, to=to)
    _set_answer(membership, by, MemberStatus.REVOKED)
    membership.save()


def followed_dossiers(membership: LocalAuthorityMember):
    """Returns the dossiers of the authority that this member follows."""
    led = Dossier.objects.filter(lead_authority=membership.authority_id)
    followed = led.filter(in_charge=membership.user_id)
    return followed.select_related("in_charge").with_decision().order_by("-updated_at", "-pk")


@transaction.atomic
def set_member_role(membership: LocalAuthorityMember, *, by, role: str):
    """Sets the role of a member, by a manager. The last manager cannot be demoted."""
    _lock_members(membership)
    managed = LocalAuthorityMember.objects.active().of_manager(by)
    membership = managed.filter(pk=membership.pk).first()
    if membership is None:
        raise NotAllowed
    managers = managed.managers().filter(authority=membership.authority_id)
    if role != MemberRole.MANAGER and not managers.exclude(pk=membership.pk).exists():
        raise Refused(_("Nommez d’abord un autre gestionnaire\u202f: il reste des membres."))
    membership.role = MemberRole(role)
    membership.save(update_fields=["role"])
