"""What is told before one decision is notified, and after one is taken or corrected."""

import pytest
from django.urls import reverse

from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.decisions import send_decision, send_on_decision, two_people_decide
from tests.factories.dossiers import dossier_in
from tests.factories.messages import review_page, say
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
FINAL = "Ensuite, seule une réouverture motivée peut y revenir."
TO_SEE = "1 message est à voir dans les échanges, non lu ou écrit depuis la décision."


def decision_page(client, user, dossier):
    client.force_login(user)
    return text_of(client.get(reverse("partnerships:decision_detail", args=[dossier.uuid])))


def grouped_page(client, user, *dossiers):
    client.force_login(user)
    chosen = {"d": [str(each.uuid) for each in dossiers]}
    return text_of(client.get(reverse("partnerships:outbox_release"), chosen))


@pytest.mark.parametrize(("outcome", "is_published"), [("accepted", True), ("rejected", False)])
def test_notifying_one_decision_asks_to_confirm_what_it_does(client, outcome, is_published):
    dossier = dossier_in("decided", outcome=outcome)

    page = decision_page(client, dossier.reviewer, dossier)

    assert FINAL in page
    assert ("la fiche publiée." in page) == is_published
    assert TO_SEE not in page
    fold, _summary, form = page.partition("Ne pas notifier encore")
    assert "/release/" not in fold
    assert "/release/" in form


def test_the_bar_of_a_dossier_leads_to_the_decision_and_notifies_nothing(client):
    dossier = dossier_in("decided")
    client.force_login(dossier.reviewer)

    bar = text_of(client.get(review_page(dossier)))
    sent = send_decision(client, dossier.reviewer, dossier, "release")
    client.force_login(reviewer())
    of_a_colleague = text_of(client.get(review_page(dossier)))

    dossier.refresh_from_db()
    assert "Relire et notifier la décision" in bar
    assert "/release/" not in bar
    assert (sent.status_code, dossier.status) == (404, "decided")
    assert "Relire la décision" in of_a_colleague


def test_a_message_unread_or_written_since_the_decision_is_told(client):
    dossier, quiet = dossier_in("decided"), None
    officer = dossier.reviewer
    quiet = dossier_in("decided", officer=officer)
    say(dossier, dossier.created_by)
    say(quiet, officer)

    unread = decision_page(client, officer, dossier)
    grouped = grouped_page(client, officer, dossier, quiet)
    client.get(review_page(dossier))
    since = decision_page(client, officer, dossier)

    assert TO_SEE in unread
    assert TO_SEE in since
    assert f"{dossier.reference}</a> : 1 message non lu ou écrit depuis la décision" in grouped
    assert f"{quiet.reference}</a> : 1" not in grouped
    assert TO_SEE not in decision_page(client, officer, quiet)


def test_a_message_read_before_the_decision_is_not_told(client):
    dossier = dossier_in("under_review")
    say(dossier, dossier.created_by)
    client.force_login(dossier.reviewer)
    client.get(review_page(dossier))
    send_decision(client, dossier.reviewer, dossier, outcome="accepted", grounds="Conforme.")

    page = decision_page(client, dossier.reviewer, dossier)

    assert FINAL in page
    assert TO_SEE not in page


def test_deciding_and_notifying_at_once_says_that_it_is_final(client):
    dossier = dossier_in("under_review")
    say(dossier, dossier.created_by)
    client.force_login(dossier.reviewer)

    alone = text_of(client.get(review_page(dossier)))
    two_people_decide()
    together = text_of(client.get(review_page(dossier)))

    assert alone.count(FINAL) == 3
    assert alone.count("la fiche publiée.") == 2
    assert alone.count(TO_SEE) == 3
    assert FINAL not in together
    assert '<button class="fr-btn fr-btn--sm">Accepter avec réserves</button>' in together
    assert ">Décider</button>" not in together


def told(client, response):
    return text_of(client.get(response.url))


def test_what_follows_a_decision_or_its_correction_is_told(client):
    alone = dossier_in("under_review")
    officer = alone.reviewer
    details = {"outcome": "accepted", "grounds": "Conforme."}

    decided = told(client, send_decision(client, officer, alone, **details))
    corrected = told(
        client, send_on_decision(client, officer, alone, "correct_decision", **details)
    )
    two_people_decide()
    together = dossier_in("under_review", officer=officer)
    waits = told(client, send_decision(client, officer, together, **details))
    send_on_decision(client, lead_reviewer(), together, "countersign")
    again = told(client, send_on_decision(client, officer, together, "correct_decision", **details))

    assert "Il vous reste à la notifier." in decided
    assert "La décision est corrigée." in corrected
    assert "La décision est corrigée. Elle" not in corrected
    assert "un responsable doit la contresigner, puis vous la notifierez." in waits
    assert "La décision est corrigée. Elle est à contresigner de nouveau." in again
