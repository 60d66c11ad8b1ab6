"""Who is in charge of a dossier, and handing it over to a colleague."""

import pytest
from django.urls import reverse

from partnerships.models import DossierAuthority, OutboxMail
from partnerships.people.handover import hand_over_dossiers
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.refusals import NotAllowed
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def hand_over(client, by, dossier, colleague):
    client.force_login(by)
    address = reverse("partnerships:dossier_hand_over", args=[dossier.uuid])
    return client.post(address, {"colleague": getattr(colleague, "pk", colleague)})


def in_charge_of(dossier):
    dossier.refresh_from_db()
    return dossier.in_charge


def test_author_of_a_dossier_is_in_charge_and_an_officer_is_not():
    member, officer = MemberFactory(), reviewer()

    assert create_dossier(member.authority, member.user).in_charge == member.user
    entered = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    assert entered.in_charge is None


def test_person_in_charge_hands_the_dossier_over_and_it_is_shown(client):
    dossier = dossier_in("submitted")
    colleague = MemberFactory(authority=dossier.lead_authority)

    hand_over(client, dossier.created_by, dossier, colleague)
    hand_over(client, dossier.created_by, dossier, colleague)

    assert in_charge_of(dossier) == colleague.user
    assert dossier.events.filter(action="hand_over").count() == 1
    assert [m.subject for m in OutboxMail.objects.filter(recipient=colleague.user.email)] == [
        "1 dossier vous est confié"
    ]
    space = client.get(reverse("partnerships:workspace"))
    assert f"suivi par {colleague.user}" in text_of(space)


def test_manager_hands_over_for_another_who_is_notified(client):
    dossier = dossier_in("draft")
    manager = MemberFactory(authority=dossier.lead_authority, manager=True)

    hand_over(client, manager.user, dossier, manager)

    assert in_charge_of(dossier) == manager.user
    mails = OutboxMail.objects.filter(cause__startswith="hand_over")
    assert [mail.recipient for mail in mails] == [dossier.created_by.email]


def test_dossier_without_a_person_in_charge_is_taken_by_any_colleague(client):
    dossier = dossier_in("draft")
    dossier.in_charge = None
    dossier.save()
    colleague = MemberFactory(authority=dossier.lead_authority)

    hand_over(client, colleague.user, dossier, colleague)

    assert in_charge_of(dossier) == colleague.user


def test_others_hand_nothing_over(client):
    dossier = dossier_in("submitted")
    authority = dossier.lead_authority
    colleague = MemberFactory(authority=authority)
    co = MemberFactory(manager=True)
    dossier.dossier_authorities.create(authority=co.authority)
    for person in (
        colleague.user,
        co.user,
        UserFactory(),
        MemberFactory(authority=authority, revoked=True, role="manager").user,
        MemberFactory(authority=authority, pending=True, role="manager").user,
        reviewer(),
    ):
        assert hand_over(client, person, dossier, colleague).status_code == 404
        with pytest.raises(NotAllowed):
            hand_over_dossiers([dossier], by=person, to=colleague.user)

    assert in_charge_of(dossier) == dossier.created_by


def test_dossier_is_handed_to_members_only(client):
    dossier = dossier_in("draft")
    authority = dossier.lead_authority
    for colleague in (
        MemberFactory(),
        MemberFactory(authority=authority, revoked=True),
        MemberFactory(authority=authority, pending=True),
        MemberFactory(authority=authority, user=UserFactory(is_active=False)),
        "",
        "x",
        "²",
        "9" * 40,
        "\x00",
    ):
        response = hand_over(client, dossier.created_by, dossier, colleague)
        assert response.status_code == 302

    assert in_charge_of(dossier) == dossier.created_by
    assert not OutboxMail.objects.filter(cause__startswith="hand_over").exists()


def test_who_may_not_choose_is_not_told_who_is_in_charge(client):
    dossier = dossier_in("submitted")
    other = MemberFactory()
    DossierAuthority.objects.create(dossier=dossier, authority=other.authority)
    keys = dossier.lead_authority.members.values_list("pk", flat=True)

    for key in (*keys, 0):
        assert hand_over(client, other.user, dossier, key).status_code == 404
