"""A draft begun while a request to join waits: its author alone reads it, and its deposit waits."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Dossier, DossierStatus, LocalAuthorityMember, OutboxMail
from partnerships.notifications.dossier import dossier_members, writers_of
from partnerships.pages.members.dossier_data import own_dossiers
from partnerships.people.membership import answer_membership, request_membership
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import complete_buffer
from tests.factories.invitations import answer_of, invited

pytestmark = pytest.mark.django_db
WORKSPACE = reverse("partnerships:workspace")
CREATE = reverse("partnerships:dossier_create")


@pytest.fixture
def manager():
    return MemberFactory(manager=True)


@pytest.fixture
def pending(manager):
    return MemberFactory(authority=manager.authority, pending=True)


def begun(pending):
    dossier = create_dossier(pending.authority, pending.user)
    dossier.buffer = complete_buffer(dossier)
    dossier.title = "Puits de Kayes"
    dossier.save()
    return dossier


def act(dossier, action):
    return reverse("partnerships:dossier_action", args=[dossier.uuid, action])


def step(dossier, slug="sujet"):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, slug])


def text_of(client, address):
    return client.get(address).content.decode()


def test_who_waits_begins_a_draft(client, pending):
    client.force_login(pending.user)
    offered = text_of(client, CREATE)

    response = client.post(CREATE, {"authority": pending.authority.key, "uuid": uuid4()})

    dossier = Dossier.objects.get()
    assert f'value="{pending.authority.key}"' in offered
    assert response.url == step(dossier, "identite")
    assert not dossier.is_entered_by_officer
    assert "Le dépôt attend qu’on vous accepte" in text_of(client, response.url)
    assert "Le dépôt attend qu’on vous accepte" in text_of(client, dossier.get_absolute_url())


def test_who_did_not_ask_begins_nothing(client, manager):
    client.force_login(UserFactory())

    response = client.post(CREATE, {"authority": manager.authority.key})

    assert response.status_code == 404
    assert not Dossier.objects.exists()


def test_an_officer_who_asked_to_join_does_not_enter_for_it(client, manager):
    officer = reviewer()
    request_membership(manager.authority, by=officer, message="")
    client.force_login(officer)

    client.post(CREATE, {"authority": manager.authority.key})

    assert not Dossier.objects.get().is_entered_by_officer


def test_its_author_writes_it_and_cannot_deposit_it(client, pending):
    dossier = begun(pending)
    client.force_login(pending.user)

    client.post(step(dossier), {"summary": "Dix puits.", "do": "leave"})
    last = text_of(client, step(dossier, "relire"))
    refused = client.post(act(dossier, "submit"), {"seen": dossier.last_sequence})

    dossier.refresh_from_db()
    assert dossier.buffer["summary"] == "Dix puits."
    assert "Le dossier est complet" in last
    assert "puis déposez" not in last
    assert act(dossier, "submit") not in last
    assert "Seul un membre" not in last
    assert refused.status_code == 404
    assert dossier.status == DossierStatus.DRAFT
    assert client.post(act(dossier, "share"), {"seen": "1"}).status_code == 404


def test_its_author_bins_it_and_takes_it_back(client, pending):
    dossier = begun(pending)
    client.force_login(pending.user)

    client.post(act(dossier, "discard"), {"seen": dossier.last_sequence})
    bin_page = text_of(client, reverse("partnerships:dossier_bin"))
    client.post(act(dossier, "restore"), {"seen": dossier.last_sequence})

    dossier.refresh_from_db()
    assert "Puits de Kayes" in bin_page
    assert dossier.discarded_at is None


def test_nobody_of_the_authority_reads_it(client, manager, pending):
    dossier = begun(pending)
    client.force_login(manager.user)

    pages = [dossier.get_absolute_url(), step(dossier), act(dossier, "submit")]
    statuses = [client.get(page).status_code for page in pages[:2]]

    assert statuses == [404, 404]
    assert client.post(step(dossier), {"summary": "x"}).status_code == 404
    assert client.post(pages[2], {"seen": "1"}).status_code == 404
    assert "Puits de Kayes" not in text_of(client, WORKSPACE)
    client.force_login(pending.user)
    client.post(act(dossier, "discard"), {"seen": dossier.last_sequence})
    client.force_login(manager.user)
    assert "Puits de Kayes" not in text_of(client, reverse("partnerships:dossier_bin"))


def test_no_officer_reads_it(client, pending):
    dossier = begun(pending)
    client.force_login(reviewer())

    assert client.get(dossier.get_absolute_url()).status_code == 404
    review = reverse("partnerships:review_detail", args=[dossier.uuid])
    assert client.get(review).status_code == 404


def test_it_names_nobody_of_the_authority_and_takes_no_number_from_it(client, manager, pending):
    colleague = MemberFactory(authority=manager.authority)
    deposited = create_dossier(manager.authority, manager.user)
    deposited.buffer = {**complete_buffer(deposited), "contact.phone": "01 02 03 04 05"}
    deposited.save()
    client.force_login(manager.user)
    client.post(act(deposited, "submit"), {"seen": deposited.last_sequence})
    client.force_login(pending.user)

    dossier = create_dossier(pending.authority, pending.user)
    page = text_of(client, dossier.get_absolute_url())

    assert "contact.phone" not in dossier.buffer
    assert dossier.buffer["contact.email"] == pending.user.email
    assert str(pending.user) in page
    assert str(colleague.user) not in page
    assert str(manager.user) not in page
    assert create_dossier(manager.authority, manager.user).buffer["contact.phone"]


def test_its_mails_are_for_its_author(pending):
    dossier = begun(pending)

    assert list(writers_of(dossier)) == [pending.user]
    assert list(dossier_members(dossier)) == [pending.user]


def test_accepted_its_author_deposits_it_and_colleagues_read_it(client, manager, pending):
    dossier = begun(pending)
    answer_membership(pending, by=manager.user, is_accepted=True, role="contributor")
    client.force_login(manager.user)

    read = text_of(client, dossier.get_absolute_url())
    client.force_login(pending.user)
    client.post(act(dossier, "submit"), {"seen": dossier.last_sequence})

    dossier.refresh_from_db()
    assert "Puits de Kayes" in read
    assert "Le dépôt attend qu’on vous accepte" not in read
    assert dossier.status == DossierStatus.SUBMITTED


def test_an_invitation_accepted_gives_it_to_the_authority(client, manager, pending):
    dossier = begun(pending)
    invitation = invited(manager, email=pending.user.email)
    client.force_login(pending.user)

    client.post(answer_of(invitation, "accepter"))

    assert dossier.dossier_authorities.get().authority == manager.authority


def test_refused_it_stays_with_its_author(client, manager, pending):
    dossier = begun(pending)
    answer_membership(pending, by=manager.user, is_accepted=False, role="contributor")
    client.force_login(pending.user)

    assert "Puits de Kayes" in text_of(client, WORKSPACE)
    assert client.get(step(dossier)).status_code == 200
    client.force_login(manager.user)
    assert client.get(dossier.get_absolute_url()).status_code == 404


def test_an_authority_merged_meanwhile_takes_it(client, manager, pending):
    dossier = begun(pending)
    heir = MemberFactory(manager=True)
    manager.authority.successor = heir.authority
    manager.authority.save()
    pending.authority = heir.authority
    pending.save()

    answer_membership(pending, by=heir.user, is_accepted=True, role="contributor")

    dossier.refresh_from_db()
    assert dossier.lead_authority == heir.authority
    assert dossier.dossier_authorities.get().authority == heir.authority


def test_the_request_is_not_asked_of_oneself_and_can_be_cancelled(client, pending):
    client.force_login(pending.user)
    cancel = reverse("partnerships:membership_action", args=[pending.pk, "annuler"])

    page = text_of(client, WORKSPACE)
    response = client.post(cancel)

    assert "Ce qu’on attend de vous" not in page
    assert "Ce que vous attendez des autres" in page
    assert cancel in page
    assert CREATE in page
    assert response.url == WORKSPACE
    assert "Votre demande est annulée." in text_of(client, WORKSPACE)
    assert not LocalAuthorityMember.objects.filter(pk=pending.pk).exists()
    # A second click.
    assert client.post(cancel).url == WORKSPACE
    assert "C’était déjà fait." in text_of(client, WORKSPACE)


def test_nobody_cancels_the_request_of_another(client, manager, pending):
    cancel = reverse("partnerships:membership_action", args=[pending.pk, "annuler"])
    for user in (UserFactory(), manager.user):
        client.force_login(user)
        assert client.post(cancel).status_code == 404

    assert LocalAuthorityMember.objects.filter(pk=pending.pk).exists()


def test_a_request_that_was_answered_is_not_cancelled(client, manager):
    member = MemberFactory(authority=manager.authority)
    client.force_login(member.user)

    cancel = reverse("partnerships:membership_action", args=[member.pk, "annuler"])

    assert client.post(cancel).url == WORKSPACE
    assert "elle ne s’annule plus" in text_of(client, WORKSPACE)
    assert LocalAuthorityMember.objects.filter(pk=member.pk).exists()


def test_my_data_has_it(client, pending):
    dossier = begun(pending)

    assert list(own_dossiers(pending.user)) == [dossier]
    assert list(own_dossiers(UserFactory())) == []


def test_the_workspace_asks_as_much_for_one_and_three(client, pending):
    client.force_login(pending.user)
    counts = []
    for total in (1, 3):
        while Dossier.objects.count() < total:
            begun(pending)
        with CaptureQueriesContext(connection) as queries:
            client.get(WORKSPACE)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_no_mail_leaves_for_a_draft_that_was_begun(pending):
    before = OutboxMail.objects.count()

    begun(pending)

    assert OutboxMail.objects.count() == before


def test_an_authority_that_is_gone_is_not_begun_for(client, pending):
    LocalAuthorityFactory()
    authority = pending.authority
    authority.successor = LocalAuthorityFactory()
    authority.save()
    client.force_login(pending.user)

    client.post(CREATE, {"authority": authority.key})

    assert not Dossier.objects.exists()
