"""Who opens the officers' queue and what it lists, for a dossier in each status."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnerships.models import Dossier, DossierStatus
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.partnerships.queue.listing import QUEUE, listed

pytestmark = pytest.mark.django_db
STATUSES = (*DossierStatus.values, "discarded")
NEVER_DEPOSITED = {"draft", "discarded"}


@pytest.mark.parametrize("status", STATUSES, scope="module")
@pytest.mark.parametrize("make", [reviewer, lead_reviewer])
def test_queue_lists_deposited_dossiers_and_no_draft(client, make, status, dossier):
    user = make()

    found = listed(client, user, etat="tous")

    assert found == ([] if status in NEVER_DEPOSITED else [dossier])
    assert listed(client, user) == ([] if status == "closed" else found)


@pytest.mark.parametrize("status", STATUSES, scope="module")
def test_queue_is_closed_to_members_and_strangers(client, status, dossier):
    for user in (dossier.created_by, UserFactory(), MemberFactory(manager=True).user):
        client.force_login(user)
        response = client.get(QUEUE)
        assert response.status_code == 403
        assert "Titre à ne pas voir" not in response.content.decode()


def test_due_dates_are_late_near_or_none(client):
    days = {"submitted": (-30, 20, None), "decided": (-30, 1)}
    today, made = timezone.localdate(), {}
    for status, each in days.items():
        for day in each:
            dossier = made[status, day] = dossier_in(status)
            due_on = None if day is None else today + timedelta(days=day)
            Dossier.objects.filter(pk=dossier.pk).update(due_on=due_on)
    officer = reviewer()

    assert listed(client, officer, echeance="retard") == [made["submitted", -30]]
    assert listed(client, officer, echeance="20") == [made["submitted", 20]]
    assert listed(client, officer, echeance="2") == []
    assert listed(client, officer, echeance="retard-notifier") == [made["decided", -30]]
    assert listed(client, officer, echeance="sans") == [made["submitted", None]]
    page = client.get(QUEUE).content.decode()
    assert page.count(">en retard de ") == 2
    assert page.count(">Accepté, à notifier</span>") == 2
