"""Decided dossiers whose decision is missing: what pages say, and how they are taken back."""

import pytest
from django.urls import reverse

from partnerships.models import Decision
from tests.factories.accounts import reviewer
from tests.factories.decisions import send_on_decision
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of
from tests.partnerships.decisions.test_outbox import OUTBOX

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_decision():
    """A decided dossier whose decision is missing, as a faulty restoration would leave it."""
    dossier = dossier_in("decided")
    Decision.objects.filter(dossier=dossier).delete()
    return dossier


def test_outbox_lists_the_others_where_a_decision_is_missing(client, without_decision):
    officer = without_decision.reviewer
    there = dossier_in("decided", officer=officer, title="Avec sa décision")
    client.force_login(officer)

    page = text_of(client.get(OUTBOX))
    chosen = f"?d={without_decision.uuid}&d={there.uuid}"
    release_page = text_of(client.get(reverse("partnerships:outbox_release") + chosen))

    assert page.count('name="d"') == 1
    assert str(without_decision.uuid) not in page
    assert "Avec sa décision" in release_page
    assert without_decision.reference not in release_page


def test_missing_decision_is_said_and_its_dossier_is_taken_back(client, without_decision):
    client.force_login(without_decision.reviewer)
    address = reverse("partnerships:decision_detail", args=[without_decision.uuid])

    page = client.get(address)
    send_on_decision(client, without_decision.reviewer, without_decision, "take_back")

    assert page.status_code == 409
    assert "La décision de ce dossier manque" in page.content.decode()
    without_decision.refresh_from_db()
    assert without_decision.status == "under_review"


@pytest.mark.parametrize("action", ["release", "correct_decision"])
def test_nothing_is_done_on_a_missing_decision(client, without_decision, action):
    data = {"outcome": "accepted", "grounds": "Conforme."}

    response = send_on_decision(client, without_decision.reviewer, without_decision, action, **data)

    assert response.status_code == 409
    assert "La décision de ce dossier manque" in response.content.decode()
    without_decision.refresh_from_db()
    assert without_decision.status == "decided"


def test_letter_of_a_missing_decision_is_not_found(client, without_decision):
    client.force_login(without_decision.reviewer)

    address = reverse("partnerships:decision_preview", args=[without_decision.uuid])

    assert client.get(address).status_code == 404


def test_missing_decision_is_not_taken_back_by_a_colleague(client, without_decision):
    client.force_login(reviewer())

    page = client.get(reverse("partnerships:decision_detail", args=[without_decision.uuid]))

    assert page.status_code == 409
    assert "Reprendre le dossier" not in page.content.decode()
