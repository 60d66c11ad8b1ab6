"""The invited person: the link, the account, accepting or refusing."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Invitation, LocalAuthorityMember, OutboxMail
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.invitations import EMAIL, answer_of, invited, links_to
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
WORKSPACE = reverse("partnerships:workspace")


def membership(invitation, person):
    return LocalAuthorityMember.objects.get(user=person, authority=invitation.authority)


def test_link_says_who_invites_and_with_which_address_to_sign_in(client):
    invitation = invited(message="Bienvenue <b>ici</b>")

    page = client.get(links_to()[0])

    text = text_of(page)
    assert page.status_code == 200
    for said in (str(invitation.authority), str(invitation.invited_by), EMAIL):
        assert said in text
    assert "<b>ici</b>" not in text
    assert f"?next={invitation.get_absolute_url()}" in text


def test_account_made_from_the_link_needs_no_other_proof_of_its_address(client):
    invitation = invited()
    client.get(links_to()[0])

    response = client.post(
        reverse("account_signup"),
        {
            "email": EMAIL,
            "first_name": "Ana",
            "last_name": "Roy",
            "password1": "un-long-mot-de-passe-42",
            "password2": "un-long-mot-de-passe-42",
            "next": invitation.get_absolute_url(),
        },
    )

    assert response.url == invitation.get_absolute_url()
    client.post(answer_of(invitation, "accepter"))
    member = LocalAuthorityMember.objects.get(user__email=EMAIL)
    assert (member.status, member.authority) == ("active", invitation.authority)


def test_account_with_another_address_sees_why_it_cannot_answer(client):
    invitation = invited()
    client.force_login(UserFactory(email="autre@example.org"))

    page = text_of(client.get(links_to()[0]))

    assert EMAIL in page
    assert "n’est pas celui qui est invité" in page
    assert client.get(invitation.get_absolute_url()).status_code == 404
    for answer in ("accepter", "refuser"):
        assert client.post(answer_of(invitation, answer)).status_code == 404
    assert str(invitation.authority) not in text_of(client.get(WORKSPACE))
    invitation.refresh_from_db()
    assert invitation.is_open


@pytest.mark.parametrize("is_proved", [True, False])
def test_second_address_counts_once_it_is_verified(client, is_proved):
    invitation = invited()
    person = UserFactory()
    EmailAddress.objects.create(user=person, email=EMAIL.upper(), verified=is_proved)
    client.force_login(person)

    code = client.post(answer_of(invitation, "accepter")).status_code

    assert code == (302 if is_proved else 404)
    assert LocalAuthorityMember.objects.filter(user=person).exists() is is_proved


def test_invited_person_accepts_and_the_inviter_is_notified(client):
    invitation = invited(role="manager")
    person = UserFactory(email=EMAIL)
    client.force_login(person)
    assert client.get(links_to()[0]).url == invitation.get_absolute_url()
    assert invitation.get_absolute_url() in text_of(client.get(WORKSPACE))

    client.post(answer_of(invitation, "accepter"))

    member = membership(invitation, person)
    assert (member.status, member.role) == ("active", "manager")
    assert member.invited_by == invitation.invited_by
    mails = OutboxMail.objects.filter(recipient=invitation.invited_by.email)
    assert [mail.subject for mail in mails] == [f"{EMAIL} a rejoint {invitation.authority}"]
    assert invitation.get_absolute_url() not in text_of(client.get(WORKSPACE))


def test_invited_person_refuses_and_the_inviter_is_notified(client):
    invitation = invited()
    person = UserFactory(email=EMAIL)
    client.force_login(person)

    client.post(answer_of(invitation, "refuser"))
    late = client.post(answer_of(invitation, "accepter"), follow=True)

    assert "a été refusée" in text_of(late)
    assert not LocalAuthorityMember.objects.filter(user=person).exists()
    assert OutboxMail.objects.filter(recipient=invitation.invited_by.email).count() == 1


def test_looking_is_not_accepting(client):
    invitation = invited()
    person = UserFactory(email=EMAIL)
    client.force_login(person)

    client.get(links_to()[0], follow=True)

    assert client.get(answer_of(invitation, "accepter")).status_code == 405
    assert not LocalAuthorityMember.objects.filter(user=person).exists()


def test_accepting_twice_is_one_membership_and_one_mail(client):
    invitation = invited()
    person = UserFactory(email=EMAIL)
    client.force_login(person)

    pages = [client.post(answer_of(invitation, "accepter"), follow=True) for _rank in range(2)]

    assert ["Vous êtes membre" in text_of(page) for page in pages] == [True, True]
    assert LocalAuthorityMember.objects.filter(user=person).count() == 1
    assert OutboxMail.objects.filter(recipient=invitation.invited_by.email).count() == 1


@pytest.mark.parametrize("state", ["pending", "revoked"])
def test_former_membership_is_reused(client, state):
    invitation = invited(role="manager")
    known = MemberFactory(
        authority=invitation.authority, user=UserFactory(email=EMAIL), **{state: True}
    )
    client.force_login(known.user)

    client.post(answer_of(invitation, "accepter"))

    known.refresh_from_db()
    assert (known.status, known.role) == ("active", "manager")


def test_person_who_joined_meanwhile_keeps_their_role(client):
    invitation = invited(role="manager")
    known = MemberFactory(authority=invitation.authority, user=UserFactory(email=EMAIL))
    client.force_login(known.user)

    client.post(answer_of(invitation, "accepter"))

    known.refresh_from_db()
    assert known.role == "contributor"


def test_expired_or_revoked_is_not_accepted_and_says_so(client):
    for fields, said in (
        ({"expires_at": timezone.now() - timedelta(days=1)}, "a expiré le"),
        ({"status": "revoked", "answered_at": timezone.now()}, "annulée"),
    ):
        invitation = invited()
        Invitation.objects.filter(pk=invitation.pk).update(**fields)
        person = UserFactory.build(email=EMAIL)
        person = type(person).objects.filter(email=EMAIL).first() or UserFactory(email=EMAIL)
        client.force_login(person)

        for page in (
            client.get(invitation.get_absolute_url()),
            client.post(answer_of(invitation, "accepter"), follow=True),
        ):
            assert said in text_of(page)

    assert not LocalAuthorityMember.objects.filter(user__email=EMAIL).exists()


@pytest.mark.parametrize("token", ["inconnu", "x" * 5000, "%00", "%F0%9F%98%80", "é"])
def test_unknown_link_says_what_to_do(client, token):
    response = client.get(f"/invitation/{token}/")

    assert response.status_code == 404
    assert "Ce lien d’invitation ne vaut pas" in text_of(response)


def test_guessing_links_is_slowed_down(client):
    invited()
    codes = [client.get(f"/invitation/essai-{rank}/").status_code for rank in range(25)]

    assert codes == [404] * 20 + [429] * 5
    assert client.get(links_to()[0]).status_code == 429


def test_answer_that_does_not_exist_is_not_found(client):
    invitation = invited()
    client.force_login(UserFactory(email=EMAIL))

    assert client.post(answer_of(invitation, "nimporte")).status_code == 404
