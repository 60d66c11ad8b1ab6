"""Change requests once sent: answered, settled, or reopened."""

import pytest
from django.db import IntegrityError, transaction

from partnerships.models import Action, ChangeRequest, ChangeRequestStatus, Message, OutboxMail
from partnerships.workflow.change_requests import gather
from tests.factories.accounts import reviewer
from tests.factories.change_requests import answer, do, redeposit, sent
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import post, step_of
from tests.factories.messages import review_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(officer):
    return dossier_in("under_review", officer=officer)


def test_member_answers_beside_the_field_and_nothing_else_is_lost(client, dossier, officer):
    row, dossier = sent(dossier, officer)
    client.force_login(dossier.created_by)
    page = client.get(step_of(dossier, "identite")).content.decode()

    post(
        client,
        dossier,
        "identite",
        do=f"answered:{row.uuid}",
        title="Un titre précis",
        **{f"answer.{row.uuid}": "Titre repris"},
    )

    row.refresh_from_db()
    dossier.refresh_from_db()
    assert f"answered:{row.uuid}" in page
    assert row.status == ChangeRequestStatus.ANSWERED
    assert (row.answer.body, row.answer.field_path) == ("Titre repris", "title")
    assert dossier.buffer["title"] == "Un titre précis"


def test_double_click_answers_once(client, dossier, officer):
    row, dossier = sent(dossier, officer)

    for _ in range(2):
        assert answer(client, dossier.created_by, dossier, row, "Fait").status_code == 302

    assert Message.objects.filter(body="Fait").count() == 1


def test_too_long_answer_stays_in_its_field(client, dossier, officer):
    row, dossier = sent(dossier, officer)

    answer(client, dossier.created_by, dossier, row, "é" * 10_001)

    shown = client.get(dossier.get_absolute_url()).context["page"].requests
    assert [each.word for each in shown] == ["é" * 10_001]
    assert ChangeRequest.objects.get().status == ChangeRequestStatus.SENT


def test_officer_sees_what_changed_at_each_request_and_settles(client, dossier, officer):
    row, dossier = sent(dossier, officer)
    answer(client, dossier.created_by, dossier, row, "Voilà")
    dossier = redeposit(dossier, officer, title="Un tout autre titre", summary="Autre résumé")
    client.force_login(officer)

    shown = client.get(review_page(dossier)).context["page"].exchanges.requests.sent
    do(client, officer, dossier, row, "settle")

    assert [[change.path for change in each.changes] for each in shown] == [["title"]]
    row.refresh_from_db()
    assert row.status == ChangeRequestStatus.SETTLED
    assert dossier.events.order_by("sequence").last().action == "settle_request"


def test_reopened_request_is_sent_with_the_next_ones(client, dossier, officer):
    row, dossier = sent(dossier, officer)
    answer(client, dossier.created_by, dossier, row)
    dossier = redeposit(dossier, officer)
    do(client, officer, dossier, row, "reask")
    dossier.refresh_from_db()

    dossier = act(dossier, Action.REQUEST_CHANGES, officer)

    row.refresh_from_db()
    mail = OutboxMail.objects.filter(cause__endswith="request_changes").last()
    assert row.status == ChangeRequestStatus.SENT
    assert row.submission.number == 2
    assert "Précisez le titre." in mail.body


def test_officer_of_another_dossier_settles_nothing(client, dossier, officer):
    row, dossier = sent(dossier, officer)
    dossier = redeposit(dossier, officer)

    assert do(client, reviewer(), dossier, row, "settle").status_code == 404
    row.refresh_from_db()
    assert row.status == ChangeRequestStatus.SENT


def test_database_refuses_a_request_without_text_or_date(dossier, officer):
    row = gather(dossier, by=officer, body="Un texte")
    for fields in (
        {"body": ""},
        {"status": "answered"},
        {"status": "settled"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeRequest.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize("count", [3, 30])
def test_pages_run_as_many_queries_for_thirty_requests(
    client, officer, count, django_assert_num_queries
):
    dossier = dossier_in("under_review", officer=officer)
    rows = [gather(dossier, by=officer, body=f"Point {n}") for n in range(count)]
    dossier = act(
        dossier, Action.REQUEST_CHANGES, officer, requests=[str(row.uuid) for row in rows]
    )
    for row in rows:
        act(dossier, Action.ANSWER_REQUEST, dossier.created_by, request=row.uuid, word="Fait")
    client.force_login(dossier.created_by)
    with django_assert_num_queries(33):
        client.get(dossier.get_absolute_url())
    dossier.refresh_from_db()
    dossier = redeposit(dossier, officer, title="Autre titre")
    client.force_login(officer)

    with django_assert_num_queries(53):
        client.get(review_page(dossier))
