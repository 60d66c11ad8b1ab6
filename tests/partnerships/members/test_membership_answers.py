"""Who answers a request to join; who may leave or be removed."""

import pytest
from django.urls import reverse

from partnerships.models import LocalAuthorityMember, MemberRole, MemberStatus, OutboxMail
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory

pytestmark = pytest.mark.django_db
MEMBERS = reverse("partnerships:membership_list")


def answer(client, user, membership, action, **data):
    client.force_login(user)
    address = reverse("partnerships:membership_action", args=[membership.pk, action])
    return client.post(address, data)


@pytest.mark.parametrize("action", ["accepter", "refuser"])
def test_request_is_answered_only_by_those_who_may(client, action):
    manager = MemberFactory(manager=True)
    request = MemberFactory(authority=manager.authority, pending=True)
    others = [
        request.user,
        MemberFactory(authority=manager.authority).user,
        MemberFactory(authority=manager.authority, role=MemberRole.MANAGER, revoked=True).user,
        MemberFactory(manager=True).user,
        reviewer(),
        UserFactory(),
    ]

    for user in others:
        assert answer(client, user, request, action, role="manager").status_code == 404

    request.refresh_from_db()
    assert request.status == MemberStatus.PENDING


@pytest.mark.parametrize("role", MemberRole.values)
def test_manager_accepts_with_a_role(client, role):
    manager = MemberFactory(manager=True)
    request = MemberFactory(authority=manager.authority, pending=True)

    answer(client, manager.user, request, "accepter", role=role)

    request.refresh_from_db()
    assert (request.status, request.role) == (MemberStatus.ACTIVE, role)
    assert request.answered_by == manager.user


def test_first_member_accepted_by_a_reviewer_becomes_manager(client):
    request = MemberFactory(pending=True)

    answer(client, reviewer(), request, "accepter", role="contributor")

    request.refresh_from_db()
    assert (request.status, request.role) == (MemberStatus.ACTIVE, MemberRole.MANAGER)


def test_reviewer_never_answers_their_own_request(client):
    request = MemberFactory(pending=True, user=reviewer())

    assert answer(client, request.user, request, "accepter").status_code == 404


def test_answer_twice_is_one_answer_and_one_mail(client):
    manager = MemberFactory(manager=True)
    request = MemberFactory(authority=manager.authority, pending=True)
    codes = [answer(client, manager.user, request, "accepter").status_code for _ in range(2)]

    assert codes[0] == 302
    assert OutboxMail.objects.filter(recipient=request.user.email).count() == 1


def test_refused_person_sees_nothing_of_the_authority(client):
    manager = MemberFactory(manager=True)
    request = MemberFactory(authority=manager.authority, pending=True)

    answer(client, manager.user, request, "refuser")

    request.refresh_from_db()
    assert request.status == MemberStatus.REVOKED


def test_manager_removes_a_member_and_a_member_leaves(client):
    manager = MemberFactory(manager=True)
    first, second = (MemberFactory(authority=manager.authority) for _ in range(2))

    assert answer(client, first.user, second, "retirer").status_code == 404
    assert answer(client, manager.user, first, "retirer").status_code == 302
    assert answer(client, second.user, second, "retirer").status_code == 302
    assert not LocalAuthorityMember.objects.active().exclude(pk=manager.pk).exists()


def test_last_manager_stays_while_members_remain(client):
    manager = MemberFactory(manager=True)
    member = MemberFactory(authority=manager.authority)

    answer(client, manager.user, manager, "retirer")
    answer(client, manager.user, manager, "role", role="contributor")
    manager.refresh_from_db()
    assert (manager.status, manager.role) == (MemberStatus.ACTIVE, MemberRole.MANAGER)

    answer(client, manager.user, member, "role", role="manager")
    answer(client, manager.user, manager, "retirer")
    manager.refresh_from_db()
    assert manager.status == MemberStatus.REVOKED


@pytest.mark.parametrize("role", ["", "admin", "\x00"])
def test_unknown_role_makes_a_contributor(client, role):
    manager = MemberFactory(manager=True)
    request = MemberFactory(authority=manager.authority, pending=True)

    answer(client, manager.user, request, "accepter", role=role)

    request.refresh_from_db()
    assert request.role == MemberRole.CONTRIBUTOR


def test_unknown_membership_or_action_is_not_found(client):
    member = MemberFactory(manager=True)

    assert answer(client, member.user, member, "nimporte").status_code == 404
    for pk in (0, 10**30):
        address = f"{MEMBERS}{pk}/accepter/"
        assert client.post(address).status_code == 404
    assert client.get(f"{MEMBERS}{member.pk}/retirer/").status_code == 405
