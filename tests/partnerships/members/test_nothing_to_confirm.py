"""The table of confirmations for who has none to make."""

import pytest
from django.urls import reverse

from tests.factories.authorities import MemberFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
TABLE = reverse("partnerships:confirmation_list")


@pytest.fixture
def campaign():
    return CampaignFactory()


def test_who_never_had_anything_to_confirm_is_not_thanked(client, campaign):
    member = MemberFactory()
    dossier_in("closed")  # confirmed, of another authority
    published([member.authority], phase="completed")
    client.force_login(member.user)

    page = text_of(client.get(TABLE))

    assert "Vous n’avez rien à confirmer" in page
    assert "Tout est confirmé" not in page
