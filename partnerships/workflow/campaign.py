"""The yearly confirmation: who is asked, and the one mail each person gets at each stage."""

from collections import defaultdict
from datetime import date

from django.db.models import Count

from partnerships.models import Campaign, LocalAuthorityMember, Notification, Partnership
from partnerships.notifications.outbox import address, notify


def awaiting(campaign: Campaign | None, rows=None):
    """What nobody confirmed since `campaign` opened; nothing without a campaign."""
    rows = Partnership.objects.confirmable() if rows is None else rows
    return rows.unconfirmed_since(campaign.opens_on) if campaign else rows.none()


def _asked(campaign):
    """Person → the authorities they answer for, each with how many partnerships wait."""
    counts = dict(
        awaiting(campaign).order_by().values_list("lead_authority").annotate(count=Count("pk"))
    )
    members = (
        LocalAuthorityMember.objects.active()
        .filter(authority__in=list(counts), user__is_active=True)
        .select_related("user", "authority")
        .order_by("authority__name", "pk")
    )
    asked = defaultdict(list)
    for member in members:
        asked[member.user].append((member.authority, counts[member.authority_id]))
    return asked


def write_to_members(today: date) -> int:
    """The mail of the stage where the campaign stands, to those who have not had it.

    One mail a person for all of their partnerships. How many were written.
    """
    campaign = Campaign.objects.running(today)
    if campaign is None:
        return 0
    stage = campaign.stage(today)
    cause = f"campaign:{campaign.year}:{stage}"
    told = set(Notification.objects.filter(cause=cause).values_list("user", flat=True))
    people = {user: each for user, each in _asked(campaign).items() if user.pk not in told}
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
