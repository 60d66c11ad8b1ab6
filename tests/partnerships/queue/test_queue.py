"""The officers' queue: who may open it, which dossiers it lists, how many queries it runs."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier
from partnerships.pages.queue.queue_listing import DUE, OLDEST, SORTS
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in
from tests.partnerships.queue.listing import QUEUE, listed

pytestmark = pytest.mark.django_db
QUERIES = 16


def test_queue_asks_the_public_to_sign_in(client):
    response = client.get(QUEUE)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_withdrawn_dossier_stays_in_the_queue(client):
    dossier = dossier_in("submitted")
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)

    assert listed(client, reviewer(), etat="draft") == [dossier]
    assert "Retiré" in client.get(QUEUE).content.decode()


def test_queue_shows_the_deposit_and_not_later_edits(client):
    dossier = dossier_in("changes_requested", title="Titre déposé")
    dossier.buffer = {**dossier.buffer, "title": "Titre en cours de frappe"}
    dossier.save()
    client.force_login(reviewer())

    page = client.get(QUEUE).content.decode()

    assert "Titre déposé" in page
    assert "Titre en cours de frappe" not in page


def test_queue_marks_own_authority_officer_entry_and_demonstration(client):
    officer = reviewer()
    member = MemberFactory(user=officer)
    dossier_in("submitted", member=MemberFactory(authority=member.authority))
    entered = create_dossier(LocalAuthorityFactory(), reviewer(), is_entered_by_officer=True)
    entered.buffer = complete_buffer(entered)
    entered.is_demonstration = True
    entered.save()
    act(entered, Action.SUBMIT, entered.created_by)
    client.force_login(officer)

    response = client.get(QUEUE)

    assert [each.row.is_own for each in response.context["page"].rows] == [True, False]
    for mark in (
        "ma collectivité\u202f: un autre instruit",
        "saisi par l’administration",
        "démonstration",
    ):
        assert response.content.decode().count(f'no-icon">{mark}</span>') == 1


@pytest.mark.parametrize("name", ["apres", "avant"])
def test_page_key_of_a_dossier_never_deposited_is_ignored(client, name):
    draft, deposited = dossier_in("draft"), dossier_in("submitted")
    client.force_login(reviewer())

    response = client.get(QUEUE, {name: f"0-{draft.pk}"})

    assert response.status_code == 200
    assert [each.row.dossier for each in response.context["page"].rows] == [deposited]


def test_each_order_sorts_as_its_name_says(client):
    dossiers = [
        dossier_in(
            "submitted",
            member=MemberFactory(authority=LocalAuthorityFactory(name=name)),
            title=title,
        )
        for name, title in (("Évian", "Zones humides"), ("Zuydcoote", "Écoles"), ("Arras", "Eau"))
    ]
    Dossier.objects.filter(pk=dossiers[1].pk).update(due_on=date(2026, 6, 1))
    Dossier.objects.filter(pk=dossiers[2].pk).update(due_on=date(2026, 5, 1))
    first, second, third = dossiers

    orders = {sort: listed(client, reviewer(), tri=sort) for sort in [*SORTS, "nimporte"]}

    assert orders == {
        OLDEST: [first, second, third],
        "depot-recent": [third, second, first],
        DUE: [third, second, first],
        "titre": [third, second, first],
        "collectivite": [third, first, second],
        "nimporte": [first, second, third],
    }


@pytest.mark.parametrize("count", [3, 30])
def test_queue_runs_as_many_queries_for_thirty_dossiers_as_for_three(
    client, count, django_assert_num_queries
):
    officer = reviewer()
    for _ in range(count):
        dossier_in("under_review", officer=officer)
    client.force_login(officer)

    with django_assert_num_queries(QUERIES):
        client.get(QUEUE)
    with django_assert_num_queries(QUERIES + 1):
        assert (
            len(client.get(QUEUE, {"q": "éclairage", "pays": "MA"}).context["page"].rows) == count
        )
