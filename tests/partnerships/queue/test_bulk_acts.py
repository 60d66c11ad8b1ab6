"""Taking many dossiers, and asking for changes on many: the plan, the act, who is concerned."""

import pytest
from django.urls import reverse

from partnerships.models import (
    BulkItemState,
    BulkRun,
    Dossier,
    Frequency,
    Notification,
    OutboxMail,
    Visibility,
)
from partnerships.notifications.preferences import choose, mute
from partnerships.workflow.bulk.run import work
from partnerships.workflow.change_requests import gather
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import acceptance_run, many_dossiers
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of
from tests.partnerships.queue.test_bulk import ask, confirm, states, to

pytestmark = pytest.mark.django_db
MESSAGE = "Joignez la délibération."


def shown(client, run, state=""):
    return text_of(client.get(run.get_absolute_url(), {"etat": state}))


def statuses(dossiers):
    return [Dossier.objects.get(pk=each.pk).status for each in dossiers]


def test_dossiers_are_taken_and_the_others_are_not_concerned(client, officer):
    free = [dossier_in("submitted")]
    own = dossier_in("submitted")
    MemberFactory(user=officer, authority=own.lead_authority)
    theirs = dossier_in("under_review")
    free.append(dossier_in("submitted"))
    run = ask(client, officer, "start_review", [free[0], own, theirs, free[1]])

    plan = shown(client, run)
    confirm(client, run)

    assert "Prendre 4 dossiers en instruction" in plan
    assert "refusé" not in plan
    assert max(plan.find(each.reference) for each in free) < plan.find(own.reference)
    assert plan.count("à faire</p>") == 2
    assert plan.count("non concerné</p>") == 2
    assert ">2</span> à faire" in plan
    assert ">2</span> non concernés" in plan
    concerned = shown(client, run, "not_concerned")
    assert own.reference in concerned
    assert free[0].reference not in concerned
    assert states(run) == {
        **dict.fromkeys(free, "done"),
        **dict.fromkeys((own, theirs), "not_concerned"),
    }
    taken = [Dossier.objects.get(pk=each.pk) for each in free]
    assert {(each.status, each.reviewer) for each in taken} == {("under_review", officer)}
    assert [each.events.last().actor for each in taken] == [officer.journal_id] * 2
    assert statuses([own, theirs]) == ["submitted", "under_review"]


def test_the_plan_says_whose_dossiers_are_taken(client):
    leader, colleague, away = lead_reviewer(), reviewer(), reviewer()
    AbsenceFactory(officer=away, delegate=leader)
    dossiers = [dossier_in("submitted") for _rank in range(2)]
    for dossier, holder in zip(dossiers, (colleague, away), strict=True):
        Dossier.objects.filter(pk=dossier.pk).update(reviewer=holder)

    plan = shown(client, ask(client, leader, "start_review", dossiers))
    theirs = shown(client, ask(client, reviewer(), "start_review", dossiers))

    assert f"prendre en instruction : il était confié à {colleague}" in plan
    assert f"prendre en instruction à la place de {away}, absent" in plan
    assert f"{colleague} l’instruit." in theirs


