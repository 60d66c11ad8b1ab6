"""A lead reviewer sends back many decisions: those they countersigned, or may countersign."""

import pytest

from partnerships.models import Action, BulkAct, BulkRun, Dossier, Visibility
from partnerships.workflow.bulk.plan import prepare
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import two_people_decide
from tests.factories.dossiers import act
from tests.factories.roles import text_of
from tests.partnerships.decisions.test_countersigning_many import LIST, ask, decided
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
    assert "Aucune décision n’est à reprendre" in text_of(
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


def test_nobody_else_sends_back_what_a_lead_reviewer_countersigned(client, leader):
    run = ask(client, leader, decided(1, reviewer()))
    confirm(client, run)

    for other, status in ((reviewer(), 404), (lead_reviewer(), 404), (MemberFactory().user, 403)):
        client.force_login(other)
        assert client.post(to("bulk_take_back", run)).status_code == status
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
