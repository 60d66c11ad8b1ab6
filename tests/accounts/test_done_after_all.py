"""What waited since the end of a session, and was then done by its own button."""

import pytest
from django.urls import reverse

from tests.accounts.test_ended_session import SITE, action_of, end_session, lead, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """(client, dossier) of who signed in again, and whose withdrawal of a deposit waits."""
    client, user, dossier = lead("submitted")
    page = dossier.get_absolute_url()
    end_session(client)
    sent = {"seen": dossier.last_sequence}
    client.post(action_of(dossier, "withdraw"), sent, headers={"referer": f"{SITE}{page}"})
    log_in(client, user.email, next=page)
    assert is_told(client, dossier)
    return client, dossier


def is_told(client, dossier):
    return "Pas encore fait" in client.get(dossier.get_absolute_url()).content.decode()


def test_what_its_own_button_did_after_all_waits_no_more(waiting):
    client, dossier = waiting

    client.post(action_of(dossier, "withdraw"), {"seen": dossier.last_sequence})

    assert not is_told(client, dossier)


def test_another_act_leaves_what_waits(waiting):
    client, dossier = waiting

    client.post(reverse("partnerships:dossier_mute", args=[dossier.uuid]), {})

    assert is_told(client, dossier)
