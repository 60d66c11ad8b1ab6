"""Reminds curators that the progress of a proposition is to be looked at again."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse

from cncd_portal.site_address import absolute_address
from partnerships.models import Notification
from partnerships.notifications.outbox import notify
from proposals.models import Proposal
from proposals.progress import next_reviews


def curators() -> QuerySet:
    """Active people who have the right to write the propositions; superusers only if given it."""
    found = get_user_model().objects
    return found.holding("proposals.curate_proposals").order_by("pk")


def remind_of_reviews(today: date) -> int:
    """Notifies curators of each review that is due, once. Returns how many are notified now."""
    due = {number: day for number, day in next_reviews().items() if day <= today}
    causes = {number: f"proposal-review:{number}:{day}" for number, day in due.items()}
    sent = Notification.objects.filter(cause__in=causes.values())
    known = set(sent.values_list("cause", flat=True))
    people = list(curators())
    for proposal in Proposal.objects.with_text().filter(number__in=due):
        notify(
            causes[proposal.number],
            people,
            "proposal_review",
            proposal=proposal,
            due_on=due[proposal.number],
            link=absolute_address(reverse("proposals:workshop_note", args=[proposal.number])),
        )
    return len(set(causes.values()) - known) if people else 0
