"""Who opens the officers' queue and what it lists, for a dossier in each status."""

import pytest

from partnerships.models import DossierStatus
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
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
