"""A lead reviewer countersigns many decisions: tile, list, plan, act, mails, and sending back."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from partnerships.models import (
    BulkAct,
    BulkRun,
    Decision,
    Dossier,
    OutboxMail,
)
from partnerships.workflow.bulk.plan import prepare, start
from partnerships.workflow.bulk.run import work
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import acceptance_run, many_dossiers
from tests.factories.decisions import decided_change, two_people_decide
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of
from tests.partnerships.queue.test_bulk import confirm, mails, states

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:bulk_list")
TO_COUNTERSIGN = f"{reverse('partnerships:outbox')}?etat=a-contresigner"


@pytest.fixture
def leader():
    return lead_reviewer(first_name="Alix")


@pytest.fixture(autouse=True)
def rule(db):
    two_people_decide()


def ask(client, by, dossiers=(), which="checked"):
    """Send the form of the list of decisions; returns the run it prepares."""
    client.force_login(by)
    data = {"act": "countersign", "from": "outbox", "which": which}
    response = client.post(LIST, {**data, "dossier": [each.uuid for each in dossiers]})
    return BulkRun.objects.filter(act="countersign").first() or response


def decided(count, officer):
    """`count` decisions to countersign, with one authority."""
    dossiers = many_dossiers(count, officer=officer)
    run = acceptance_run(dossiers, officer)
    work(run)
    return [Dossier.objects.get(pk=each.pk) for each in dossiers]


def signers(dossiers):
    rows = Decision.objects.standing().filter(dossier__in=dossiers)
    return set(rows.values_list("countersigned_by", flat=True))


def test_tile_and_list_show_a_lead_reviewer_what_they_may_countersign(client, leader):
    waits = dossier_in("decided", title="À signer")
    mine = dossier_in("decided", officer=leader, title="La mienne")
    own = dossier_in("decided", title="De ma collectivité")
    MemberFactory(user=leader, authority=own.lead_authority)
    client.force_login(leader)

    desk = text_of(client.get(reverse("partnerships:desk")))
    page = text_of(client.get(TO_COUNTERSIGN))

    assert f'href="{TO_COUNTERSIGN}"><span class="numbers__value">1</span> à contresigner' in desk
    assert f'value="{waits.uuid}"' in page
    assert "Vous pouvez la contresigner" in page
    assert "Dossier complet et conforme." in page
    assert "La mienne" in page
    assert f'value="{mine.uuid}"' not in page
    assert "De ma collectivité" not in page
    every = text_of(client.get(reverse("partnerships:outbox")))
    decision = reverse("partnerships:decision_detail", args=[waits.uuid])
    assert f'href="{decision}#acts">Contresigner' in every
    client.force_login(reviewer())
    assert "à contresigner</a>" not in text_of(client.get(reverse("partnerships:desk")))
    assert 'type="checkbox" id="d-' not in text_of(client.get(TO_COUNTERSIGN))


def test_many_are_countersigned_once_the_plan_is_confirmed(client, leader):
    officer = reviewer()
    dossiers = decided(3, officer)
    own = dossier_in("decided", officer=leader)
    run = ask(client, leader, [*dossiers, own])

    plan = text_of(client.get(run.get_absolute_url()))
    assert signers(dossiers) == {None}
    page = text_of(confirm(client, run))
    confirm(client, run)

    assert f"contresigner : accepté, décidé par {officer} le" in plan
    assert plan.count('<div class="quote"><p>Conforme.</p></div>') == 3
    assert plan.count("à faire</p>") == 3
    assert plan.count("non concerné</p>") == 1
    assert "un autre responsable le contresigne" in plan
    assert states(run) == {**dict.fromkeys(dossiers, "done"), own: "not_concerned"}
    assert signers(dossiers) == {leader.pk}
    assert signers([own]) == {None}
    assert page.count("Décision contresignée.") == 3
    assert f"<li>{officer} les notifie.</li>" in page
    for each in dossiers:
        (event,) = each.events.filter(action="countersign")
        assert event.actor == leader.journal_id


def test_officer_gets_one_mail_for_all_and_so_does_each_lead_reviewer(client, leader):
    officer, other = reviewer(), lead_reviewer()
    dossiers = decided(3, officer)
    asked = mails()
    body = OutboxMail.objects.filter(cause__startswith="bulk:").first().body
    OutboxMail.objects.all().delete()

    confirm(client, ask(client, leader, dossiers))

    (signed,) = OutboxMail.objects.filter(cause__startswith="bulk:")
    assert sorted(asked) == sorted([leader.email, other.email])
    assert all(each.reference in body for each in dossiers)
    assert TO_COUNTERSIGN in body
    assert (signed.recipient, signed.subject) == (officer.email, "3 décisions sont contresignées")
    assert all(each.reference in signed.body for each in dossiers)
    assert OutboxMail.objects.filter(cause__contains="countersign").count() == 0


def test_page_of_the_act_says_who_notifies_each_and_who_stands_in(client, leader):
    officer, absence = reviewer(), AbsenceFactory()
    run = ask(client, leader, [*decided(2, officer), *decided(1, absence.officer)])

    page = text_of(confirm(client, run))

    assert f"<li>{officer} en notifie 2.</li>" in page
    assert f"{absence.officer} en notifie 1 ; {absence.delegate} peut le faire en son" in page


def test_page_of_an_act_under_way_counts_what_is_done_once(client, leader):
    run = ask(client, leader, decided(2, reviewer()))
    start(run, by=leader)

    page = text_of(client.get(run.get_absolute_url()))

    assert "En cours, dossiers traités : 0 sur 2" in page
    assert "</span> à faire</a>" not in page


def test_one_decision_is_told_as_alone(client, leader):
    officer = reviewer()
    (dossier,) = decided(1, officer)
    asked = OutboxMail.objects.get(recipient=leader.email, cause__startswith="bulk:")

    confirm(client, ask(client, leader, [dossier]))

    signed = OutboxMail.objects.get(recipient=officer.email, cause__startswith="bulk:")
    assert asked.subject == f"{dossier.reference} – une décision attend d’être contresignée"
    assert reverse("partnerships:decision_detail", args=[dossier.uuid]) in asked.body
    assert signed.subject == f"{dossier.reference} – la décision est contresignée"


def test_who_left_the_team_is_told_nothing_and_the_others_are(client, leader):
    officer, other = reviewer(), lead_reviewer()
    dossiers = decided(2, officer)
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    OutboxMail.objects.all().delete()

    confirm(client, ask(client, leader, dossiers))

    assert mails() == [other.email]


def test_who_stands_in_for_the_officer_is_told(client, leader):
    officer, stand_in = reviewer(), reviewer()
    dossiers = decided(2, officer)
    AbsenceFactory(officer=officer, delegate=stand_in)
    OutboxMail.objects.all().delete()

    confirm(client, ask(client, leader, dossiers))

    assert mails() == [stand_in.email]


def test_all_that_wait_are_chosen_at_once_whatever_the_page_shows(client, leader):
    dossiers = decided(32, reviewer())
    dossier_in("decided", officer=leader)
    client.force_login(leader)
    page = text_of(client.get(TO_COUNTERSIGN))

    run = ask(client, leader, which="to_countersign")

    assert "Contresigner les 32 qui m’attendent…" in page
    assert set(states(run)) == set(dossiers)


def test_nothing_chosen_leads_back_to_the_list_with_a_reason(client, leader):
    decided(1, reviewer())
    response = ask(client, leader)

    assert response["Location"] == TO_COUNTERSIGN
    assert "Cochez au moins un dossier." in text_of(client.get(TO_COUNTERSIGN))


@pytest.mark.parametrize("count", [3, 30])
def test_list_runs_as_many_queries_for_thirty_as_for_three(
    client, leader, count, django_assert_num_queries
):
    decided(count, reviewer())
    client.force_login(leader)

    with django_assert_num_queries(16):
        response = client.get(TO_COUNTERSIGN)

    assert response.content.decode().count('name="dossier"') == count


@pytest.mark.parametrize("count", [3, 30])
def test_plan_runs_as_many_queries_for_thirty_as_for_three(
    client, leader, count, django_assert_num_queries
):
    run = ask(client, leader, decided(count, reviewer()))
    client.get(run.get_absolute_url())

    with django_assert_num_queries(11):
        client.get(run.get_absolute_url())


def test_plan_says_what_is_to_settle_first(client, leader):
    change = decided_change({"title": "Un"}, {"title": "Deux"})
    Decision.objects.filter(dossier=change).update(needs_countersign=True)
    run = ask(client, leader, [change, *decided(1, reviewer())])

    plan = text_of(client.get(run.get_absolute_url()))

    assert plan.count("à faire</p>") == 2
    assert plan.count("à contresigner de nouveau, une fois réglées les différences") == 1


def test_an_officer_who_does_not_lead_countersigns_nothing(client):
    (dossier,) = decided(1, reviewer())
    run = ask(client, reviewer(), [dossier])

    page = text_of(client.get(run.get_absolute_url()))
    answer = text_of(confirm(client, run))

    assert "Seul un instructeur responsable contresigne." in page
    assert "aucun de ces dossiers ne le permet" in answer
    assert signers([dossier]) == {None}


def test_sent_twice_from_two_tabs_signs_once(client, leader):
    dossiers = decided(2, reviewer())
    first, second = ask(client, leader, dossiers), ask(client, leader, dossiers)
    assert first != second

    confirm(client, first)
    page = text_of(confirm(client, second))

    assert set(states(second).values()) == {"not_done"}
    assert page.count("pas fait</p>") == 2
    assert "Ce dossier a changé depuis que cet acte est préparé" in page
    assert [each.events.filter(action="countersign").count() for each in dossiers] == [1, 1]


def test_a_right_taken_away_in_the_middle_ends_the_signing(leader):
    dossiers = decided(4, reviewer())
    rows = Dossier.objects.filter(pk__in=[each.pk for each in dossiers])
    run = prepare(BulkAct.COUNTERSIGN, rows, by=leader)
    start(run, by=leader)
    permission, advances = Permission.objects.get(codename="lead_review"), []

    def take_away(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith('UPDATE "partnerships_bulkrun"'):
            advances.append(sql)
            if len(advances) == 2:
                leader.user_permissions.remove(permission)
        return result

    with connection.execute_wrapper(take_away):
        work(run)

    assert [item.state for item in run.items.order_by("pk")] == ["done"] * 2 + ["not_done"] * 2
    assert signers(dossiers) == {leader.pk, None}
    assert "Vous ne pouvez plus le faire" in run.items.order_by("pk").last().outcome
