"""Bodies that have no observation, or answer that they are not competent: what follows from it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, Opinion, OutboxMail
from partnerships.pages.papers.journal_paper import _opinion
from partnerships.workflow.journal import faults
from tests.factories.dossiers import act
from tests.factories.opinions import ask, asked, links_to, reply, review_of
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
TITLES = {"no_comment": "avis sans observation", "declined": "pas compétent"}
ANSWERS = pytest.mark.parametrize("answer", TITLES)
QUEUE = reverse("partnerships:queue")


def answered(client, answer, **details):
    opinion, link = asked(**details)
    assert reply(client, link, answer=answer, text="").status_code == 302
    opinion.refresh_from_db()
    return opinion, link


@ANSWERS
def test_both_are_answered_without_a_word_and_shown_to_the_adviser(client, answer):
    opinion, link = answered(client, answer)

    assert (opinion.answer, opinion.answer_count) == (answer, 1)
    assert TITLES[answer].capitalize() in text_of(client.get(link))
    assert list(faults()) == []


def test_unknown_answer_is_refused(client):
    opinion, link = asked()

    page = reply(client, link, answer="perhaps")

    assert page.status_code == 422
    opinion.refresh_from_db()
    assert not opinion.is_answered


@ANSWERS
def test_officer_reads_it_and_decides_without_having_to_say_why(client, answer):
    opinion, _link = answered(client, answer)
    dossier, officer, due_on = opinion.dossier, opinion.asked_by, opinion.dossier.due_on
    client.force_login(officer)

    page = text_of(client.get(review_of(dossier)))
    dossier = act(dossier, Action.DECIDE, officer, outcome="accepted", grounds="Conforme.")

    assert f'mb-1v">{TITLES[answer]}</p>' in page
    assert "Répondu le" in page
    assert "Relancer" not in page
    assert dossier.status == "decided"
    assert dossier.due_on == due_on


@ANSWERS
def test_it_ends_the_wait_and_its_reminders(client, answer):
    opinion, _link = answered(client, answer)
    assert not Opinion.objects.awaited().exists()

    call_command("daily_upkeep", date=opinion.due_on + timedelta(days=1))

    assert opinion.links.count() == 1


@ANSWERS
def test_same_body_or_another_is_asked_again(client, answer):
    opinion, _link = answered(client, answer)

    again, other = ask(opinion.dossier, opinion.email, "autre@example.org")

    assert again.is_awaited
    assert other.is_awaited


@ANSWERS
def test_authority_reads_it_once_the_decision_is_notified(client, answer):
    opinion, _link = answered(client, answer, is_confidential=False)
    dossier, officer = opinion.dossier, opinion.asked_by
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_detail", args=[dossier.uuid])
    before = text_of(client.get(address))

    act(dossier, Action.ACCEPT, officer, grounds="Conforme.")
    after = text_of(client.get(address))

    assert TITLES[answer].capitalize() not in before
    assert f"{TITLES[answer].capitalize()}, le " in after


@pytest.mark.parametrize(("answer", "is_told"), [("no_comment", True), ("declined", False)])
def test_outcome_is_told_to_bodies_that_took_part(client, answer, is_told):
    opinion, _link = answered(client, answer)

    act(opinion.dossier, Action.ACCEPT, opinion.asked_by, grounds="Conforme.")

    told = OutboxMail.objects.filter(recipient=opinion.email, cause__startswith="opinion-decision")
    assert told.exists() == is_told


@ANSWERS
def test_journal_on_paper_and_history_say_it(client, answer):
    opinion, _link = answered(client, answer)
    client.force_login(opinion.asked_by)

    history = text_of(client.get(review_of(opinion.dossier)))
    facts = {each["label"]: each["text"] for each in _opinion(opinion)["facts"]}

    assert TITLES[answer].removeprefix("avis ") in history
    assert facts["Avis"] == TITLES[answer].removeprefix("avis ")
    assert ("Répondu le" in facts) == (answer == "declined")


def test_queue_counts_opinions_given_apart_from_bodies_not_competent(client):
    opinion, link = asked()
    ask(opinion.dossier, "deux@example.org", "trois@example.org")
    reply(client, link, answer="declined", text="")
    reply(client, links_to("deux@example.org")[-1], answer="no_comment", text="")
    client.force_login(opinion.asked_by)

    found = text_of(client.get(f"{QUEUE}?avis=declined&colonnes=avis"))
    others = text_of(client.get(f"{QUEUE}?avis=answered&colonnes=avis"))

    assert "1 sur 3, 1 pas compétent" in found
    assert opinion.dossier.reference not in others


def test_dossier_comes_back_where_all_bodies_answered_even_not_competent(client):
    opinion, _link = answered(client, "declined")
    client.force_login(opinion.asked_by)

    page = text_of(client.get(f"{QUEUE}?avis=answered"))

    assert opinion.dossier.reference in page
    assert timezone.localdate() <= opinion.due_on
