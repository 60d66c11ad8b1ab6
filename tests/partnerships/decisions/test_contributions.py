"""A decision accepts or declines each proposition that the deposit carries, with a word."""

import pytest

from partnerships.models import Action, Decision
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import lead_reviewer
from tests.factories.decisions import send_decision, send_on_decision, standing, two_people_decide
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of
from tests.partnerships.decisions.contributions import (
    DECISION,
    STATEMENT,
    WHY,
    carrying,
    posted,
    published_contributions,
    review_of,
    today,
    uuid_of,
    words,
)

pytestmark = pytest.mark.django_db


def test_each_favourable_form_has_a_ticked_box_for_each_proposition(client):
    dossier = carrying("under_review", 3, 5)

    page = text_of(review_of(client, dossier))

    for outcome in ("accepted", "reserved"):
        for number in (3, 5):
            box = (
                f'id="accepted-{outcome}-{uuid_of(number)}" name="accepted" '
                f'value="{uuid_of(number)}" checked>'
            )
            assert page.count(box) == 1
    assert 'id="accepted-rejected-' not in page
    assert page.count(STATEMENT) == 6  # of two: in the deposit, and in two forms
    assert "formulation rapportée, pas le texte du rapport" in page.lower()


def test_boxes_begin_with_what_a_decision_taken_back_said(client):
    dossier = carrying("under_review", 3, 5)
    first = {**DECISION, "contributions": words([3], {5: WHY})}
    dossier = act(dossier, Action.DECIDE, dossier.reviewer, **first)
    dossier = act(dossier, Action.TAKE_BACK, dossier.reviewer)

    page = text_of(review_of(client, dossier))

    for outcome in ("accepted", "reserved"):
        accepted, declined = (
            f'id="accepted-{outcome}-{uuid_of(number)}" name="accepted" value="{uuid_of(number)}"'
            for number in (3, 5)
        )
        assert f"{accepted} checked>" in page
        assert f"{declined}>" in page
    assert page.count(f"\n{WHY}</textarea>") == 2


def test_boxes_of_a_reopened_dossier_begin_with_the_last_decision(client):
    dossier = carrying("under_review", 3, 5)
    first = {"grounds": "Conforme.", "contributions": words([3], {5: WHY})}
    dossier = act(dossier, Action.ACCEPT, dossier.reviewer, **first)
    dossier = act(dossier, Action.REOPEN, lead_reviewer(), reason="Une erreur.")

    page = text_of(review_of(client, dossier))

    assert page.count(f"\n{WHY}</textarea>") == 2
    assert f'value="{uuid_of(5)}" checked>' not in page


def test_a_deposit_without_propositions_shows_no_box(client):
    page = text_of(review_of(client, dossier_in("under_review")))

    assert 'name="contribution"' not in page
    assert "Cochée, la proposition" not in page


@pytest.mark.parametrize(
    ("declined", "said"),
    [
        ({3: ""}, "Dites à la collectivité pourquoi la proposition 3 est déclinée"),
        ({3: " \x00\n "}, "Dites à la collectivité pourquoi la proposition 3 est déclinée"),
        ({3: "é" * 2_001}, "Le mot sur la proposition 3 est trop long"),
    ],
)
def test_a_box_unticked_needs_a_word_and_nothing_typed_is_lost(client, declined, said):
    dossier = carrying("under_review", 3, 5)

    response = send_decision(
        client,
        dossier.reviewer,
        dossier,
        "accept",
        **posted([], {**declined, 5: "Mes mots <b>"}, grounds="Mes motifs"),
    )

    page = text_of(response)
    assert response.status_code == 409
    assert said in page
    assert "Mes motifs" in page
    assert page.count("Mes mots &lt;b&gt;") == 1
    assert f'value="{uuid_of(3)}" checked' not in page.partition("Accepter avec réserves")[0]
    assert not Decision.objects.exists()


def test_lines_of_a_word_count_as_the_browser_counts_them(client):
    dossier = carrying("under_review", 3)
    typed = "é\r\n" * 999 + "é"

    send_decision(client, dossier.reviewer, dossier, **posted([], {3: typed}, **DECISION))

    assert standing(dossier).contribution_words == words(declined={3: typed.replace("\r", "")})


def test_a_word_about_a_ticked_box_is_refused_and_kept(client):
    dossier = carrying("under_review", 3)
    data = posted([3], grounds="Conforme.") | {f"word-{uuid_of(3)}": "Un mot resté là"}

    response = send_decision(client, dossier.reviewer, dossier, "accept", **data)

    page = text_of(response)
    assert response.status_code == 409
    assert "Vous avez écrit un mot sur une proposition qui est cochée" in page
    assert page.count("Un mot resté là") == 1
    # Its box is open, though ticked.
    assert "contribution-choice__word--open" in page


