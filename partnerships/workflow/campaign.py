"""The yearly confirmation campaign: who is asked, and the mail sent to them at each stage."""

from collections import defaultdict
from datetime import date

from django.db.models import Count

from partnerships.models import Campaign, LocalAuthorityMember, Notification, Partnership
from partnerships.notifications.outbox import address, notify


def unconfirmed_partnerships(campaign: Campaign | None, rows=None):
    """Returns the partnerships not confirmed since `campaign` opened; none without a campaign.

    `rows`: the partnerships to choose from, by default all the confirmable ones.
    """
    rows = Partnership.objects.confirmable() if rows is None else rows
    return rows.unconfirmed_since(campaign.opens_on) if campaign else rows.none()


def _authorities_by_member(campaign):
    """Returns user → [(authority, number of partnerships to confirm)]."""
    counts = dict(
        unconfirmed_partnerships(campaign)
        .order_by()
        .values_list("lead_authority")
        .annotate(count=Count("pk"))
    )
    members = (
        LocalAuthorityMember.objects.active()
        .filter(authority__in=list(counts), user__is_active=True)
        .select_related("user", "authority")
        .order_by("authority__sort_key", "pk")
    )
    found = defaultdict(list)
    for member in members:
        found[member.user].append((member.authority, counts[member.authority_id]))
    return found


def write_to_members(today: date) -> int:
    """Notifies the members who have not had the mail of the current stage of the campaign.

    Each person gets one mail for all their partnerships. Returns how many were notified.
    """
    campaign = Campaign.objects.running(today)
    if campaign is None:
        return 0
    stage = campaign.stage(today)
    cause = f"campaign:{campaign.year}:{stage}"
    notified = set(Notification.objects.filter(cause=cause).values_list("user", flat=True))
    people = {
        user: authorities
        for user, authorities in _authorities_by_member(campaign).items()
        if user.pk not in notified
    }
    for user, authorities in people.items():
        notify(
            cause,
            [user],
            "campaign",
            campaign=campaign,
            authorities=authorities,
            count=sum(count for _authority, count in authorities),
            is_reminder=stage > 0,
            is_late=today > campaign.due_on,
            link=address("confirmation_list"),
        )
    return len(people)
