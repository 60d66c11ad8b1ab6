"""Many files given at once: shared evenly, corrected, told once."""

import pytest

from partnerships.models import BulkAct, Dossier
from partnerships.workflow.bulk_plan import prepare
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import many
from tests.factories.dossiers import dossier_in
from tests.partnerships.test_bulk import ask, confirm, states, to, told

pytestmark = pytest.mark.django_db


def test_files_are_given_with_one_mail_a_person_and_corrections(client):
    leader, first, second = lead_reviewer(), reviewer(last_name="Aa"), reviewer(last_name="Bb")
    had = reviewer()
    files = [dossier_in("submitted") for _ in range(3)]
    files.append(dossier_in("under_review", officer=had))
    run = ask(client, leader, "assign", files)
    client.post(to("bulk_details", run), {"officers": [first.pk]})
    items = {item.dossier: item for item in run.items.select_related("dossier")}
    client.post(to("bulk_details", run), {"officers": [first.pk, second.pk]})
    left = items[files[0]].pk
    keep = [item.pk for item in items.values() if item.pk != left]

    confirm(client, run, keep=keep, **{f"to-{items[files[1]].pk}": first.pk})

    assert states(run)[files[0]] == "left"
    got = [Dossier.objects.get(pk=each.pk).reviewer for each in files]
    assert got[:2] == [None, first]
    assert set(got[2:]) <= {first, second}
    assert sorted(told()) == sorted({first.email, second.email, had.email})


def test_correction_never_gives_a_file_to_who_may_not_have_it(client):
    leader, able = lead_reviewer(), reviewer()
    dossier = dossier_in("submitted")
    member = MemberFactory(user=reviewer(), authority=dossier.lead_authority).user
    run = ask(client, leader, "assign", [dossier])
    client.post(to("bulk_details", run), {"officers": [able.pk]})
    key = run.items.get().pk

    response = confirm(client, run, **{f"to-{key}": member.pk})

    assert "est membre d’une collectivité" in response.content.decode()
    assert not run.started_at
    assert run.items.get().to == able


@pytest.mark.parametrize("count", [3, 30])
def test_plan_asks_as_much_for_thirty_files_as_for_three(client, count, django_assert_num_queries):
    leader = lead_reviewer()
    many(count, officer=reviewer())
    run = prepare(BulkAct.ASSIGN, Dossier.objects.all(), by=leader, officers=[leader.pk])
    client.force_login(leader)

    with django_assert_num_queries(14):
        client.get(run.get_absolute_url())


@pytest.mark.parametrize("count", [3, 30])
def test_preparing_asks_as_much_for_thirty_files_as_for_three(count, django_assert_num_queries):
    leader = lead_reviewer()
    many(count, officer=reviewer())
    leader.has_perm("partnerships.lead_review")

    with django_assert_num_queries(18):
        prepare(BulkAct.ASSIGN, Dossier.objects.all(), by=leader, officers=[leader.pk])
