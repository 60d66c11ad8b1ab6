"""Who hears that someone asks to join an authority, or was answered."""

from django.contrib.auth import get_user_model

from partnerships.models import Invitation, LocalAuthorityMember
from partnerships.notifications.outbox import address, notify

User = get_user_model()


def announce_membership_request(membership: LocalAuthorityMember) -> None:
    """Tell those who can answer: the managers of the authority, or those who lead the review."""
    managers = User.objects.filter(
        is_active=True,
        memberships__authority=membership.authority_id,
        memberships__status="active",
        memberships__role="manager",
    )
    officers = User.objects.with_perm("partnerships.lead_review", include_superusers=False)
    notify(
        f"membership:{membership.pk}:{membership.requested_at.isoformat()}",
        managers if managers.exists() else officers.exclude(pk=membership.user_id),
        "membership_request",
        membership=membership,
        link=address("membership_list"),
    )


def announce_membership_answer(membership: LocalAuthorityMember) -> None:
    notify(
        f"membership:{membership.pk}:{membership.answered_at.isoformat()}",
        [membership.user],
        "membership_answer",
        membership=membership,
        link=address("workspace"),
    )


def announce_invitation(invitation: Invitation, token: str) -> None:
    """Send the link; it stands nowhere else."""
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
