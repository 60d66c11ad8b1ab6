"""People by their role on a dossier, and what they do on its page."""

from django.urls import reverse

from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory

STATUSES = (
    "draft",
    "submitted",
    "under_review",
    "changes_requested",
    "decided",
    "closed",
    "discarded",
)


def person(role, dossier):
    authority = dossier.lead_authority
    if role == "member":
        return dossier.created_by
    if role == "member of a co-authority":
        member = MemberFactory()
        dossier.dossier_authorities.create(authority=member.authority)
        return member.user
    if role == "former member":
        return MemberFactory(authority=authority, revoked=True).user
    if role == "pending member":
        return MemberFactory(authority=authority, pending=True).user
    if role == "member of another authority":
        return MemberFactory().user
    if role == "reviewer":
        return reviewer()
    if role == "reviewer, member":
        return MemberFactory(authority=authority, user=reviewer()).user
    return UserFactory()


# Who may not act for the lead authority of a partnership.
OUTSIDERS = {
    "stranger": lambda lead, other: UserFactory(),
    "other authority": lambda lead, other: MemberFactory().user,
    "co-authority": lambda lead, other: MemberFactory(authority=other).user,
    "former": lambda lead, other: MemberFactory(authority=lead, revoked=True).user,
    "pending": lambda lead, other: MemberFactory(authority=lead, pending=True).user,
    "reviewer": lambda lead, other: reviewer(),
}


def outsider(who, lead, other):
    """Someone of OUTSIDERS, where `lead` and `other` are authorities of a partnership."""
    return OUTSIDERS[who](lead, other)


def text_of(response):
    return response.content.decode().replace("\u202f", " ").replace("&#x27;", "'")


def action_of(dossier, action):
    return reverse("partnerships:dossier_action", args=[dossier.uuid, action])


def ask(client, dossier, action, seen=None):
    seen = dossier.last_sequence if seen is None else seen
    return client.post(action_of(dossier, action), {"seen": seen})
