"""One decision on many dossiers declines some propositions; what was declined before stays so."""

import pytest

from partnerships.models import Action, Decision
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of
from tests.partnerships.decisions.contributions import carrying, words
from tests.partnerships.queue.test_bulk import GROUNDS, ask, confirm, to

pytestmark = pytest.mark.django_db
WHY = "Souhaiter n’est pas encore porter."


def judged():
    return {
        each.dossier: each.contribution_words for each in Decision.objects.filter(withdrawn_at=None)
    }


def test_a_proposition_is_declined_for_all_with_one_word(client, officer):
    both = carrying("under_review", 3, 5, officer=officer)
    one = carrying("under_review", 3, officer=officer)
    run = ask(client, officer, "decide", [both, one])
    page = text_of(client.get(to("bulk_run", run)))
    assert 'name="declined" value="3"' in page
    assert 'name="declined" value="5"' in page

    details = {**GROUNDS, "declined": ["5"], "word": WHY}
    plan = text_of(client.post(to("bulk_details", run), details, follow=True))
    confirm(client, run)

    assert "proposition acceptée : 3, proposition déclinée : 5" in plan
    assert plan.count("déclinée : 5") == 1
    assert judged() == {both: words([3], {5: WHY}), one: words([3])}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"declined": ["5"], "word": "  "}, "pourquoi elles sont déclinées"),
        ({"declined": ["5"]}, "pourquoi elles sont déclinées"),
        ({"word": WHY}, "Cochez la proposition"),
        ({"declined": ["5"], "word": WHY, "outcome": "rejected"}, "Un refus ne juge aucune"),
        ({"declined": ["7"], "word": WHY}, "7 n’en fait pas partie"),
        ({"declined": ["x"], "word": WHY}, "x"),
        ({"declined": ["5"], "word": "é" * 2_001}, "raccourcissez"),
    ],
)
def test_what_cannot_be_declined_is_refused(client, officer, fields, error):
    run = ask(client, officer, "decide", [carrying("under_review", 3, 5, officer=officer)])

    response = client.post(to("bulk_details", run), {**GROUNDS, **fields})

    assert response.status_code == 422
    assert error in text_of(response)
    run.refresh_from_db()
    assert not run.detail


def test_no_proposition_is_offered_where_none_is_carried(client, officer):
    run = ask(client, officer, "decide", [dossier_in("under_review", officer=officer)])

    page = text_of(client.get(to("bulk_run", run)))

    assert 'name="declined"' not in page
    assert 'name="word"' not in page


def test_what_a_decision_taken_back_declined_stays_declined(client, officer):
    dossier = carrying("under_review", 3, 5, officer=officer)
    decided = {**GROUNDS, "contributions": words([3], {5: WHY})}
    dossier = act(dossier, Action.DECIDE, officer, **decided)
    dossier = act(dossier, Action.TAKE_BACK, officer)
    other = carrying("under_review", 5, officer=officer)
    run = ask(client, officer, "decide", [dossier, other])

    plan = text_of(client.post(to("bulk_details", run), GROUNDS, follow=True))
    confirm(client, run)

    assert plan.count("proposition acceptée : 3, proposition déclinée : 5") == 1
    assert plan.count("proposition acceptée : 5") == 1
    assert judged() == {dossier: words([3], {5: WHY}), other: words([5])}
