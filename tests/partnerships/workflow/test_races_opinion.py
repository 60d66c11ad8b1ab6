"""Advisers and officers at the same instant: one wins, the other is refused."""

import pytest

from partnerships.models import Action, Opinion, OpinionLink
from partnerships.workflow.opinions.asking import remind, revoke_request, submit_answer
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import ask, pass_days, request_for
from tests.partnerships.workflow.test_races import PEOPLE, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def refusals(results):
    return [result for result in results if isinstance(result, Refused)]


def test_simultaneous_answers_make_one_and_the_others_are_refused():
    opinion = ask(dossier_in("under_review"))[0]

    results = at_once(
        [
            lambda rank=rank: submit_answer(
                opinion, answer="favourable", text=f"Texte {rank}", seen_answers=0
            )
            for rank in range(PEOPLE)
        ]
    )

    assert len(refusals(results)) == PEOPLE - 1
    opinion.refresh_from_db()
    assert opinion.answer_count == 1
    assert opinion.dossier.events.filter(action="answer_opinion").count() == 1


def test_answer_during_a_withdrawal():
    dossier = dossier_in("under_review")
    opinion = ask(dossier)[0]
    seen = dossier.last_sequence

    results = at_once(
        [
            lambda: submit_answer(opinion, answer="favourable", text="", seen_answers=0),
            lambda: revoke_request(opinion, by=dossier.reviewer, seen=seen),
        ]
    )

    assert len(refusals(results)) == 1
    opinion.refresh_from_db()
    assert opinion.is_answered != opinion.is_revoked


def test_answer_during_a_decision():
    dossier = dossier_in("under_review")
    opinion = ask(dossier)[0]
    by, seen = dossier.reviewer, dossier.last_sequence

    results = at_once(
        [
            lambda: submit_answer(opinion, answer="favourable", text="", seen_answers=0),
            lambda: perform(Action.REJECT, dossier, by=by, seen=seen, grounds="Non."),
        ]
    )

    # Had the decision come first, it would have been refused for the missing opinion.
    assert [isinstance(result, Refused) for result in results] == [False, True]
    opinion.refresh_from_db()
    assert opinion.is_answered


def test_simultaneous_reminders_send_one_mail():
    dossier = dossier_in("under_review")
    pass_days(ask(dossier)[0], 1)

    at_once([lambda: remind(dossier, by=dossier.reviewer)] * PEOPLE)

    assert OpinionLink.objects.filter(is_reminder=True).count() == 1


def test_simultaneous_clicks_ask_once():
    dossier = dossier_in("under_review")
    by, seen = dossier.reviewer, dossier.last_sequence
    details = request_for("prefecture@example.org")

    at_once([lambda: perform(Action.ASK_OPINION, dossier, by=by, seen=seen, **details)] * PEOPLE)

    assert Opinion.objects.count() == OpinionLink.objects.count() == 1
