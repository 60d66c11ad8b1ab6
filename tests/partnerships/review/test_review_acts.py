"""Officers' actions on a dossier: one wins, a stale page is refused, typed text is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import Action, OutboxMail, Partnership
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in

pytestmark = pytest.mark.django_db


def page_of(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def address(dossier, action):
    return reverse("partnerships:review_action", args=[dossier.uuid, action])


def send(client, user, dossier, action, **data):
    client.force_login(user)
    data.setdefault("seen", dossier.last_sequence)
    return client.post(address(dossier, action), data)


def own_reviewer(dossier):
    return MemberFactory(authority=dossier.lead_authority, user=reviewer()).user


def entered_by(officer):
    dossier = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    dossier.buffer = complete_buffer(dossier)
    dossier.save()
    return dossier


def test_two_officers_take_one_dossier_and_the_second_is_refused(client):
    dossier = dossier_in("submitted")
    first, second = reviewer(), reviewer()
    seen = dossier.last_sequence
    assert send(client, first, dossier, "start_review", seen=seen).status_code == 302

    response = send(client, second, dossier, "start_review", seen=seen)

    dossier.refresh_from_db()
    assert response.status_code == 409
    assert "Ce dossier a changé" in response.content.decode()
    assert dossier.reviewer == first
    assert dossier.events.filter(action="start_review").count() == 1


def test_double_click_on_accept_decides_publishes_and_mails_once(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    seen, mails = dossier.last_sequence, OutboxMail.objects.count()

    answers = [
        send(client, officer, dossier, "accept", seen=seen, grounds="Complet.") for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert dossier.decisions.count() == 1
    assert Partnership.objects.count() == 1
    assert OutboxMail.objects.count() == mails + 1


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("request_changes", {"field": "title", "body": "Précisez la durée <b>svp</b>"}),
        ("accept", {"grounds": "Motifs longuement écrits"}),
        ("reject", {"grounds": "Motifs longuement écrits"}),
        ("decide", {"outcome": "rejected", "grounds": "Motifs longuement écrits"}),
    ],
)
def test_stale_page_is_refused_and_keeps_what_was_typed(client, action, typed):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)

    response = send(client, officer, dossier, action, seen=dossier.last_sequence - 1, **typed)

    dossier.refresh_from_db()
    assert response.status_code == 409
    assert dossier.status == "under_review"
    assert response.context["page"].typed.dict().items() >= typed.items()
    page = response.content.decode()
    assert ("Motifs longuement écrits" in page) or ("Précisez la durée &lt;b&gt;" in page)


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("request_changes", {"field": "title", "body": "Motifs <b>écrits</b>"}),
        ("accept", {"grounds": "Motifs <b>écrits</b>"}),
    ],
)
def test_text_for_an_action_no_longer_possible_is_still_shown(client, action, typed):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    seen = dossier.last_sequence
    act(dossier, Action.WITHDRAW, dossier.created_by)

    response = send(client, officer, dossier, action, seen=seen, **typed)

    assert response.status_code == 409
    assert response.context["page"].actions == []
    assert "Motifs &lt;b&gt;écrits" in response.content.decode()


@pytest.mark.parametrize("action", ["accept", "reject", "decide"])
def test_grounds_too_long_are_refused_and_kept(client, action):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)

    response = send(client, officer, dossier, action, outcome="accepted", grounds="é" * 10_001)

    dossier.refresh_from_db()
    assert (response.status_code, dossier.status) == (409, "under_review")
    assert "é" * 10_001 in response.content.decode()


@pytest.mark.parametrize("action", ["start_review", "accept", "take_back", "reopen"])
def test_actions_need_the_csrf_token(action):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)

    response = send(Client(enforce_csrf_checks=True), officer, dossier, action, grounds="Complet.")

    assert response.status_code == 403
    assert dossier.events.count() == dossier.last_sequence


@pytest.mark.parametrize(
    ("status", "action", "said"),
    [
        ("under_review", "request_changes", "Écrivez au moins un message"),
        ("under_review", "accept", "Écrivez les motifs"),
        ("under_review", "reject", "Écrivez les motifs"),
        ("under_review", "decide", "Choisissez"),
    ],
)
@pytest.mark.parametrize("blank", ["", "  ", "\x00"])
def test_missing_text_is_asked_for(client, status, action, said, blank):
    officer = reviewer()
    dossier = dossier_in(status, officer=officer)

    data = {"grounds": blank, "body": blank, "sans-recours": "1"}
    response = send(client, officer, dossier, action, **data)

    dossier.refresh_from_db()
    assert response.status_code == 409
    assert said in response.content.decode()
    assert dossier.status == status


@pytest.mark.parametrize("seen", ["", "x", "-1", "\x00", "9" * 40])
def test_malformed_seen_is_treated_as_a_stale_page(client, seen):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)

    response = send(client, officer, dossier, "accept", seen=seen, grounds="Complet.")

    assert response.status_code == 409
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("action", ["submit", "withdraw", "discard", "nimporte", "create"])
def test_actions_of_members_and_unknown_actions_are_not_found(client, action):
    dossier = dossier_in("submitted")

    assert send(client, reviewer(), dossier, action).status_code == 404


@pytest.mark.parametrize("action", ["request_changes", "accept", "reject", "decide"])
def test_only_the_reviewer_of_the_dossier_acts_on_it(client, action):
    dossier = dossier_in("under_review")
    data = {"body": "Précisez.", "grounds": "Complet.", "outcome": "accepted"}

    for user in (reviewer(), lead_reviewer(), own_reviewer(dossier)):
        assert send(client, user, dossier, action, **data).status_code == 404

    dossier.refresh_from_db()
    assert dossier.status == "under_review"


def test_officer_who_entered_a_dossier_does_not_review_it(client):
    officer = reviewer()
    dossier = act(entered_by(officer), Action.SUBMIT, officer)

    assert send(client, officer, dossier, "start_review").status_code == 404
    assert send(client, reviewer(), dossier, "start_review").status_code == 302


def test_dossier_entered_by_an_officer_has_no_review_page_before_its_deposit(client):
    client.force_login(reviewer())

    assert client.get(page_of(entered_by(reviewer()))).status_code == 404


def test_lead_reopens_with_a_reason_and_a_reviewer_cannot(client):
    dossier = dossier_in("closed", outcome="rejected")

    assert send(client, reviewer(), dossier, "reopen", reason="Erreur.").status_code == 404
    assert send(client, lead_reviewer(), dossier, "reopen", reason=" ").status_code == 409
    assert send(client, lead_reviewer(), dossier, "reopen", reason="Erreur.").status_code == 302
    dossier.refresh_from_db()
    assert dossier.status == "under_review"
