"""In a decision on many dossiers, one alone has its propositions judged apart."""

import pytest
from django.urls import reverse

from partnerships.models import Action
from partnerships.workflow.bulk.plan import decline_apart
from partnerships.workflow.refusals import NotAllowed
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of
from tests.partnerships.decisions.contributions import carrying, posted, words
from tests.partnerships.queue.test_bulk import GROUNDS, ask, confirm, to
from tests.partnerships.queue.test_bulk_declined import WHY, judged

pytestmark = pytest.mark.django_db
APART = "Pas encore engagé ici."


@pytest.fixture
def dossiers(officer):
    return [carrying("under_review", 3, 5, officer=officer) for _rank in range(2)]


@pytest.fixture
def run(client, officer, dossiers):
    """A decision on many, planned by its author."""
    run = ask(client, officer, "decide", dossiers)
    client.post(to("bulk_details", run), GROUNDS)
    run.refresh_from_db()
    return run


def page_of(run, dossier):
    return reverse("partnerships:bulk_contributions", args=[run.uuid, dossier.uuid])


def judge(client, run, dossier, **fields):
    return client.post(page_of(run, dossier), {**posted([3], {5: APART}), **fields}, follow=True)


def test_one_dossier_declines_a_proposition_and_the_others_do_not(client, run, dossiers):
    one, other = dossiers
    page = text_of(client.get(page_of(run, one)))

    plan = text_of(judge(client, run, one))
    confirm(client, run)

    assert page.count("checked") == 2
    assert "Juger comme les autres" not in page
    assert plan.count("proposition acceptée : 3, proposition déclinée : 5, jugées à part") == 1
    assert plan.count("propositions acceptées : 3, 5") == 1
    assert judged() == {one: words([3], {5: APART}), other: words([3, 5])}


def test_what_is_said_apart_is_kept_when_all_decline(client, run, dossiers):
    one, other = dossiers
    judge(client, run, one, **posted([3, 5]))
    declined = {**GROUNDS, "declined": ["5"], "word": WHY}

    client.post(to("bulk_details", run), declined)
    confirm(client, run)

    assert judged() == {one: words([3, 5]), other: words([3], {5: WHY})}


def test_it_may_be_judged_as_the_others_again(client, run, dossiers):
    judge(client, run, dossiers[0])
    page = text_of(client.get(page_of(run, dossiers[0])))

    plan = text_of(judge(client, run, dossiers[0], do="as_others"))
    confirm(client, run)

    assert APART in page
    assert "Juger comme les autres" in page
    assert "jugées à part" not in plan
    assert judged() == dict.fromkeys(dossiers, words([3, 5]))


def test_the_form_begins_with_what_an_earlier_decision_declined(client, officer):
    dossier = carrying("under_review", 3, 5, officer=officer)
    earlier = {**GROUNDS, "contributions": words([3], {5: WHY})}
    dossier = act(act(dossier, Action.DECIDE, officer, **earlier), Action.TAKE_BACK, officer)
    run = ask(client, officer, "decide", [dossier])
    client.post(to("bulk_details", run), GROUNDS)

    page = text_of(client.get(page_of(run, dossier)))

    assert page.count("checked") == 1
    assert WHY in page


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (posted([3], {5: "  "}), "pourquoi la proposition 5 est déclinée"),
        (posted([3], {5: "é" * 2_001}), "est trop long"),
        (
            {**posted([3, 5]), **posted([3], {5: APART}), "accepted": posted([3, 5])["accepted"]},
            "décochez-la, ou effacez ce mot",
        ),
    ],
)
def test_what_cannot_be_judged_is_refused_and_kept_as_typed(client, run, dossiers, fields, error):
    response = client.post(page_of(run, dossiers[0]), fields)

    page = text_of(response)
    assert response.status_code == 422
    assert error in page
    assert "<title>Erreur" in page
    assert not run.items.exclude(declined_text="").exists()


def test_the_button_saves_the_corrections_of_the_plan_first(client, run, dossiers):
    one, other = dossiers
    kept = run.items.get(dossier=one).pk

    response = confirm(client, run, keep=[kept], do="", judge=one.uuid)

    assert response.redirect_chain[0][0] == page_of(run, one)
    assert run.items.get(dossier=other).is_left
    run.refresh_from_db()
    assert not run.started_at
    assert confirm(client, run, do="save", judge="x").status_code == 200


def test_only_its_author_judges_it_before_it_starts(client, run, officer, dossiers):
    for other, status in ((lead_reviewer(), 302), (reviewer(), 404), (dossiers[0].created_by, 403)):
        client.force_login(other)
        assert client.get(page_of(run, dossiers[0])).status_code == status
        assert client.post(page_of(run, dossiers[0]), posted([3], {5: APART})).status_code == status
    client.force_login(officer)
    confirm(client, run)
    late = judge(client, run, dossiers[0])

    assert late.redirect_chain[0][0] == run.get_absolute_url()
    assert judged() == dict.fromkeys(dossiers, words([3, 5]))
    with pytest.raises(NotAllowed):
        decline_apart(run.items.first(), by=officer, declined={})


def test_a_refusal_and_a_dossier_without_proposition_have_nothing_to_judge(client, officer):
    dossier, without = (
        carrying("under_review", 3, officer=officer),
        dossier_in("under_review", officer=officer),
    )
    run = ask(client, officer, "decide", [dossier, without])
    client.post(to("bulk_details", run), GROUNDS)
    plan = text_of(client.get(run.get_absolute_url()))
    assert plan.count("Juger ses propositions à part") == 1
    assert client.get(page_of(run, without)).status_code == 404
    other = dossier_in("under_review", officer=officer)
    assert client.get(page_of(run, other)).status_code == 404

    client.post(to("bulk_details", run), {**GROUNDS, "outcome": "rejected"})

    assert client.get(page_of(run, dossier)).status_code == 302
    assert "Juger ses" not in text_of(client.get(run.get_absolute_url()))
