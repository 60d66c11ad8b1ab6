"""A decision before its release: countersignature, corrections, outdated pages, secrecy."""

import pytest
from django.urls import reverse

from partnerships.models import Action, OutboxMail, Visibility
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.transitions import available_actions
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import send_decision, send_on_decision, standing, two_people_decide
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def test_nothing_is_released_before_the_countersignature(client):
    two_people_decide()
    dossier = dossier_in("under_review")
    leader = lead_reviewer()

    in_one_go = send_decision(client, dossier.reviewer, dossier, "accept", grounds="Conforme.")
    send_decision(client, dossier.reviewer, dossier, outcome="accepted", grounds="Conforme.")
    dossier.refresh_from_db()
    alone = send_on_decision(client, dossier.reviewer, dossier, "release")
    mail = OutboxMail.objects.get(recipient=leader.email, cause__endswith=":decide")
    send_on_decision(client, leader, dossier, "countersign")
    send_on_decision(client, dossier.reviewer, dossier, "release")

    dossier.refresh_from_db()
    decision = standing(dossier)
    assert [in_one_go.status_code, alone.status_code] == [404, 404]
    assert "attend d’être contresignée" in mail.subject
    assert decision.countersigned_by == leader
    assert dossier.status == "closed"
    assert OutboxMail.objects.filter(
        recipient=dossier.reviewer.email, cause__endswith=":countersign"
    ).exists()


def test_nobody_countersigns_what_they_decided_nor_their_own_authority():
    two_people_decide()
    decider, leader = lead_reviewer(), lead_reviewer()
    dossier = dossier_in("decided", officer=decider)
    MemberFactory(user=leader, authority=dossier.lead_authority)

    for person in (decider, leader, reviewer(), dossier.created_by):
        assert Action.COUNTERSIGN not in available_actions(dossier, person)
        with pytest.raises(NotAllowed):
            act(dossier, Action.COUNTERSIGN, person)


def test_refused_countersignature_sends_back_with_an_internal_reason(client):
    two_people_decide()
    dossier = dossier_in("decided")
    leader = lead_reviewer()

    without = send_on_decision(client, leader, dossier, "take_back", reason=" ")
    send_on_decision(client, leader, dossier, "take_back", reason="Motif secret d’officier")

    dossier.refresh_from_db()
    client.force_login(dossier.created_by)
    assert without.status_code == 409
    assert dossier.status == "under_review"
    assert dossier.messages.get().visibility == Visibility.INTERNAL
    assert dossier.events.last().content == {"reason": "Motif secret d’officier"}
    mail = OutboxMail.objects.get(cause__endswith=":take_back")
    assert mail.recipient == dossier.reviewer.email
    assert "Motif secret d’officier" in mail.body
    assert "Motif secret" not in text_of(client.get(dossier.get_absolute_url()))


def test_correction_is_recorded_and_needs_another_countersignature(client):
    two_people_decide()
    dossier = dossier_in("decided")
    first = standing(dossier)
    act(dossier, Action.COUNTERSIGN, lead_reviewer())

    send_on_decision(
        client,
        dossier.reviewer,
        dossier,
        "correct_decision",
        outcome="rejected",
        grounds="Autre lecture.",
    )

    dossier.refresh_from_db()
    decision = standing(dossier)
    first.refresh_from_db()
    assert (decision.outcome, decision.grounds) == ("rejected", "Autre lecture.")
    assert decision.countersigned_by is None
    assert first.withdrawn_at
    assert first.grounds == "Dossier complet et conforme."
    assert dossier.status == "decided"
    assert [e.action for e in dossier.events.all()][-3:] == [
        "decide",
        "countersign",
        "correct_decision",
    ]
    assert Action.RELEASE not in available_actions(dossier, dossier.reviewer)


