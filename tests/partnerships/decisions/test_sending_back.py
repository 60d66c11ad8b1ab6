"""A lead reviewer sends back many decisions: those they countersigned, or may countersign."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from partnerships.models import Action, BulkAct, BulkRun, Dossier, OutboxMail, Visibility
from partnerships.workflow.bulk.plan import prepare
from partnerships.workflow.refusals import NotAllowed
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import send_on_decision, two_people_decide
from tests.factories.dossiers import act
from tests.factories.messages import review_page
from tests.factories.roles import text_of
from tests.partnerships.decisions.test_countersigning_many import LIST, ask, decided, signers
from tests.partnerships.queue.test_bulk import confirm, states, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    two_people_decide()
    return lead_reviewer()


def test_countersigned_decisions_are_sent_back_with_a_reason(client, leader):
    dossiers = decided(3, reviewer())
    run = ask(client, leader, dossiers)
    confirm(client, run)
    act(Dossier.objects.get(pk=dossiers[0].pk), Action.RELEASE, dossiers[0].reviewer)
    page = text_of(client.get(run.get_absolute_url()))

    client.post(to("bulk_take_back", run))
    client.post(to("bulk_take_back", run))
    back = run.undone_by.get()
    early = text_of(confirm(client, back))
    empty = client.post(to("bulk_details", back), {"reason": " "})
    client.post(to("bulk_details", back), {"reason": "Un motif est faux."})
    confirm(client, back)

    assert "2 décisions ne sont pas encore parties" in page
    assert "Dites d’abord ce que l’acte doit faire." in early
    assert empty.status_code == 422
    assert states(back) == dict.fromkeys(dossiers[1:], "done")
    statuses = [Dossier.objects.get(pk=each.pk).status for each in dossiers]
    assert statuses == ["closed", "under_review", "under_review"]
    message = dossiers[1].messages.get()
    assert (message.visibility, message.author) == (Visibility.INTERNAL, leader)
    assert "Plus rien n’est à défaire" in text_of(
        client.post(to("bulk_take_back", run), follow=True)
    )


@pytest.mark.parametrize("count", [3, 30])
def test_plan_of_sending_back_runs_as_many_queries_for_thirty_as_for_three(
    client, leader, count, django_assert_num_queries
):
    rows = Dossier.objects.filter(pk__in=[each.pk for each in decided(count, reviewer())])
    run = prepare(BulkAct.TAKE_BACK, rows, by=leader, reason="À revoir.")
    client.force_login(leader)
    client.get(run.get_absolute_url())

    with django_assert_num_queries(14):
        response = client.get(run.get_absolute_url())

    assert response.content.decode().count("à faire</p>") == count


def withdraw(client, run):
    return client.post(to("bulk_take_back", run), {"act": "uncountersign"}, follow=True)


def test_countersignatures_are_withdrawn_together_from_what_is_not_notified(client, leader):
    officer = reviewer()
    dossiers = decided(3, officer)
    run = ask(client, leader, dossiers)
    confirm(client, run)
    act(Dossier.objects.get(pk=dossiers[0].pk), Action.RELEASE, officer)
    OutboxMail.objects.all().delete()
    client.post(to("bulk_take_back", run))
    page = text_of(client.get(run.get_absolute_url()))

    result = text_of(withdraw(client, run))
    again = text_of(withdraw(client, run))

    assert "Retirer mes contreseings" in page
    undo = run.undone_by.get()
    assert states(undo) == dict.fromkeys(dossiers[1:], "done")
    assert result.count("Contreseing retiré.") == 2
    assert "Plus rien n’est à défaire" in again
    assert "Retrait de ces contreseings" in text_of(client.get(run.get_absolute_url()))
    assert (signers(dossiers[:1]), signers(dossiers[1:])) == ({leader.pk}, {None})
    (mail,) = OutboxMail.objects.filter(cause__startswith="bulk:")
    assert (mail.recipient, mail.subject) == (officer.email, "2 contreseings sont retirés")
    with pytest.raises(NotAllowed):
        act(Dossier.objects.get(pk=dossiers[1].pk), Action.RELEASE, officer)
    confirm(client, ask(client, leader, dossiers[1:]))
    assert signers(dossiers) == {leader.pk}


def test_who_leads_no_more_withdraws_nothing(client, leader):
    (dossier,) = decided(1, reviewer())
    run = ask(client, leader, [dossier])
    confirm(client, run)
    leader.user_permissions.remove(Permission.objects.get(codename="lead_review"))

    result = text_of(withdraw(client, run))
    alone = send_on_decision(client, leader, dossier, "uncountersign")

    assert states(run.undone_by.get()) == {dossier: "not_done"}
    assert "Contreseing retiré." not in result
    assert alone.status_code == 404
    assert signers([dossier]) == {leader.pk}


def test_a_countersignature_is_withdrawn_by_who_gave_it_until_the_decision_is_notified(
    client, leader
):
    signed, told = decided(2, officer := reviewer())
    for each in (signed, told):
        send_on_decision(client, leader, each, "countersign")
        each.refresh_from_db()
    page = reverse("partnerships:decision_detail", args=[signed.uuid])
    button = "Retirer mon contreseing</button>"
    shown = {}
    for user in (leader, other := lead_reviewer(), officer):
        client.force_login(user)
        shown[user] = button in text_of(client.get(page))

    of_others = [
        send_on_decision(client, user, signed, "uncountersign").status_code
        for user in (other, officer)
    ]
    seen = signed.last_sequence
    twice = [
        send_on_decision(client, leader, signed, "uncountersign", seen=seen).status_code
        for _click in range(2)
    ]
    seen = told.last_sequence
    send_on_decision(client, officer, told, "release")
    late = send_on_decision(client, leader, told, "uncountersign", seen=seen)

    assert shown == {leader: True, other: False, officer: False}
    assert (of_others, twice) == ([404, 404], [302, 302])
    assert signed.events.filter(action="uncountersign").count() == 1
    assert (signers([signed]), signers([told])) == ({None}, {leader.pk})
    assert late.status_code == 302
    assert OutboxMail.objects.filter(subject__contains="le contreseing est retiré").count() == 1
    assert "a retiré son contreseing" in text_of(client.get(review_page(signed)))


def test_what_one_did_not_countersign_is_not_concerned(client, leader):
    mine, waits = decided(2, reviewer())
    send_on_decision(client, leader, mine, "countersign")
    client.post(LIST, {"act": "uncountersign", "dossier": [mine.uuid, waits.uuid]})
    run = BulkRun.objects.first()

    plan = text_of(client.get(run.get_absolute_url()))
    confirm(client, run)

    assert "Vous n’avez pas contresigné sa décision" in plan
    assert states(run) == {mine: "done", waits: "not_concerned"}
    assert signers([mine, waits]) == {None}


def test_nobody_else_sends_back_what_a_lead_reviewer_countersigned(client, leader):
    run = ask(client, leader, decided(1, reviewer()))
    confirm(client, run)

    for other, status in ((reviewer(), 404), (lead_reviewer(), 404), (MemberFactory().user, 403)):
        client.force_login(other)
        for asked in ("", "uncountersign"):
            response = client.post(to("bulk_take_back", run), {"act": asked})
            assert response.status_code == status
    assert not run.undone_by.exists()


def test_decisions_of_colleagues_taken_back_from_the_queue_ask_for_a_reason(client, leader):
    dossiers = decided(2, reviewer())
    client.force_login(leader)
    client.post(LIST, {"act": "take_back", "dossier": [each.uuid for each in dossiers]})
    run = BulkRun.objects.first()
    page = text_of(client.get(run.get_absolute_url()))
    confirm(client, run)
    assert not run.started_at

    client.post(to("bulk_details", run), {"reason": "À revoir."})
    confirm(client, run)

    assert "Pourquoi</label>" in page
    assert set(states(run).values()) == {"done"}
