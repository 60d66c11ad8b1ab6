"""Leaving an authority, or being removed: who is in charge of the dossiers afterwards."""

import pytest
from django.urls import reverse

from partnerships.models import OutboxMail
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def page_of(client, by, member):
    client.force_login(by)
    return client.get(reverse("partnerships:membership_end", args=[member.pk]))


def act(client, by, member, action="retirer", colleague=""):
    client.force_login(by)
    address = reverse("partnerships:membership_action", args=[member.pk, action])
    return client.post(address, {"colleague": getattr(colleague, "pk", colleague)})


@pytest.fixture
def team():
    """A member with two dossiers, a colleague, a manager, and a dossier elsewhere."""
    member = MemberFactory()
    dossiers = [dossier_in("draft", member=member), dossier_in("submitted", member=member)]
    elsewhere = dossier_in("draft", member=MemberFactory(user=member.user))
    colleague = MemberFactory(authority=member.authority)
    manager = MemberFactory(authority=member.authority, manager=True)
    return member, dossiers, elsewhere, colleague, manager


def followers(dossiers):
    for dossier in dossiers:
        dossier.refresh_from_db()
    return [dossier.in_charge for dossier in dossiers]


@pytest.mark.parametrize("who", ["member", "manager"])
def test_dossiers_pass_to_the_colleague_named_on_leaving(client, team, who):
    member, dossiers, elsewhere, colleague, manager = team
    by = member.user if who == "member" else manager.user
    page = text_of(page_of(client, by, member))
    assert "2 dossiers suivis" in page
    assert elsewhere.reference not in page

    act(client, by, member, colleague=colleague)

    member.refresh_from_db()
    assert member.status == "revoked"
    assert followers(dossiers) == [colleague.user] * 2
    assert followers([elsewhere]) == [member.user]
    mails = OutboxMail.objects.filter(recipient=colleague.user.email, cause__startswith="hand")
    assert [mail.subject for mail in mails] == ["2 dossiers vous sont confiés"]
    assert all(dossier.reference in mails[0].body for dossier in dossiers)


def test_dossiers_of_a_member_who_leaves_without_naming_anyone_have_nobody_in_charge(client, team):
    member, dossiers, _elsewhere, _colleague, _manager = team

    act(client, member.user, member)

    assert followers(dossiers) == [None, None]
    member.refresh_from_db()
    assert member.status == "revoked"


def test_dossiers_are_handed_over_without_leaving(client, team):
    member, dossiers, elsewhere, colleague, _manager = team

    act(client, member.user, member, "confier", colleague)

    member.refresh_from_db()
    assert member.status == "active"
    assert followers(dossiers) == [colleague.user] * 2
    assert followers([elsewhere]) == [member.user]


@pytest.mark.parametrize("action", ["confier", "retirer"])
def test_dossiers_are_not_handed_to_a_stranger_nor_to_the_leaving_member(client, team, action):
    member, dossiers, _elsewhere, _colleague, _manager = team
    strangers = [MemberFactory(), MemberFactory(authority=member.authority, revoked=True)]
    if action == "retirer":
        strangers.append(member)

    for stranger in strangers:
        assert act(client, member.user, member, action, stranger).status_code == 302

    member.refresh_from_db()
    assert member.status == "active"
    assert followers(dossiers) == [member.user] * 2


def test_page_is_for_the_member_and_their_managers(client, team):
    member, dossiers, _elsewhere, colleague, _manager = team
    for person in (
        colleague.user,
        MemberFactory(manager=True).user,
        MemberFactory(authority=member.authority, revoked=True, role="manager").user,
        UserFactory(),
        reviewer(),
    ):
        assert page_of(client, person, member).status_code == 404
        for action in ("confier", "retirer"):
            assert act(client, person, member, action, colleague).status_code == 404
    gone = MemberFactory(authority=member.authority, revoked=True)
    assert page_of(client, gone.user, gone).status_code == 404

    assert followers(dossiers) == [member.user] * 2


def test_nobody_of_another_team_is_named_even_where_nothing_is_to_hand_over(client, team):
    _member, _dossiers, _elsewhere, colleague, manager = team
    left = MemberFactory(authority=colleague.authority, revoked=True)
    for person, member in ((MemberFactory(manager=True).user, manager), (left.user, left)):
        for action in ("confier", "retirer", "role"):
            for chosen in (colleague, "0"):
                assert act(client, person, member, action, chosen).status_code == 404


def test_a_double_click_is_told_that_it_was_done(client, team):
    member, _dossiers, _elsewhere, _colleague, manager = team
    for _click in range(2):
        assert act(client, manager.user, member).status_code == 302

    assert "C’était déjà fait." in text_of(client.get(reverse("partnerships:membership_list")))
    assert act(client, member.user, member).status_code == 404


def test_dossiers_are_not_handed_to_a_closed_account(client, team):
    member, dossiers, _elsewhere, colleague, _manager = team
    colleague.user.is_active = False
    colleague.user.save()

    act(client, member.user, member, "confier", colleague)

    assert followers(dossiers) == [member.user] * 2
