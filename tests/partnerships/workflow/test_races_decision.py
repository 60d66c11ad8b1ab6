"""Two officers decide or release at the same instant: one wins, one letter, one mail."""

import pytest
from django.utils import timezone

from partnerships.models import Absence, Action, DecisionLetter, OutboxMail, PartnershipVersion
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.decisions import two_people_decide
from tests.factories.dossiers import act, dossier_in
from tests.partnerships.workflow.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def delegate_of(officer):
    """A colleague who holds the dossiers of `officer` today."""
    delegate, today = reviewer(), timezone.localdate()
    Absence.objects.create(
        officer=officer, delegate=delegate, starts_on=today, ends_on=today, declared_by=officer
    )
    return delegate


def refusals(results):
    return [each for each in results if isinstance(each, Refused | NotAllowed)]


def test_two_officers_decide_one_dossier_and_the_second_is_refused():
    dossier = dossier_in("under_review")
    people = [dossier.reviewer, delegate_of(dossier.reviewer)]
    seen = dossier.last_sequence

    results = at_once(
        [
            lambda by=by: perform(
                Action.DECIDE, dossier, by=by, seen=seen, outcome="accepted", grounds="Conforme."
            )
            for by in people
        ]
    )

    assert len(refusals(results)) == 1
    assert dossier.decisions.count() == 1


def test_two_officers_release_one_decision_once():
    dossier = dossier_in("decided")
    people = [dossier.reviewer, delegate_of(dossier.reviewer)] * 2
    seen = dossier.last_sequence

    at_once([lambda by=by: perform(Action.RELEASE, dossier, by=by, seen=seen) for by in people])

    assert DecisionLetter.objects.count() == 1
    assert PartnershipVersion.objects.count() == 1
    assert OutboxMail.objects.filter(cause__endswith=":release").count() == 1
    assert dossier.events.filter(action="release").count() == 1


def test_simultaneous_release_and_take_back_do_one_or_the_other():
    dossier = dossier_in("decided")
    by, seen = dossier.reviewer, dossier.last_sequence

    results = at_once(
        [
            lambda: perform(Action.RELEASE, dossier, by=by, seen=seen),
            lambda: perform(Action.TAKE_BACK, dossier, by=by, seen=seen),
        ]
    )

    dossier.refresh_from_db()
    assert len(refusals(results)) == 1
    assert (dossier.status == "closed") == DecisionLetter.objects.exists()


def test_letters_released_at_once_are_numbered_without_gap_or_duplicate():
    dossiers = [dossier_in("decided", outcome="rejected") for _rank in range(6)]

    at_once(
        [
            lambda each=each: perform(
                Action.RELEASE, each, by=each.reviewer, seen=each.last_sequence
            )
            for each in dossiers
        ]
    )

    numbers = DecisionLetter.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_a_decision_is_notified_or_loses_its_countersignature_never_both():
    two_people_decide()
    lead = lead_reviewer()
    dossier = act(dossier_in("decided"), Action.COUNTERSIGN, lead)
    seen = dossier.last_sequence
    acts = [(Action.RELEASE, dossier.reviewer), (Action.UNCOUNTERSIGN, lead)]

    results = at_once(
        [lambda each=each: perform(each[0], dossier, by=each[1], seen=seen) for each in acts]
    )

    decision = dossier.decisions.standing().get()
    assert len(refusals(results)) == 1
    assert (decision.released_at is None) == (decision.countersigned_by is None)


def test_two_lead_reviewers_countersign_once():
    two_people_decide()
    dossier = dossier_in("decided")
    people, seen = [lead_reviewer(), lead_reviewer()], dossier.last_sequence

    results = at_once(
        [lambda by=by: perform(Action.COUNTERSIGN, dossier, by=by, seen=seen) for by in people]
    )

    assert len(refusals(results)) == 1
    assert dossier.decisions.standing().get().countersigned_by in people
