"""Deciding: phrases and free text, reservations, and what is refused."""

import pytest
from django.urls import reverse

from partnerships.models import OutboxMail
from tests.factories.decisions import PhraseFactory, send_decision, standing
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def test_phrases_go_before_typed_text_and_are_not_repeated(client):
    dossier = dossier_in("under_review")
    first, second = PhraseFactory(text="Pièces complètes."), PhraseFactory(text="Budget clair.")
    keys = [str(first.pk), str(second.pk)]

    send_decision(
        client,
        dossier.reviewer,
        dossier,
        outcome="accepted",
        phrases=keys,
        grounds="Budget clair.\r\n\r\nBravo.",
    )

    assert standing(dossier).grounds == "Pièces complètes.\n\nBudget clair.\n\nBravo."


def test_phrases_alone_are_grounds_enough(client):
    dossier = dossier_in("under_review")
    phrase = PhraseFactory(text="Pièces complètes.")

    send_decision(client, dossier.reviewer, dossier, "accept", phrases=[str(phrase.pk)])

    assert standing(dossier).grounds == "Pièces complètes."
    assert dossier.partnership_id is None  # reload, since `seen` has changed
    dossier.refresh_from_db()
    assert dossier.partnership.current_version.number == 1


@pytest.mark.parametrize("phrases", [["999"], ["x"], ["9" * 30], ["\x00"]])
def test_unknown_phrase_is_refused_and_nothing_typed_is_lost(client, phrases):
    dossier = dossier_in("under_review")

    response = send_decision(
        client, dossier.reviewer, dossier, "reject", grounds="Mes mots", phrases=phrases
    )

    assert response.status_code == 409
    assert "Mes mots" in text_of(response)
    assert not dossier.decisions.exists()


def test_phrase_of_another_outcome_is_refused(client):
    dossier = dossier_in("under_review")
    phrase = PhraseFactory(title="Conforme", outcomes=["accepted"])

    response = send_decision(
        client, dossier.reviewer, dossier, "reject", grounds="Non.", phrases=[str(phrase.pk)]
    )

    assert response.status_code == 409
    assert "« Conforme » n’est pas prévue" in text_of(response)


def test_form_offers_the_active_phrases_of_each_outcome(client):
    dossier = dossier_in("under_review")
    PhraseFactory(title="Bon dossier", outcomes=["accepted"])
    PhraseFactory(title="Vieille phrase", is_active=False)
    client.force_login(dossier.reviewer)

    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))

    assert page.count("Bon dossier") == 1
    assert "Vieille phrase" not in page


def test_reservations_are_notified_and_hidden_from_the_public(client):
    dossier = dossier_in("under_review")

    send_decision(
        client,
        dossier.reviewer,
        dossier,
        "reserve",
        grounds="Utile.",
        reservations="Joindre la délibération avant mars.",
        **{"sans-recours": "1"},
    )

    dossier.refresh_from_db()
    member = dossier.created_by
    client.force_login(member)
    page = text_of(client.get(dossier.get_absolute_url()))
    mail = OutboxMail.objects.get(recipient=member.email, cause__endswith="release")
    public = text_of(client.get(dossier.partnership.get_absolute_url()))
    assert "Joindre la délibération avant mars." in page
    assert "accepté avec réserves" in page
    assert "Joindre la délibération avant mars." in mail.body
    assert "accepté avec réserves et publié" in mail.subject
    assert "Joindre la délibération" not in public


@pytest.mark.parametrize(
    ("outcome", "reservations", "said"),
    [
        ("reserved", " \x00 ", "Écrivez les réserves"),
        ("accepted", "Mais…", "Vous avez écrit des réserves"),
        ("rejected", "Mais…", "Vous avez écrit des réserves"),
        ("reserved", "é" * 10_001, "raccourcissez"),
        ("perhaps", "", "Choisissez"),
        ("", "", "Choisissez"),
    ],
)
def test_reservations_are_for_their_outcome_only(client, outcome, reservations, said):
    dossier = dossier_in("under_review")

    response = send_decision(
        client,
        dossier.reviewer,
        dossier,
        outcome=outcome,
        grounds="Mes motifs.",
        reservations=reservations,
    )

    assert response.status_code == 409
    assert said in text_of(response)
    assert "Mes motifs." in text_of(response)
    assert not dossier.decisions.exists()
