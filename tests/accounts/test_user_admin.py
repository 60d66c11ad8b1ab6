import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from cncd_portal.accounts.models import User
from tests.accounts.test_sign_in import person
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def change(client, user, **fields):
    data = {"email": user.email, "first_name": "Camille", "last_name": "Roy", "is_active": "on"}
    return client.post(reverse("admin:accounts_user_change", args=[user.pk]), {**data, **fields})


@pytest.mark.usefixtures("curator")
def test_account_is_made_by_its_address(client):
    response = client.post(
        reverse("admin:accounts_user_add"),
        {"email": "Nouvelle@Example.org", "first_name": "Léa", "usable_password": "false"},
    )

    user = User.objects.get(email="nouvelle@example.org")
    assert response.status_code == 302
    assert not user.has_usable_password()


@pytest.mark.usefixtures("curator")
def test_account_with_a_known_address_is_refused_in_any_case(client):
    person(email="connue@example.org")

    response = client.post(
        reverse("admin:accounts_user_add"),
        {"email": "CONNUE@example.org", "usable_password": "false"},
    )

    assert "Un compte existe déjà avec cette adresse." in response.content.decode()


@pytest.mark.usefixtures("curator")
def test_changed_address_has_to_be_proved_again(client):
    user = person()

    change(client, user, email="nouvelle@example.org")

    assert User.objects.get(pk=user.pk).email == "nouvelle@example.org"
    assert not EmailAddress.objects.filter(user=user).exists()


@pytest.mark.usefixtures("curator")
def test_other_change_keeps_the_proved_address(client):
    user = person()

    change(client, user, last_name="Durand")

    assert EmailAddress.objects.get(user=user).verified


def test_curator_cannot_make_a_superuser(client):
    curator = UserFactory(
        is_staff=True, codenames=["view_user", "change_user"], email="curateur@example.org"
    )
    sign_in(client, curator)

    change(client, curator, is_superuser="on", is_staff="on")

    curator.refresh_from_db()
    assert not curator.is_superuser
    assert curator.last_name == "Roy"


@pytest.mark.usefixtures("curator")
def test_secret_of_a_second_factor_is_not_shown(client):
    factor = Authenticator.objects.create(
        user=person(), type=Authenticator.Type.TOTP, data={"secret": "SECRETDEMONTELEPHONE"}
    )

    response = client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk]))

    assert response.status_code == 200
    assert "SECRETDEMONTELEPHONE" not in response.content.decode()


@pytest.mark.usefixtures("curator")
@pytest.mark.parametrize("name", ["index", "accounts_user_changelist", "accounts_user_add"])
def test_administration_holds_no_inline_style_nor_script(client, name):
    text = client.get(reverse(f"admin:{name}")).content.decode()

    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
