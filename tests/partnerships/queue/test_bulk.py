"""One act on many files: its plan, what it does, what it refuses, who hears of it."""

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
from partnerships.workflow.bulk.run import forget_unstarted, take_back_decisions
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import decided_alike, many
from tests.factories.dossiers import act, dossier_in

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:bulk_list")
GROUNDS = {"outcome": "accepted", "grounds": "Conforme au cadre."}


def to(name, run):
    return reverse(f"partnerships:{name}", args=[run.uuid])


def ask(client, by, act, files):
    """What the queue sends; the run it prepares, or None."""
    client.force_login(by)
    client.post(LIST, {"act": act, "dossier": [dossier.uuid for dossier in files]})
    return BulkRun.objects.first()


def confirm(client, run, **data):
    """What the page of the plan sends, each file kept as it shows it."""
    shown = list(run.items.exclude(state="refused").values_list("pk", flat=True))
    data = {"shown": shown, "keep": shown, "do": "start", **data}
    response = client.post(to("bulk_start", run), data, follow=True)
    run.refresh_from_db()
    return response


def states(run):
    return {item.dossier: item.state for item in run.items.select_related("dossier")}


def told(cause="bulk:"):
    return [mail.recipient for mail in OutboxMail.objects.filter(cause__startswith=cause)]


def test_files_are_decided_alike_once_the_plan_was_read(client):
    officer = reviewer()
    mine = [dossier_in("under_review", officer=officer) for _ in range(2)]
    others = dossier_in("under_review")
    run = ask(client, officer, "decide", [*mine, others])

    client.post(to("bulk_details", run), GROUNDS)
    assert not Decision.objects.exists()
    confirm(client, run)
    confirm(client, run)

    assert run.finished_at
    assert states(run) == {**dict.fromkeys(mine, "done"), others: "refused"}
    assert {each.grounds for each in Decision.objects.all()} == {GROUNDS["grounds"]}
    assert Decision.objects.count() == 2
    assert told() == []


def test_plan_says_why_a_file_is_refused_and_the_act_does_too(client):
    officer = reviewer()
    own = dossier_in("under_review", officer=officer)
    MemberFactory(user=officer, authority=own.lead_authority)
    colleague = dossier_in("under_review")
    closed, nobodys = dossier_in("closed", officer=officer), dossier_in("submitted")
    run = ask(client, officer, "decide", [own, colleague, closed, nobodys])
    page = client.post(to("bulk_details", run), GROUNDS, follow=True).content.decode()

    for words in (
        "Vous êtes de sa collectivité",
        f"{colleague.reviewer} l’instruit.",
        "Cet acte n’est pas possible à l’état",
    ):
        assert words in page
    assert "aucun de ces dossiers ne le permet" in confirm(client, run).content.decode()
    assert not run.started_at


def test_file_that_changed_since_its_plan_is_refused_and_stops_no_other(client):
    officer = reviewer()
    files = many(3, officer=officer)
    run = decided_alike(files, officer, is_started=False)
    act(files[0], Action.REQUEST_CHANGES, officer, messages=[("", "Précisez.")])
    act(files[1], Action.DECIDE, officer, outcome="rejected", grounds="Hors champ.")
    client.force_login(officer)

    confirm(client, run)

    assert states(run) == {files[0]: "refused", files[1]: "refused", files[2]: "done"}
    assert {each.outcome for each in files[1].decisions.all()} == {"rejected"}


def test_officer_whose_account_is_closed_in_between_does_nothing(client):
    officer = reviewer()
    run = decided_alike(many(2, officer=officer), officer)
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)

    client.force_login(lead_reviewer())
    client.post(to("bulk_resume", run))

    assert set(states(run).values()) == {BulkItemState.REFUSED}
    assert not Decision.objects.exists()