def test_a_dossier_of_who_left_is_free_to_take(client, officer):
    gone = reviewer()
    dossier = dossier_in("submitted")
    Dossier.objects.filter(pk=dossier.pk).update(reviewer=gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    confirm(client, run := ask(client, officer, "start_review", [dossier]))

    assert states(run) == {dossier: "done"}


def test_the_same_changes_are_asked_of_all(client, officer):
    dossiers = [dossier_in("under_review", officer=officer) for _rank in range(2)]
    closed = dossier_in("closed", officer=officer)
    gathered = gather(dossiers[0], by=officer, body="Un mot à relire.")
    run = ask(client, officer, "request_changes", [*dossiers, closed])
    early = text_of(confirm(client, run))
    empty = client.post(to("bulk_details", run), {"message": " "})

    plan = text_of(client.post(to("bulk_details", run), {"message": MESSAGE}, follow=True))
    assert statuses(dossiers) == ["under_review"] * 2
    confirm(client, run)
    confirm(client, run)

    assert "Dites d’abord ce que l’acte doit faire." in early
    assert empty.status_code == 422
    assert plan.count("la demande préparée sur ce dossier ne part pas") == 1
    assert states(run) == {**dict.fromkeys(dossiers, "done"), closed: "not_concerned"}
    assert statuses(dossiers) == ["changes_requested"] * 2
    for each in dossiers:
        message = each.messages.get()
        assert (message.body, message.author) == (MESSAGE, officer)
        assert message.visibility == Visibility.SHARED
        (mail,) = OutboxMail.objects.filter(dossier=each, cause__startswith="bulk:")
        assert MESSAGE in mail.body
    gathered.refresh_from_db()
    assert gathered.status == "draft"


@pytest.mark.parametrize(
    ("act", "status", "subject"),
    [
        ("start_review", "submitted", "L’instruction de 3 dossiers commence"),
        ("request_changes", "under_review", "3 dossiers sont à compléter"),
        ("remind_authority", "changes_requested", "3 dossiers attendent vos compléments"),
    ],
)
def test_member_gets_one_mail_of_an_act_on_many_dossiers(client, officer, act, status, subject):
    member = MemberFactory()
    choose(member.user, {"progress": Frequency.AT_ONCE})
    dossiers = [dossier_in(status, officer=officer, member=member) for _rank in range(4)]
    alone = dossier_in(status, officer=officer)
    mute(member.user, dossiers[3], is_muted=True)
    OutboxMail.objects.all().delete()
    run = ask(client, officer, act, [*dossiers, alone])
    if act == "request_changes":
        client.post(to("bulk_details", run), {"message": MESSAGE})

    confirm(client, run)
    work(run)

    (mail,) = OutboxMail.objects.filter(recipient=member.user.email)
    assert mail.subject == subject
    assert [each.reference in mail.body for each in dossiers] == [True, True, True, False]
    assert (MESSAGE in mail.body) == (act == "request_changes")
    (notification,) = Notification.objects.filter(user=member.user, cause=mail.cause)
    assert notification.link == reverse("partnerships:workspace")
    other = Notification.objects.get(user=alone.created_by, cause=mail.cause)
    assert other.dossier == alone
    assert alone.reference in other.subject


@pytest.mark.parametrize("act", ["start_review", "request_changes"])
@pytest.mark.parametrize("count", [3, 30])
def test_plan_runs_as_many_queries_for_thirty_as_for_three(
    client, officer, act, count, django_assert_num_queries
):
    status = "submitted" if act == "start_review" else "under_review"
    dossiers = many_dossiers(count, officer=officer, status=status)
    run = ask(client, officer, act, dossiers)
    if act == "request_changes":
        client.post(to("bulk_details", run), {"message": MESSAGE})
    client.get(run.get_absolute_url())

    with django_assert_num_queries(10 if act == "request_changes" else 9):
        response = client.get(run.get_absolute_url())

    assert response.content.decode().count("à faire</p>") == count


def test_progress_counts_what_is_done_of_what_is_to_do(client, officer):
    dossiers = many_dossiers(3, officer=officer)
    other, left = dossier_in("under_review"), dossier_in("under_review", officer=officer)
    run = acceptance_run([*dossiers, other, left], officer, is_started=False)
    run.items.filter(dossier=left).update(state=BulkItemState.LEFT)
    BulkRun.objects.filter(pk=run.pk).update(
        started_at=run.prepared_at, advanced_at=run.prepared_at
    )
    client.force_login(officer)
    begun = text_of(client.get(to("bulk_progress", run)))

    run.items.filter(dossier=dossiers[0]).update(state=BulkItemState.DONE)
    run.items.filter(dossier=dossiers[1]).update(state=BulkItemState.NOT_DONE)
    going = text_of(client.get(to("bulk_progress", run)))
    work(run)
    done = shown(client, run)

    assert "En cours, dossiers traités : 0 sur 3" in begun
    assert "En cours, dossiers traités : 2 sur 3" in going
    for label in ("2</span> faits", "1</span> pas fait<", "1</span> non concerné<"):
        assert label in done
    assert "à faire" not in done