def test_correction_that_is_refused_keeps_the_decision_and_what_was_typed(client):
    dossier = dossier_in("decided")

    response = send_on_decision(
        client, dossier.reviewer, dossier, "correct_decision", outcome="reserved", grounds="Ah <b>"
    )

    assert response.status_code == 409
    assert "Ah &lt;b&gt;" in response.content.decode()
    assert standing(dossier).grounds == "Dossier complet et conforme."


@pytest.mark.parametrize("action", ["countersign", "release", "correct_decision", "take_back"])
@pytest.mark.parametrize("who", ["another", "own", "member", "stranger"])
def test_decision_cannot_be_changed_by_others(client, action, who):
    dossier = dossier_in("decided")
    person = {
        "another": reviewer,
        "own": lambda: MemberFactory(authority=dossier.lead_authority, user=lead_reviewer()).user,
        "member": lambda: dossier.created_by,
        "stranger": lambda: MemberFactory().user,
    }[who]()

    response = send_on_decision(
        client, person, dossier, action, outcome="rejected", grounds="Non.", reason="Non."
    )

    dossier.refresh_from_db()
    assert response.status_code in (403, 404)
    assert (dossier.status, standing(dossier).outcome) == ("decided", "accepted")


def test_outdated_page_is_refused_and_double_click_acts_once(client):
    dossier = dossier_in("decided")
    seen = dossier.last_sequence
    officer = dossier.reviewer

    send_on_decision(
        client, officer, dossier, "correct_decision", outcome="rejected", grounds="Hors champ."
    )
    late = send_on_decision(client, officer, dossier, "release", seen=seen)
    dossier.refresh_from_db()
    seen = dossier.last_sequence
    sent = {"seen": seen, "sans-recours": "1"}
    clicks = [
        send_on_decision(client, officer, dossier, "release", **sent).status_code for _ in range(2)
    ]

    dossier.refresh_from_db()
    assert late.status_code == 409
    assert clicks == [302, 302]
    assert dossier.status == "closed"
    assert OutboxMail.objects.filter(cause__endswith=":release").count() == 1


def test_unreleased_decision_is_shown_to_officers_only(client):
    dossier = dossier_in("under_review")
    act(
        dossier,
        Action.DECIDE,
        dossier.reviewer,
        outcome="reserved",
        grounds="Motif encore secret",
        reservations="Réserve encore secrète",
    )
    addresses = [
        reverse("partnerships:decision_detail", args=[dossier.uuid]),
        reverse("partnerships:decision_preview", args=[dossier.uuid]),
        reverse("partnerships:outbox"),
        reverse("partnerships:outbox_release") + f"?d={dossier.uuid}",
    ]
    own = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user

    for person in (dossier.created_by, own, MemberFactory().user):
        client.force_login(person)
        for address in [*addresses, dossier.get_absolute_url()]:
            content = client.get(address, follow=True).content.decode()
            assert "encore secr" not in content, address
            assert "avec réserves" not in content, address
    assert not OutboxMail.objects.filter(body__contains="encore secr").exists()


def test_page_shows_the_letter_the_mail_and_what_it_says(client):
    dossier = dossier_in("decided", outcome="reserved")
    client.force_login(dossier.reviewer)

    page = text_of(client.get(reverse("partnerships:decision_detail", args=[dossier.uuid])))
    preview = client.get(reverse("partnerships:decision_preview", args=[dossier.uuid]))

    assert "Joindre la délibération." in page
    assert "votre dossier est accepté avec réserves et publié" in page
    assert f"Bonjour {dossier.created_by.first_name}" in page
    assert preview["Content-Type"] == "application/pdf"
    assert preview.content.startswith(b"%PDF")


def test_refused_without_a_decision_there_is_nothing_to_see(client):
    dossier = dossier_in("under_review")
    client.force_login(dossier.reviewer)

    assert (
        client.get(reverse("partnerships:decision_detail", args=[dossier.uuid])).status_code == 302
    )
    with pytest.raises((Refused, NotAllowed)):
        act(dossier, Action.RELEASE, dossier.reviewer)
