"""Simultaneous clicks on an invitation: one membership, one mail."""

import pytest

from partnerships.models import Invitation, LocalAuthorityMember, OutboxMail
from partnerships.people.invitation import accept_invitation
from partnerships.people.membership import end_membership, request_membership, set_member_role
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.invitations import EMAIL, invited
from tests.partnerships.workflow.test_races import PEOPLE, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_invitation_accepted_twice_at_once_makes_one_membership():
    invitation = invited()
    person = UserFactory(email=EMAIL)

    results = at_once([lambda: accept_invitation(invitation, by=person)] * PEOPLE)

    assert {result.status for result in results} == {"active"}
    assert LocalAuthorityMember.objects.filter(user=person).count() == 1
    assert OutboxMail.objects.filter(recipient=invitation.invited_by.email).count() == 1


def test_invitation_accepted_during_a_request_to_join_makes_one_membership():
    invitation = invited()
    person = UserFactory(email=EMAIL)

    at_once(
        [
            lambda: accept_invitation(invitation, by=person),
            lambda: request_membership(invitation.authority, by=person, message=""),
        ]
    )

    assert LocalAuthorityMember.objects.get(user=person).status == "active"


@pytest.mark.parametrize(
    "leave",
    [
        lambda each, other: end_membership(each, by=each.user),
        lambda each, other: end_membership(other, by=each.user),
        lambda each, other: set_member_role(each, by=each.user, role="contributor"),
        lambda each, other: set_member_role(other, by=each.user, role="contributor"),
    ],
    ids=["leave", "remove the other", "step down", "demote the other"],
)
def test_last_managers_at_once_leave_one_manager(leave):
    authority = MemberFactory().authority
    one, two = (MemberFactory(authority=authority, manager=True) for _rank in range(2))

    at_once([lambda: leave(one, two), lambda: leave(two, one)])

    assert LocalAuthorityMember.objects.active().managers().filter(authority=authority).count() == 1


def test_simultaneous_invitations_of_one_address_make_one():
    manager = MemberFactory(manager=True)

    at_once([lambda: invited(manager)] * PEOPLE)

    assert Invitation.objects.count() == 1
