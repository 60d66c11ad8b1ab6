"""Invitations as managers send them, and their links."""

import re
from uuid import uuid4

from django.urls import reverse

from partnerships.models import OutboxMail
from partnerships.people.invitation import invite
from tests.factories.authorities import MemberFactory

EMAIL = "nouvelle@example.org"


def invited(manager=None, email=EMAIL, role="contributor", message=""):
    """A pending invitation from `manager`, a membership."""
    manager = manager or MemberFactory(manager=True)
    return invite(
        manager.authority, by=manager.user, email=email, role=role, message=message, uuid=uuid4()
    )


def links_to(email=EMAIL):
    """The links sent to `email`, oldest first."""
    mails = OutboxMail.objects.filter(recipient=email, cause__startswith="invitation:")
    return [re.search(r"/invitation/[^/\s]+/", mail.body).group() for mail in mails.order_by("pk")]


def answer_of(invitation, answer):
    return reverse("partnerships:invitation_answer", args=[invitation.uuid, answer])


def act_of(invitation, action):
    return reverse("partnerships:invitation_action", args=[invitation.uuid, action])
