"""Two people at the same instant: one wins, the other is told, and nothing is done twice.

On PostgreSQL, where rows are locked; SQLite locks the whole file and makes the second one wait.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from partnerships.models import Dossier, FacetCount, OutboxMail, PartnershipVersion
from partnerships.workflow import Action, NotAllowed, Refused, create_dossier, perform
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE = 4


def at_once(acts):
    """What each of `acts` returns, or the refusal it meets, all started together."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except (Refused, NotAllowed) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_officer_takes_a_file():
    dossier = dossier_in("submitted")
    seen = dossier.last_sequence
    officers = [reviewer() for _rank in range(PEOPLE)]

    results = at_once(
        [lambda by=by: perform(Action.START_REVIEW, dossier, by=by, seen=seen) for by in officers]
    )

    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == PEOPLE - 1
    dossier.refresh_from_db()
    assert dossier.reviewer in officers
    assert dossier.events.filter(action="start_review").count() == 1


def test_clicks_at_once_deposit_once():
    member = MemberFactory()
    dossier = dossier_in("draft", member=member)

    results = at_once([lambda: perform(Action.SUBMIT, dossier, by=member.user, seen=1)] * PEOPLE)

    assert [result.status for result in results] == ["submitted"] * PEOPLE
    assert dossier.submissions.count() == 1
    assert OutboxMail.objects.filter(recipient=member.user.email).count() == 1


def test_acceptance_at_once_publishes_once():
    dossier = dossier_in("under_review")
    by, seen = dossier.reviewer, dossier.last_sequence

    at_once(
        [lambda: perform(Action.ACCEPT, dossier, by=by, seen=seen, grounds="Conforme.")] * PEOPLE
    )

    assert PartnershipVersion.objects.count() == 1
    assert dossier.decisions.count() == 1
    assert OutboxMail.objects.filter(cause__endswith="release").count() == 1


def test_acceptance_and_rejection_at_once_are_one_decision():
    dossier = dossier_in("under_review")
    by, seen = dossier.reviewer, dossier.last_sequence

    results = at_once(
        [
            lambda: perform(Action.ACCEPT, dossier, by=by, seen=seen, grounds="Conforme."),
            lambda: perform(Action.REJECT, dossier, by=by, seen=seen, grounds="Hors champ."),
        ]
    )

    assert len([result for result in results if isinstance(result, Refused)]) == 1
    assert dossier.decisions.count() == 1


def test_dossiers_created_at_once_have_each_their_reference():
    member = MemberFactory()

    results = at_once([lambda: create_dossier(member.authority, member.user)] * PEOPLE)

    assert len({dossier.reference for dossier in results}) == PEOPLE
    assert Dossier.objects.count() == PEOPLE


def test_publications_at_once_are_all_counted():
    officer = reviewer()
    dossiers = [dossier_in("under_review", officer=officer) for _rank in range(PEOPLE)]

    at_once(
        [
            lambda dossier=dossier: perform(
                Action.ACCEPT,
                dossier,
                by=officer,
                seen=dossier.last_sequence,
                grounds="Conforme.",
            )
            for dossier in dossiers
        ]
    )

    assert FacetCount.objects.get(facet="all").count == PEOPLE
    assert FacetCount.objects.get(facet="valeurs", value="collectivite").count == PEOPLE