@pytest.mark.parametrize("uuid", ["x", "\x00", uuid_of(7), ""])
def test_a_contribution_of_another_deposit_is_refused(client, uuid):
    dossier = carrying("under_review", 3)
    carrying("under_review", 7)
    data = {**posted([3], grounds="Conforme."), "contribution": [uuid_of(3), uuid]}

    response = send_decision(client, dossier.reviewer, dossier, "accept", **data)

    assert response.status_code == 409
    assert "n’est pas dans ce dépôt" in text_of(response)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("action", [Action.DECIDE, Action.CORRECT_DECISION])
def test_the_door_refuses_what_pages_never_send(action):
    dossier = carrying("under_review" if action == Action.DECIDE else "decided", 3)

    for contributions in (words(declined={3: ""}), words([7]), words(declined={3: "é" * 2_001})):
        with pytest.raises(Refused):
            act(dossier, action, dossier.reviewer, contributions=contributions, **DECISION)


def test_a_refusal_judges_no_proposition(client):
    dossier = carrying("under_review", 3)

    data = posted([], {3: ""}, grounds="Hors champ.") | {"sans-recours": "1"}
    send_decision(client, dossier.reviewer, dossier, "reject", **data)

    assert standing(dossier).contributions == []
    assert "contributions" not in dossier.events.get(action="decide").content


def test_a_correction_changes_it_and_is_countersigned_again(client):
    two_people_decide()
    dossier = carrying("under_review", 3, 5)
    send_decision(client, dossier.reviewer, dossier, **posted([3, 5], **DECISION))
    dossier.refresh_from_db()
    dossier = act(dossier, Action.COUNTERSIGN, lead_reviewer())

    send_on_decision(
        client, dossier.reviewer, dossier, "correct_decision", **posted([5], {3: WHY}, **DECISION)
    )

    decision = standing(dossier)
    assert decision.contribution_words == words([5], {3: WHY})
    assert decision.countersigned_by is None
    dossier.refresh_from_db()
    dossier = act(dossier, Action.COUNTERSIGN, lead_reviewer())
    dossier = act(dossier, Action.RELEASE, dossier.reviewer)
    assert published_contributions(dossier.partnership) == {5: today()}


def test_a_correction_that_is_refused_keeps_what_was_typed(client):
    dossier = carrying("decided", 3)

    response = send_on_decision(
        client,
        dossier.reviewer,
        dossier,
        "correct_decision",
        **posted([], {3: "Mes mots"}, outcome="accepted", grounds=" "),
    )

    assert response.status_code == 409
    assert "Mes mots" in text_of(response)
    assert standing(dossier).contributions == []


def test_a_correction_of_the_words_alone_keeps_what_was_judged(client):
    dossier = carrying("under_review", 3)
    dossier = act(
        dossier, Action.DECIDE, dossier.reviewer, contributions=words(declined={3: WHY}), **DECISION
    )

    dossier = act(dossier, Action.CORRECT_DECISION, dossier.reviewer, **DECISION)

    assert standing(dossier).contribution_words == words(declined={3: WHY})
    act(dossier, Action.CORRECT_DECISION, dossier.reviewer, outcome="rejected", grounds="Non.")
    assert standing(dossier).contributions == []


def test_a_double_click_and_an_outdated_page_judge_once(client):
    dossier = carrying("under_review", 3)
    seen = dossier.last_sequence
    officer = dossier.reviewer

    first = send_decision(client, officer, dossier, seen=seen, **posted([3], **DECISION))
    again = send_decision(client, officer, dossier, seen=seen, **posted([3], **DECISION))
    late = send_on_decision(
        client,
        officer,
        dossier,
        "correct_decision",
        **posted([], {3: WHY}, seen=seen, **DECISION),
    )

    assert (first.status_code, again.status_code, late.status_code) == (302, 302, 409)
    assert Decision.objects.get().contribution_words == words([3])
    assert WHY in text_of(late)


def test_words_that_can_no_longer_be_sent_are_shown(client):
    dossier = carrying("under_review", 3)
    officer = dossier.reviewer
    act(dossier, Action.WITHDRAW, dossier.created_by)

    response = send_decision(
        client, officer, dossier, seen=1, **posted([], {3: "Mon mot sur la 3"}, **DECISION)
    )

    assert "Mon mot sur la 3" in text_of(response)
