"""Members' actions on the page of a dossier: deposit, withdraw, discard, restore, answer."""

import pytest
from django.urls import reverse

from partnerships.models import (
    Dossier,
    LocalAuthorityMember,
    MemberStatus,
    OutboxMail,
    Submission,
    Visibility,
)
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import complete_buffer, dossier_in
from tests.factories.roles import action_of, ask, person, text_of

pytestmark = pytest.mark.django_db


def test_deposit_of_an_incomplete_dossier_says_what_is_missing(client):
    dossier = dossier_in("draft", summary="\x00", **{"contact.email": ""})
    client.force_login(dossier.created_by)

    response = client.post(
        action_of(dossier, "submit"), {"seen": dossier.last_sequence}, follow=True
    )

    page = text_of(response)
    assert "2 points sont à compléter" in page
    assert "Ce champ ne contient que des espaces" in page
    assert not Submission.objects.exists()


def test_deposit_clicked_twice_deposits_once(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    seen = dossier.last_sequence

    for _click in range(2):
        response = ask(client, dossier, "submit", seen)

    assert response.url == dossier.get_absolute_url()
    assert (Submission.objects.count(), Dossier.objects.get().status) == (1, "submitted")
    recipients = OutboxMail.objects.values_list("recipient", flat=True)
    assert len(recipients) == len(set(recipients))


def test_deposit_from_an_outdated_page_is_refused(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)

    response = client.post(action_of(dossier, "submit"), {"seen": 2}, follow=True)

    assert "a changé depuis que cette page est ouverte" in text_of(response)
    assert Submission.objects.count() == 1


def test_deposit_sent_again_after_the_dossier_moved_on_says_so(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)

    response = client.post(action_of(dossier, "submit"), {"seen": 1}, follow=True)

    assert "C’était déjà fait" in text_of(response)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "\x00"])
def test_deposit_with_an_invalid_seen_is_refused(client, seen):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    response = client.post(action_of(dossier, "submit"), {"seen": seen}, follow=True)

    assert response.status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided", "closed", "discarded"])
def test_deposit_in_a_wrong_status_is_not_found(client, status):
    dossier = dossier_in(status)
    client.force_login(dossier.created_by)
    before = Submission.objects.count()

    assert ask(client, dossier, "submit").status_code in (302, 404)
    assert Submission.objects.count() == before


@pytest.mark.parametrize(
    "role",
    [
        "stranger",
        "member of another authority",
        "former member",
        "member of a co-authority",
        "reviewer",
    ],
)
def test_deposit_without_the_right_is_not_found(client, role):
    dossier = dossier_in("draft")
    client.force_login(person(role, dossier))

    assert ask(client, dossier, "submit").status_code == 404
    assert not Submission.objects.exists()


def test_deposit_without_csrf_token_is_refused(client):
    dossier = dossier_in("draft")
    client.handler.enforce_csrf_checks = True
    client.force_login(dossier.created_by)

    assert ask(client, dossier, "submit").status_code == 403
    assert not Submission.objects.exists()


@pytest.mark.parametrize("action", ["create", "start_review", "accept", "decide", "x", "release"])
def test_action_of_an_officer_is_not_on_this_page(client, action):
    dossier = dossier_in("submitted")
    client.force_login(MemberFactory(authority=dossier.lead_authority, user=reviewer()).user)

    assert ask(client, dossier, action).status_code == 404


def test_action_is_not_a_link(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    assert client.get(action_of(dossier, "submit")).status_code == 405


def test_member_withdraws_what_was_deposited(client):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    response = client.post(
        action_of(dossier, "withdraw"), {"seen": dossier.last_sequence}, follow=True
    )

    assert "Le dépôt est retiré" in text_of(response)
    assert Dossier.objects.get().status == "draft"


def test_draft_goes_to_the_bin_and_comes_back(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    binned = client.post(
        action_of(dossier, "discard"), {"seen": dossier.last_sequence}, follow=True
    )
    ask(client, dossier, "restore")

    assert "Éclairage public partagé" in text_of(binned)
    assert Dossier.objects.get().discarded_at is None


def test_member_answers_the_officer(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_message", args=[dossier.uuid])

    response = client.post(address, {"body": "Voici <b>ma</b> réponse"}, follow=True)

    assert "Voici &lt;b&gt;ma&lt;/b&gt; réponse" in text_of(response)
    assert dossier.messages.get(author=dossier.created_by).visibility == Visibility.SHARED


@pytest.mark.parametrize("body", ["é" * 10_001, "\x00"])
def test_invalid_message_stays_in_its_field(client, body):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_message", args=[dossier.uuid])

    response = client.post(address, {"body": body}, follow=True)

    assert response.status_code == 200
    assert body in response.content.decode()
    assert dossier.messages.count() == 1


def test_officer_writes_and_deposits_on_behalf_of_an_authority(client):
    officer = reviewer()
    dossier = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    dossier.buffer = complete_buffer(dossier)
    dossier.save()
    client.force_login(officer)

    assert "saisi par l’administration" in text_of(client.get(dossier.get_absolute_url()))
    ask(client, dossier, "submit")

    assert Dossier.objects.get().status == "submitted"


def test_member_revoked_meanwhile_cannot_write(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    LocalAuthorityMember.objects.update(status=MemberStatus.REVOKED)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "identite"])

    assert client.post(address, {"title": "Trop tard"}).status_code == 404
    assert Dossier.objects.get().buffer["title"] == "Éclairage public partagé"
