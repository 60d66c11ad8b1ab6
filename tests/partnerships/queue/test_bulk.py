"""One act on many dossiers: its plan, what it does, what it refuses, who is notified."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Action,
    BulkAct,
    BulkItemState,
    BulkRun,
    Decision,
    Dossier,
    DossierStatus,
    InstructionRule,
    OutboxMail,
)
from partnerships.workflow.bulk.plan import prepare, start
from partnerships.workflow.bulk.run import forget_unstarted, undo_decisions
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import acceptance_run, many_dossiers
from tests.factories.dossiers import act, dossier_in
from tests.partnerships.decisions.contributions import carrying, words

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:bulk_list")
GROUNDS = {"outcome": "accepted", "grounds": "Conforme au cadre."}


def to(name, run):
    return reverse(f"partnerships:{name}", args=[run.uuid])


def ask(client, by, act, dossiers):
    """Send the form of the queue; returns the run it prepares, or None."""
    client.force_login(by)
    client.post(LIST, {"act": act, "dossier": [dossier.uuid for dossier in dossiers]})
    return BulkRun.objects.first()


def confirm(client, run, **data):
    """Send the form of the plan, with every dossier selected as the page shows it."""
    shown = list(run.items.exclude(state="not_concerned").values_list("pk", flat=True))
    data = {"shown": shown, "keep": shown, "do": "start", **data}
    response = client.post(to("bulk_start", run), data, follow=True)
    run.refresh_from_db()
    return response


def states(run):
    return {item.dossier: item.state for item in run.items.select_related("dossier")}


def mails(cause="bulk:"):
    return [mail.recipient for mail in OutboxMail.objects.filter(cause__startswith=cause)]


def test_dossiers_get_the_same_decision_once_the_plan_is_confirmed(client):
    officer = reviewer()
    mine = [dossier_in("under_review", officer=officer) for _ in range(2)]
    others = dossier_in("under_review")
    run = ask(client, officer, "decide", [*mine, others])

    client.post(to("bulk_details", run), GROUNDS)
    assert not Decision.objects.exists()
    confirm(client, run)
    confirm(client, run)

    assert run.finished_at
    assert states(run) == {**dict.fromkeys(mine, "done"), others: "not_concerned"}
    assert {each.grounds for each in Decision.objects.all()} == {GROUNDS["grounds"]}
    assert Decision.objects.count() == 2
    assert mails() == []


def test_the_plan_says_which_propositions_are_accepted_and_the_act_accepts_them(client):
    officer = reviewer()
    dossier = carrying("under_review", 3, 5, officer=officer)
    without = dossier_in("under_review", officer=officer)
    run = ask(client, officer, "decide", [dossier, without])

    page = client.post(to("bulk_details", run), GROUNDS, follow=True).content.decode()
    confirm(client, run)

    assert page.count("propositions acceptées\u202f: 3, 5") == 1
    assert "avec les propositions qu’il porte" in page
    judged = {each.dossier: each.contribution_words for each in Decision.objects.all()}
    assert judged == {dossier: words([3, 5]), without: {}}


def test_refusing_many_accepts_no_proposition(client):
    officer = reviewer()
    run = ask(client, officer, "decide", [carrying("under_review", 3, officer=officer)])

    page = client.post(
        to("bulk_details", run), {**GROUNDS, "outcome": "rejected"}, follow=True
    ).content.decode()
    confirm(client, run)

    assert "acceptée\u202f: 3" not in page
    assert Decision.objects.get().contributions == []


def test_the_plan_of_a_decision_costs_the_same_queries(client, django_assert_num_queries):
    officer = reviewer()
    for count in (1, 3):
        dossiers = [carrying("under_review", 3, officer=officer) for _rank in range(count)]
        run = ask(client, officer, "decide", dossiers)
        client.post(to("bulk_details", run), GROUNDS)
        client.get(to("bulk_run", run))

        with django_assert_num_queries(14):
            client.get(to("bulk_run", run))


def test_plan_and_act_say_why_a_dossier_is_refused(client):
    officer = reviewer()
    own = dossier_in("under_review", officer=officer)
    MemberFactory(user=officer, authority=own.lead_authority)
    colleague = dossier_in("under_review")
    closed, unassigned = dossier_in("closed", officer=officer), dossier_in("submitted")
    run = ask(client, officer, "decide", [own, colleague, closed, unassigned])
    page = client.post(to("bulk_details", run), GROUNDS, follow=True).content.decode()

    for refusal in (
        "Vous êtes de sa collectivité",
        f"{colleague.reviewer} l’instruit.",
        "Cet acte n’est pas possible à l’état",
    ):
        assert refusal in page
    assert "aucun de ces dossiers ne le permet" in confirm(client, run).content.decode()
    assert not run.started_at


def test_dossier_changed_since_the_plan_is_refused_and_the_others_go_on(client):
    officer = reviewer()
    dossiers = many_dossiers(3, officer=officer)
    run = acceptance_run(dossiers, officer, is_started=False)
    act(dossiers[0], Action.REQUEST_CHANGES, officer, messages=[("", "Précisez.")])
    act(dossiers[1], Action.DECIDE, officer, outcome="rejected", grounds="Hors champ.")
    client.force_login(officer)

    confirm(client, run)

    assert states(run) == {dossiers[0]: "not_done", dossiers[1]: "not_done", dossiers[2]: "done"}
    assert {each.outcome for each in dossiers[1].decisions.all()} == {"rejected"}


def test_officer_deactivated_in_between_does_nothing(client):
    officer = reviewer()
    run = acceptance_run(many_dossiers(2, officer=officer), officer)
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)

    client.force_login(lead_reviewer())
    client.post(to("bulk_resume", run))

    assert set(states(run).values()) == {BulkItemState.NOT_DONE}
    assert not Decision.objects.exists()


def test_decisions_can_be_taken_back_until_their_release(client):
    officer = reviewer()
    dossiers = [dossier_in("under_review", officer=officer) for _ in range(4)]
    run = acceptance_run(dossiers, officer, is_started=False)
    client.force_login(officer)
    confirm(client, run)
    act(dossiers[0], Action.RELEASE, officer)
    act(dossiers[1], Action.TAKE_BACK, officer)
    act(dossiers[1], Action.DECIDE, officer, **GROUNDS)

    page = client.get(run.get_absolute_url()).content.decode()
    assert "2 décisions ne sont pas encore parties" in page
    client.post(to("bulk_take_back", run))
    again = client.post(to("bulk_take_back", run), follow=True).content.decode()

    assert "Aucune décision n’est à reprendre" in again
    assert [Dossier.objects.get(pk=each.pk).status for each in dossiers] == [
        "closed",
        "decided",
        "under_review",
        "under_review",
    ]
    assert run.undone_by.count() == 1


def test_nobody_else_takes_back_what_an_officer_decided(client):
    officer = reviewer()
    run = acceptance_run(many_dossiers(1, officer=officer), officer, is_started=False)
    client.force_login(officer)
    confirm(client, run)

    for other, status in ((reviewer(), 404), (lead_reviewer(), 404)):
        client.force_login(other)
        assert client.post(to("bulk_take_back", run)).status_code == status
        with pytest.raises(NotAllowed):
            undo_decisions(run, BulkAct.TAKE_BACK, by=other)


def test_authorities_are_reminded_with_one_mail_per_person(client):
    officer, member = reviewer(), MemberFactory()
    dossiers = [dossier_in("changes_requested", officer=officer, member=member) for _ in range(2)]
    dossier_in("changes_requested", officer=officer)

    run = ask(client, officer, "remind_authority", dossiers)
    confirm(client, run)

    assert mails() == [member.user.email]
    again = ask(client, officer, "remind_authority", dossiers)
    assert {item.outcome for item in again.items.all()} == {
        "La collectivité a déjà été relancée aujourd’hui."
    }


def test_decisions_are_released_together_except_those_awaiting_a_countersignature(client):
    officer = reviewer()
    leaves = dossier_in("decided", officer=officer)
    run = ask(client, officer, "release", [leaves])
    confirm(client, run)
    InstructionRule.objects.create(kind="registration", needs_countersign=True)
    waits = dossier_in("decided", officer=officer)

    refused = ask(client, officer, "release", [waits])

    assert Dossier.objects.get(pk=leaves.pk).status == DossierStatus.CLOSED
    assert refused.items.get().outcome == "La décision attend d’être contresignée."


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "decide"}, {"act": "x\x00"}, {"act": "decide", "dossier": ["x", "\x00"]}],
)
def test_invalid_selection_prepares_no_run(client, data):
    dossier_in("under_review")
    client.force_login(reviewer())

    assert client.post(LIST, data).status_code == 302
    assert not BulkRun.objects.exists()


def test_dossiers_never_deposited_are_left_out_of_a_run():
    draft, deposited = dossier_in("draft"), dossier_in("submitted")

    run = prepare(BulkAct.ASSIGN, Dossier.objects.all(), by=lead_reviewer())

    assert [item.dossier for item in run.items.all()] == [deposited]
    with pytest.raises(Refused):
        prepare(BulkAct.ASSIGN, Dossier.objects.filter(pk=draft.pk), by=lead_reviewer())


def test_run_is_visible_to_its_officer_and_lead_reviewers_and_started_by_its_officer(client):
    officer = reviewer()
    run = acceptance_run(many_dossiers(1, officer=officer), officer, is_started=False)
    answers = {officer: 200, lead_reviewer(): 200, reviewer(): 404, UserFactory(): 403}

    for user, status in answers.items():
        client.force_login(user)
        for name in ("bulk_run", "bulk_progress"):
            assert client.get(to(name, run)).status_code == status
        if user != officer:
            refused = 404 if status == 200 else status
            assert client.post(to("bulk_start", run), {"do": "start"}).status_code == refused
            assert client.post(to("bulk_details", run), GROUNDS).status_code == refused
    run.refresh_from_db()
    assert not run.started_at
    with pytest.raises(NotAllowed):
        start(run, by=lead_reviewer())


def test_stalled_run_is_reported_and_resumed_by_a_button(client):
    officer = reviewer()
    run = acceptance_run(many_dossiers(2, officer=officer), officer)
    client.force_login(officer)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Reprendre</button>" not in page
    BulkRun.objects.update(advanced_at=timezone.now() - timedelta(minutes=5))

    assert "Reprendre</button>" in client.get(run.get_absolute_url()).content.decode()
    assert client.get(to("bulk_progress", run)).headers["HX-Refresh"] == "true"
    client.post(to("bulk_resume", run))

    run.refresh_from_db()
    assert run.finished_at
    assert Decision.objects.count() == 2


def test_runs_prepared_and_never_started_are_deleted():
    officer = reviewer()
    old = acceptance_run(many_dossiers(1, officer=officer), officer, is_started=False)
    started = acceptance_run(many_dossiers(1, officer=officer), officer)
    BulkRun.objects.update(prepared_at=timezone.now() - timedelta(days=8))
    recent = acceptance_run(many_dossiers(1, officer=officer), officer, is_started=False)

    assert forget_unstarted(timezone.now()) == 1
    assert set(BulkRun.objects.all()) == {started, recent}
    assert not BulkRun.objects.filter(pk=old.pk).exists()
