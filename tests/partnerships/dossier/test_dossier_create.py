"""From the page of an authority to a dossier of its own, or to its members."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.filling import text_of

pytestmark = pytest.mark.django_db


def test_the_page_of_an_authority_leads_to_its_dossier(client):
    """Its own authority is chosen; another one is to be joined first."""
    own, other = MemberFactory(), LocalAuthorityFactory(name="Ailleurs-en-Bray")
    MemberFactory(user=own.user)
    client.force_login(own.user)
    create = reverse("partnerships:dossier_create")

    chosen = text_of(client.get(create, {"authority": own.authority.key}))
    to_join = text_of(client.get(create, {"authority": other.key}))

    assert f'value="{own.authority.key}" checked' in chosen
    assert chosen.count(" checked") == 1
    assert "pas encore membre" not in chosen
    assert "Vous n’êtes pas encore membre de « Ailleurs-en-Bray »" in to_join
    assert " checked" not in to_join
    join = f"{reverse('partnerships:membership_request')}?authority={other.key}"
    assert f'href="{join}"' in to_join
    assert f'value="{other.key}" required checked' in text_of(client.get(join))


@pytest.mark.parametrize("key", ["absente", "\x00", "x" * 5_000])
def test_an_unknown_authority_is_not_proposed(client, key):
    member = MemberFactory()
    client.force_login(member.user)

    page = text_of(client.get(reverse("partnerships:dossier_create"), {"authority": key}))

    assert "pas encore membre" not in page
    assert f'value="{member.authority.key}" checked' in page


def test_who_belongs_to_none_is_led_to_the_one_they_come_from(client):
    authority = LocalAuthorityFactory()
    client.force_login(UserFactory())

    page = text_of(client.get(reverse("partnerships:dossier_create"), {"authority": authority.key}))

    assert "Rejoindre cette collectivité" in page
    assert "Demandez d’abord à rejoindre" not in page


def test_who_is_signed_out_comes_back_to_the_authority(client):
    create = f"{reverse('partnerships:dossier_create')}?authority=c59350"

    response = client.get(create)

    assert response.status_code == 302
    assert "authority%3Dc59350" in response["Location"]


def test_an_officer_enters_one_on_its_behalf(client):
    authority = LocalAuthorityFactory()
    client.force_login(reviewer())

    page = text_of(client.get(reverse("partnerships:dossier_create"), {"authority": authority.key}))

    assert f'value="{authority.key}" checked' in page
    assert "pas encore membre" not in page
