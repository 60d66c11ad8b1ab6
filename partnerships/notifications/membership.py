"""Notifies membership requests, invitations, takeovers, and their answers."""

from django.contrib.auth import get_user_model

from partnerships.document.steps import LAST_STEP
from partnerships.document.validation import validate
from partnerships.models import (
    Dossier,
    Invitation,
    LocalAuthority,
    LocalAuthorityMember,
    Takeover,
)
from partnerships.models.membership import ANSWER_DELAY
from partnerships.notifications.outbox import address, notify

User = get_user_model()


def managers_of(authority: LocalAuthority):
    managers = LocalAuthorityMember.objects.managers().filter(authority=authority)
    return User.objects.filter(is_active=True, pk__in=managers.values("user"))


def leads():
    """Returns the lead reviewers."""
    return User.objects.holding("partnerships.lead_review")


def announce_membership_request(membership: LocalAuthorityMember) -> None:
    """Notifies those who can answer: managers of the authority, or else lead reviewers."""
    managers = managers_of(membership.authority)
    has_managers = managers.exists()
    notify(
        f"membership:{membership.pk}:{membership.requested_at.isoformat()}",
        managers if has_managers else leads().exclude(pk=membership.user_id),
        "membership_request",
        membership=membership,
        # Then officers may answer too.
        officers_answer_on=membership.requested_at + ANSWER_DELAY if has_managers else None,
        link=address("membership_list"),
    )


def waiting_drafts(drafts: list[Dossier]) -> list[tuple[Dossier, bool, str]]:
    """Returns each draft that is not in the bin, whether it is complete, and where to go on."""
    found = []
    for draft in drafts:
        if draft.discarded_at:
            continue
        is_complete = validate(draft).document is not None
        last_step = address("dossier_step", draft.uuid, LAST_STEP.slug)
        page = last_step if is_complete else address("dossier_detail", draft.uuid)
        found.append((draft, is_complete, page))
    return found


def announce_membership_answer(membership: LocalAuthorityMember, drafts: list[Dossier]) -> None:
    """Notifies the person who asked; `drafts`: what they began while they waited."""
    notify(
        f"membership:{membership.pk}:{membership.answered_at.isoformat()}",
        [membership.user],
        "membership_answer",
        membership=membership,
        drafts=waiting_drafts(drafts),
        link=address("workspace"),
    )


def announce_invitation(invitation: Invitation, token: str) -> None:
    """Sends the link, which is stored nowhere else."""
    notify(
        f"invitation:{invitation.uuid}:{invitation.sent_count}",
        [invitation],
        "invitation",
        secret=token,
        invitation=invitation,
        link=address("invitation_open", token),
    )


def announce_invitation_answer(invitation: Invitation) -> None:
    if invitation.invited_by:
        notify(
            f"invitation:{invitation.uuid}:{invitation.status}",
            [invitation.invited_by],
            "invitation_answer",
            invitation=invitation,
            link=address("membership_list"),
        )


def announce_takeover(takeover: Takeover) -> None:
    """Notifies lead reviewers, who answer, and the managers, who may not be absent after all."""
    members = LocalAuthorityMember.objects.active().filter(authority=takeover.authority_id)
    officers = leads().exclude(pk__in=members.values("user"))
    cause = f"takeover:{takeover.pk}"
    context = {"takeover": takeover}
    notify(cause, officers, "takeover_officer", link=address("authority_desk"), **context)
    managers = managers_of(takeover.authority)
    notify(cause, managers, "takeover", link=address("membership_list"), **context)


def announce_takeover_answer(takeover: Takeover, managers: list, *, demotes: bool) -> None:
    """Notifies the person who asked, and the previous managers."""
    notify(
        f"takeover:{takeover.pk}:{takeover.status}",
        [takeover.asked_by, *managers],
        "takeover_answer",
        takeover=takeover,
        demotes=demotes,
        link=address("membership_list"),
    )
