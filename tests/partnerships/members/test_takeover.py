"""Authority whose manager is absent: an officer appoints another, and answers its requests."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import LocalAuthorityMember, OutboxMail, Takeover
from partnerships.people.takeover import ask_takeover
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.authority_requests import AuthorityRequestFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
DESK = reverse("partnerships:authority_desk")
MEMBERS = reverse("partnerships:membership_list")


def ask(client, member, reason="Parti en juin."):
    client.force_login(member.user)
    return client.post(
        reverse("partnerships:takeover_create", args=[member.pk]), {"reason": reason}
    )


def answer(client, by, takeover, verb="accepter", **data):
    client.force_login(by)
    return client.post(reverse("partnerships:takeover_answer", args=[takeover.pk, verb]), data)


def asked():
    manager = MemberFactory(manager=True)
    member = MemberFactory(authority=manager.authority)
    return ask_takeover(manager.authority, by=member.user, reason="Parti."), member, manager


def roles(*members):
    return [LocalAuthorityMember.objects.get(pk=member.pk).role for member in members]


def test_contributor_asks_once_and_officers_and_managers_are_notified(client):
    manager = MemberFactory(manager=True)
    member = MemberFactory(authority=manager.authority)
    officer, own_officer = lead_reviewer(), lead_reviewer()
    MemberFactory(authority=manager.authority, user=own_officer)

    reasons = ("Parti en mai.", "Parti en mai.", "Parti en juin.")
    codes = [ask(client, member, reason).status_code for reason in reasons]

    assert codes == [302] * 3
    assert Takeover.objects.get().reason == "Parti en juin."
    recipients = set(OutboxMail.objects.values_list("recipient", flat=True))
    assert recipients == {officer.email, manager.user.email}


@pytest.mark.parametrize("reason", ["", "  \x00", "x" * 1001])
def test_reason_is_required_and_stays_in_the_form(client, reason):
    member = MemberFactory()

    page = ask(client, member, reason)

    assert reason.strip(" \x00") in text_of(page)
    assert not Takeover.objects.exists()


def test_only_a_contributor_asks_for_their_own_authority(client):
    member = MemberFactory()
    for other in (
        MemberFactory(manager=True),
        MemberFactory(pending=True),
        MemberFactory(revoked=True),
    ):
        assert ask(client, other).status_code == 404
    client.force_login(UserFactory())
    assert client.get(reverse("partnerships:takeover_create", args=[member.pk])).status_code == 404

    assert not Takeover.objects.exists()


@pytest.mark.parametrize("demotes", [True, False])
def test_officer_appoints_the_new_manager_and_the_absent_one_is_notified(client, demotes):
    takeover, member, manager = asked()
    officer = reviewer()
    client.force_login(officer)
    assert "Parti." in text_of(client.get(DESK))

    answer(client, officer, takeover, **({"demotes": "on"} if demotes else {}))

    assert roles(member, manager) == ["manager", "contributor" if demotes else "manager"]
    recipients = OutboxMail.objects.filter(cause=f"takeover:{takeover.pk}:accepted")
    assert {mail.recipient for mail in recipients} == {member.user.email, manager.user.email}
    absent = recipients.get(recipient=manager.user.email).body
    assert ("comme contributeur" in absent) is demotes
    assert "Parti." not in text_of(client.get(DESK))


def test_officer_refuses_with_a_reason(client):
    takeover, member, manager = asked()
    officer = reviewer()

    page = answer(client, officer, takeover, "refuser")
    assert page.status_code == 409
    assert Takeover.objects.get().status == "pending"
    answer(client, officer, takeover, "refuser", answer="Elle répond de nouveau.")

    assert roles(member, manager) == ["contributor", "manager"]
    mail = OutboxMail.objects.get(cause=f"takeover:{takeover.pk}:refused")
    assert (mail.recipient, "Elle répond" in mail.body) == (member.user.email, True)
    assert answer(client, officer, takeover).url == DESK


def test_nobody_else_answers(client):
    takeover, member, manager = asked()
    own_officer = MemberFactory(authority=manager.authority, user=lead_reviewer()).user
    for person, code in (
        (own_officer, 404),
        (member.user, 403),
        (manager.user, 403),
        (UserFactory(), 403),
    ):
        assert answer(client, person, takeover).status_code == code
    client.force_login(own_officer)
    assert "Parti." not in text_of(client.get(DESK))
    client.force_login(member.user)
    assert client.get(DESK).status_code == 403

    assert roles(member, manager) == ["contributor", "manager"]


def test_officer_does_not_answer_their_own_request(client):
    manager = MemberFactory(manager=True)
    officer = reviewer()
    member = MemberFactory(authority=manager.authority, user=officer)
    takeover = ask_takeover(manager.authority, by=officer, reason="Parti.")

    assert answer(client, officer, takeover).status_code == 404
    assert roles(member) == ["contributor"]


def test_person_who_left_is_not_made_a_manager(client):
    takeover, member, manager = asked()
    member.status = "revoked"
    member.save()

    page = answer(client, reviewer(), takeover, demotes="on")

    assert page.status_code == 409
    assert roles(manager) == ["manager"]
    assert Takeover.objects.get().status == "pending"


@pytest.mark.parametrize(("days", "is_answerable"), [(14, False), (16, True)])
def test_unanswered_request_goes_to_officers(client, days, is_answerable):
    manager = MemberFactory(manager=True)
    request = MemberFactory(
        authority=manager.authority,
        pending=True,
        requested_at=timezone.now() - timedelta(days=days),
    )
    officer = reviewer()
    own_officer = MemberFactory(authority=manager.authority, user=reviewer()).user
    address = reverse("partnerships:membership_action", args=[request.pk, "accepter"])

    client.force_login(own_officer)
    assert client.post(address, {"role": "contributor"}).status_code == 404
    client.force_login(officer)
    code = client.post(address, {"role": "contributor"}).status_code

    assert code == (302 if is_answerable else 404)
    request.refresh_from_db()
    assert (request.status == "active") is is_answerable


@pytest.mark.parametrize("count", [1, 3])
def test_desk_runs_as_many_queries_for_three_as_for_one(client, count, django_assert_num_queries):
    for _rank in range(count):
        asked()
        AuthorityRequestFactory()
    client.force_login(reviewer())

    with django_assert_num_queries(7):
        client.get(DESK)


@pytest.mark.parametrize("text", ["", "é" * 1_003])
def test_refused_answer_stays_in_its_box(client, text):
    takeover, _member, _manager = asked()
    other, _member, _manager = asked()

    response = answer(client, reviewer(), takeover, "refuser", answer=text)

    page = response.content.decode()
    assert response.status_code == 409
    assert page.count(text) == 1 or not text
    assert f'id="answer-{other.pk}"' in page
    assert ("3 de trop" in page) == bool(text)


@pytest.mark.parametrize("verb", ["accepter", "refuser"])
def test_answered_twice_says_that_it_is_done(client, verb):
    takeover, _member, _manager = asked()
    officer = reviewer()

    answer(client, officer, takeover, verb, answer="Non.")
    again = answer(client, officer, takeover, verb, answer="Non.")

    assert again.url == DESK
    assert "avait déjà sa réponse" in text_of(client.get(DESK))
