"""Inviting a colleague by e-mail: who may, how often, and what the managers see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as sent
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Invitation, OutboxMail
from tests.factories.accounts import UserFactory, lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.invitations import EMAIL, act_of, invited, links_to
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CREATE = reverse("partnerships:invitation_create")
MEMBERS = reverse("partnerships:membership_list")


def send(client, by, where, **fields):
    client.force_login(by)
    data = {
        "uuid": uuid4(),
        "authority": where.pk,
        "email": EMAIL,
        "role": "contributor",
        "message": "",
        **fields,
    }
    return client.post(CREATE, data)


def aged(invitation, since=timedelta(minutes=5)):
    invitation.sent_at = timezone.now() - since
    invitation.save()
    return invitation


def test_manager_invites_and_a_mail_with_a_link_is_sent(client):
    manager = MemberFactory(manager=True)

    response = send(
        client,
        manager.user,
        manager.authority,
        email="Nouvelle@Example.org",
        role="manager",
        message="Rejoins-nous",
    )

    assert response.url == MEMBERS
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == (EMAIL, "manager")
    assert invitation.expires_at - invitation.sent_at == pytest.approx(
        timedelta(days=14), abs=timedelta(minutes=1)
    )
    mail = OutboxMail.objects.get(recipient=EMAIL)
    assert "Rejoins-nous" in mail.body
    assert EMAIL in text_of(client.get(MEMBERS))


def test_link_is_stored_nowhere_once_the_mail_is_sent(client):
    invited()
    link = links_to()[0]
    token = link.split("/")[2]

    call_command("send_mail", verbosity=0)

    assert token in sent.outbox[0].body
    mail = OutboxMail.objects.get()
    assert (token in mail.body, mail.secret) == (False, "")
    assert token not in str(Invitation.objects.values().get())
    assert len(token) >= 43


def test_link_in_a_queued_mail_is_not_shown_in_the_administration(client):
    invited()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    mail = OutboxMail.objects.get()

    page = client.get(reverse("admin:partnerships_outboxmail_change", args=[mail.pk]))

    assert page.status_code == 200
    assert links_to()[0].split("/")[2] not in text_of(page)


def test_only_managers_invite(client):
    manager = MemberFactory(manager=True)
    authority = manager.authority
    for person in (
        MemberFactory(authority=authority).user,
        MemberFactory(authority=authority, role="manager", pending=True).user,
        MemberFactory(authority=authority, role="manager", revoked=True).user,
        UserFactory(),
        lead_reviewer(),
    ):
        assert send(client, person, authority).status_code == 404
        assert client.get(CREATE).status_code == 404
        assert CREATE not in text_of(client.get(MEMBERS))
    elsewhere = MemberFactory(manager=True)
    assert send(client, elsewhere.user, authority).status_code == 200

    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "pas une adresse"),
        ("email", "a@example.org\x00"),
        ("email", f"{'a' * 260}@example.org"),
        ("role", "admin"),
        ("message", "x" * 1001),
        ("message", "\x00"),
        ("authority", "x"),
        ("uuid", "x"),
    ],
)
def test_invalid_field_is_shown_again_and_no_mail_is_sent(client, field, value):
    manager = MemberFactory(manager=True)

    response = send(client, manager.user, manager.authority, **{field: value})

    assert response.status_code == 200
    assert not Invitation.objects.exists()
    assert not OutboxMail.objects.exists()


def test_double_click_invites_once(client):
    manager = MemberFactory(manager=True)
    uuid = uuid4()

    codes = [
        send(client, manager.user, manager.authority, uuid=uuid).status_code for _rank in range(2)
    ]

    assert codes == [302, 302]
    assert OutboxMail.objects.count() == 1


def test_same_address_is_invited_once_and_a_member_not_at_all(client):
    manager = MemberFactory(manager=True)
    colleague = MemberFactory(authority=manager.authority)
    invited(manager)

    again = send(client, manager.user, manager.authority, email=EMAIL.upper())
    member = send(client, manager.user, manager.authority, email=colleague.user.email)

    assert "déjà invitée" in text_of(again)
    assert "déjà membre" in text_of(member)
    assert Invitation.objects.count() == 1


def test_resending_revokes_the_former_link_and_extends_the_delay(client):
    invitation = aged(invited(), timedelta(days=15))
    invitation.expires_at = timezone.now() - timedelta(days=1)
    invitation.save()
    client.force_login(invitation.invited_by)
    assert "expirée" in text_of(client.get(MEMBERS))

    client.post(act_of(invitation, "renvoyer"))

    first, second = links_to()
    client.logout()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    invitation.refresh_from_db()
    assert invitation.is_open


def test_resending_at_once_sends_no_second_mail(client):
    invitation = invited()
    client.force_login(invitation.invited_by)

    page = client.post(act_of(invitation, "renvoyer"), follow=True)

    assert "vient de partir" in text_of(page)
    assert len(links_to()) == 1


def test_revoked_link_says_so(client):
    invitation = invited()
    client.force_login(invitation.invited_by)

    client.post(act_of(invitation, "annuler"))
    again = client.post(act_of(invitation, "annuler"), follow=True)

    assert "annulée" in text_of(again)
    client.logout()
    assert "annulée par la collectivité" in text_of(client.get(links_to()[0]))


def test_invitations_are_handled_by_managers_of_that_authority_alone(client):
    invitation = aged(invited())
    for person in (
        MemberFactory(authority=invitation.authority).user,
        MemberFactory(manager=True).user,
        UserFactory(email=EMAIL),
        lead_reviewer(),
    ):
        client.force_login(person)
        for action in ("renvoyer", "annuler"):
            assert client.post(act_of(invitation, action)).status_code == 404
        assert EMAIL not in text_of(client.get(MEMBERS)).replace(person.email, "")
    client.force_login(invitation.invited_by)
    assert client.post(act_of(invitation, "nimporte")).status_code == 404
    assert client.get(act_of(invitation, "annuler")).status_code == 405

    invitation.refresh_from_db()
    assert invitation.is_open


def test_invitations_per_day_are_limited(client):
    manager = MemberFactory(manager=True)
    Invitation.objects.filter(pk=invited(manager, email="a@example.org").pk).update(sent_count=30)

    page = send(client, manager.user, manager.authority)

    assert "Trop d’invitations" in text_of(page)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
    assert send(client, manager.user, manager.authority).status_code == 302


def test_mails_to_one_address_from_several_authorities_are_limited(client):
    for _rank in range(5):
        invited()
    manager = MemberFactory(manager=True)

    assert "Trop d’invitations" in text_of(send(client, manager.user, manager.authority))
    assert send(client, manager.user, manager.authority, email="b@example.org").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_members_page_runs_as_many_queries_for_three_invitations(
    client, count, django_assert_num_queries
):
    manager = MemberFactory(manager=True)
    for rank in range(count):
        invited(manager, email=f"p{rank}@example.org")
        MemberFactory(authority=manager.authority)
        MemberFactory(authority=manager.authority, pending=True)
    client.force_login(manager.user)

    with django_assert_num_queries(9):
        client.get(MEMBERS)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "accepted"},
        {"answered_at": "2026-01-01T00:00Z"},
        {"email": "MAJUSCULE@example.org"},
    ],
)
def test_database_refuses_an_inconsistent_invitation(fields):
    invitation = invited()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**fields)


def test_database_keeps_one_pending_invitation_per_address():
    invitation = invited()
    elsewhere = LocalAuthorityFactory()
    Invitation.objects.create(
        authority=elsewhere, email=EMAIL, token_digest="a", invited_by=invitation.invited_by
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(authority=invitation.authority, email=EMAIL, token_digest="b")


def test_page_of_another_authority_is_not_sent_again(client):
    first, second = MemberFactory(manager=True), MemberFactory(manager=True)
    uuid = uuid4()
    send(client, first.user, first.authority, uuid=uuid)

    assert send(client, second.user, second.authority, uuid=uuid).status_code == 404

    assert Invitation.objects.get().authority == first.authority