def test_decisions_are_taken_back_until_they_leave(client):
    officer = reviewer()
    files = [dossier_in("under_review", officer=officer) for _ in range(4)]
    run = decided_alike(files, officer, is_started=False)
    client.force_login(officer)
    confirm(client, run)
    act(files[0], Action.RELEASE, officer)
    act(files[1], Action.TAKE_BACK, officer)
    act(files[1], Action.DECIDE, officer, **GROUNDS)

    page = client.get(run.get_absolute_url()).content.decode()
    assert "2 décisions ne sont pas encore parties" in page
    client.post(to("bulk_take_back", run))
    again = client.post(to("bulk_take_back", run), follow=True).content.decode()

    assert "Aucune décision n’est à reprendre" in again
    assert [Dossier.objects.get(pk=each.pk).status for each in files] == [
        "closed",
        "decided",
        "under_review",
        "under_review",
    ]
    assert run.undone_by.count() == 1


def test_nobody_else_takes_back_what_an_officer_decided(client):
    officer = reviewer()
    run = decided_alike(many(1, officer=officer), officer, is_started=False)
    client.force_login(officer)
    confirm(client, run)

    for other, status in ((reviewer(), 404), (lead_reviewer(), 404)):
        client.force_login(other)
        assert client.post(to("bulk_take_back", run)).status_code == status
        with pytest.raises(NotAllowed):
            take_back_decisions(run, by=other)


def test_authorities_are_reminded_with_one_mail_a_person(client):
    officer, member = reviewer(), MemberFactory()
    files = [dossier_in("changes_requested", officer=officer, member=member) for _ in range(2)]
    dossier_in("changes_requested", officer=officer)

    run = ask(client, officer, "remind_authority", files)
    confirm(client, run)

    assert told() == [member.user.email]
    again = ask(client, officer, "remind_authority", files)
    assert {item.outcome for item in again.items.all()} == {
        "La collectivité a déjà été relancée aujourd’hui."
    }


def test_decisions_leave_together_but_those_that_wait_for_a_second_person(client):
    officer = reviewer()
    leaves = dossier_in("decided", officer=officer)
    run = ask(client, officer, "release", [leaves])
    confirm(client, run)
    waits = dossier_in("decided", officer=officer)
    InstructionRule.objects.create(kind="registration", needs_countersign=True)

    refused = ask(client, officer, "release", [waits])

    assert Dossier.objects.get(pk=leaves.pk).status == DossierStatus.CLOSED
    assert refused.items.get().outcome == "La décision attend d’être contresignée."


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "decide"}, {"act": "x\x00"}, {"act": "decide", "dossier": ["x", "\x00"]}],
)
def test_nothing_is_prepared_of_what_makes_no_sense(client, data):
    dossier_in("under_review")
    client.force_login(reviewer())

    assert client.post(LIST, data).status_code == 302
    assert not BulkRun.objects.exists()


def test_files_never_deposited_are_no_part_of_a_run():
    draft, deposited = dossier_in("draft"), dossier_in("submitted")

    run = prepare(BulkAct.ASSIGN, Dossier.objects.all(), by=lead_reviewer())

    assert [item.dossier for item in run.items.all()] == [deposited]
    with pytest.raises(Refused):
        prepare(BulkAct.ASSIGN, Dossier.objects.filter(pk=draft.pk), by=lead_reviewer())


def test_run_is_read_by_its_officer_and_lead_reviewers_and_started_by_its_officer(client):
    officer = reviewer()
    run = decided_alike(many(1, officer=officer), officer, is_started=False)
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


def test_run_that_stalls_is_said_and_taken_up_by_a_button(client):
    officer = reviewer()
    run = decided_alike(many(2, officer=officer), officer)
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


def test_what_was_prepared_and_never_started_is_forgotten():
    officer = reviewer()
    old = decided_alike(many(1, officer=officer), officer, is_started=False)
    started = decided_alike(many(1, officer=officer), officer)
    BulkRun.objects.update(prepared_at=timezone.now() - timedelta(days=8))
    recent = decided_alike(many(1, officer=officer), officer, is_started=False)

    assert forget_unstarted(timezone.now()) == 1
    assert set(BulkRun.objects.all()) == {started, recent}
    assert not BulkRun.objects.filter(pk=old.pk).exists()
