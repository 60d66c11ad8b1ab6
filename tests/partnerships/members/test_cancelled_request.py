"""A draft begun while a request to join waited, once the request is cancelled."""

import pytest
from django.urls import reverse

from partnerships.models import LocalAuthorityMember
from tests.factories.authorities import MemberFactory
from tests.partnerships.members.test_begun_draft import WORKSPACE, begun, text_of

pytestmark = pytest.mark.django_db


def test_a_draft_whose_request_was_cancelled_says_to_ask_again(client):
    pending = MemberFactory(pending=True)
    dossier = begun(pending)
    client.force_login(pending.user)
    assert "Le dépôt attend qu’on vous accepte" in text_of(client, dossier.get_absolute_url())

    LocalAuthorityMember.objects.filter(pk=pending.pk).delete()

    page, workspace = text_of(client, dossier.get_absolute_url()), text_of(client, WORKSPACE)
    address = reverse("partnerships:membership_request")
    assert "aucune demande n’attend" in page
    assert f'{address}?authority={dossier.lead_authority.key}"' in page
    assert "Où en est ma demande" not in page
    assert "demandez à rejoindre la collectivité, pour pouvoir déposer" in workspace
