"""The queue of officers: who enters, which files stand in it, what it asks of the database."""

import pytest
from django.urls import reverse

from partnerships.forms.queue_page import PAGE_SIZE
from partnerships.models import DossierStatus
from partnerships.workflow import Action, create_dossier
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")
STATUSES = (*DossierStatus.values, "discarded")
NEVER_DEPOSITED = {"draft", "discarded"}


def listed(client, user, **data):
    client.force_login(user)
    return [row.dossier for row in client.get(QUEUE, data).context["page"].rows]


def numbers(client, user):
    client.force_login(user)
    states = client.get(QUEUE).context["page"].states
    return {state.name: state.count for state in states if state.count}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("make", [reviewer, lead_reviewer])
def test_queue_holds_what_was_deposited_and_no_draft(client, make, status):
    dossier = dossier_in(status)

    found = listed(client, make())

    assert found == ([] if status in NEVER_DEPOSITED else [dossier])


@pytest.mark.parametrize("status", STATUSES)
def test_queue_is_closed_to_members_and_strangers(client, status):
    dossier = dossier_in(status, title="Titre gardé")

    for user in (dossier.created_by, UserFactory(), MemberFactory(manager=True).user):
        client.force_login(user)
        response = client.get(QUEUE)
        assert response.status_code == 403
        assert "Titre gardé" not in response.content.decode()


def test_queue_asks_the_public_to_sign_in(client):
    response = client.get(QUEUE)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_numbers_are_filters_of_the_files_they_count(client):
    officer = reviewer()
    files = {
        "a-prendre": dossier_in("submitted"),
        "les-miens": dossier_in("under_review", officer=officer),
        "en-attente": dossier_in("changes_requested"),
        "decides": dossier_in("decided"),
        "clos": dossier_in("closed"),
    }

    assert numbers(client, officer) == {**dict.fromkeys(files, 1), "en-instruction": 1}
    for name, dossier in files.items():
        assert listed(client, officer, etat=name) == [dossier]


def test_no_filter_is_hidden_and_an_unknown_one_is_ignored(client):
    first, second = dossier_in("closed"), dossier_in("submitted")

    assert listed(client, reviewer()) == [first, second]
    assert listed(client, reviewer(), etat="nimporte\x00quoi") == [first, second]


def test_withdrawn_file_stays_in_the_queue(client):
    dossier = dossier_in("submitted")
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)

    assert listed(client, reviewer(), etat="en-attente") == [dossier]


def test_queue_shows_the_deposit_and_not_what_is_typed_since(client):
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

    assert [row.is_own for row in response.context["page"].rows] == [True, False]
    for mark in (
        "ma collectivité\u202f: un autre instruit",
        "saisi par l’administration",
        "démonstration",
    ):
        assert response.content.decode().count(f'no-icon">{mark}</span>') == 1


def test_pages_go_by_key_and_lose_no_file(client):
    member = MemberFactory()
    files = [dossier_in("submitted", member=member) for _ in range(PAGE_SIZE + 1)]
    client.force_login(reviewer())
    first = client.get(QUEUE).context["page"]

    second = client.get(QUEUE, {"apres": first.page.after}).context["page"]

    assert [row.dossier for row in [*first.rows, *second.rows]] == files


@pytest.mark.parametrize("key", ["x", "apres", "99999999999999999999", "\x00", "a,b,c", "é|1"])
def test_malformed_page_key_is_no_fault(client, key):
    dossier_in("submitted")
    client.force_login(reviewer())

    for name in ("apres", "avant"):
        assert client.get(QUEUE, {name: key}).status_code in {200, 404}


@pytest.mark.parametrize("name", ["apres", "avant"])
def test_page_key_of_a_file_never_deposited_is_no_fault(client, name):
    draft, deposited = dossier_in("draft"), dossier_in("submitted")
    client.force_login(reviewer())

    response = client.get(QUEUE, {name: f"0-{draft.pk}"})

    assert response.status_code == 200
    assert [row.dossier for row in response.context["page"].rows] == [deposited]


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_as_much_for_three_files_as_for_one(client, count, django_assert_num_queries):
    officer = reviewer()
    for _ in range(count):
        dossier_in("under_review")
    client.force_login(officer)

    with django_assert_num_queries(10):
        client.get(QUEUE)
