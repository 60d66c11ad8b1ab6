from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse
from django.urls.resolvers import RoutePattern

from cncd_portal.accounts.middleware import is_public
from tests.access.addresses import addresses, with_samples
from tests.accounts.passkey import Passkey, add_passkey
from tests.accounts.test_sign_in import PASSWORD, is_signed_in, log_in, person
from tests.factories.accounts import UserFactory, curator, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED_FOR_STAFF = True


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def log_in_and_prove(client, user):
    """Signed in, with the password given again: changing a second factor asks it."""
    log_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def with_second_factor(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("make", [reviewer, curator, lambda: UserFactory(is_staff=True)])
@pytest.mark.parametrize("name", ["partnerships:workspace", "partnerships:queue", "admin:index"])
def test_role_without_second_factor_is_led_to_it(client, make, name):
    client.force_login(make())

    response = client.get(reverse(name))

    assert response.url == reverse("mfa_index")


@pytest.mark.usefixtures("required")
def test_role_without_second_factor_cannot_act(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    response = client.post(reverse("admin:accounts_user_add"), {"email": "x@example.org"})

    assert response.url == reverse("mfa_index")


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("dossier_step", ["identite"]),
        ("autosave", ["identite"]),
        ("dossier_message", []),
        ("review_message", []),
        ("attachment_upload", []),
    ],
)
def test_what_answers_without_a_session_asks_the_second_factor_too(client, name, arguments):
    client.force_login(reviewer())

    response = client.post(reverse(f"partnerships:{name}", args=[uuid4(), *arguments]))

    assert response.url == reverse("mfa_index")


def closed_addresses():
    """(name, path) of each address that is not public, those of the administration too."""
    return [
        (name, with_samples(route))
        for name, route, entry in addresses()
        if not is_public(entry.callback) and isinstance(entry.pattern, RoutePattern)
    ]


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_but_the_few_that_set_it_up_asks_the_factor(client, method):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    asked = reverse("mfa_index")
    passed = set()
    names = set()
    for name, path in closed_addresses():
        names.add(name)
        response = getattr(client, method)(path)
        if response.status_code != 302 or response.url != asked:
            passed.add(name)

    assert len(names) > 150
    set_up = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}
    assert passed - {"account_reauthenticate"} == set_up


@pytest.mark.usefixtures("required")
def test_public_pages_stay_open_without_second_factor(client):
    client.force_login(reviewer())

    assert client.get(reverse("portal:legal")).status_code == 200


@pytest.mark.usefixtures("required")
def test_role_with_second_factor_passes(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    with_second_factor(user)
    client.force_login(user)

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.usefixtures("required")
def test_member_needs_no_second_factor(client):
    client.force_login(UserFactory())

    response = client.get(reverse("partnerships:workspace"))

    assert response.status_code == 200


def test_second_factor_is_asked_of_no_one_unless_required(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.usefixtures("required")
def test_second_factor_is_set_up_from_a_log_in(client):
    user = person(is_staff=True)
    log_in_and_prove(client, user)

    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)

    assert "data:image/svg" in page.content.decode()
    assert response.status_code == 200
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.usefixtures("required")
def test_passkey_is_set_up_instead(client):
    user = person(is_staff=True)
    log_in_and_prove(client, user)
    choice = client.get(reverse("admin:index"), follow=True)

    page = add_passkey(client, Passkey())

    assert reverse("mfa_add_webauthn") in choice.content.decode()
    assert page.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.usefixtures("required")
def test_unproved_address_is_told_where_a_factor_is_chosen(client):
    user = person(is_staff=True)
    log_in_and_prove(client, user)
    user.emailaddress_set.update(verified=False)

    page = client.get(reverse("mfa_add_webauthn"), follow=True)

    assert page.request["PATH_INFO"] == reverse("mfa_index")
    assert page.status_code == 200


@pytest.mark.usefixtures("required")
def test_recovery_codes_alone_are_no_second_factor(client):
    user = UserFactory(is_staff=True)
    with_second_factor(user)
    RecoveryCodes.activate(user)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    client.force_login(user)

    assert client.get(reverse("admin:index")).url == reverse("mfa_index")


def test_wrong_code_sets_up_nothing(client):
    log_in_and_prove(client, person())

    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert 'id="errors"' in response.content.decode()
    assert not Authenticator.objects.exists()


def test_log_in_asks_the_code(client):
    user = person()
    secret = with_second_factor(user)

    response = log_in(client, user.email)
    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)

    wrong = client.post(reverse("mfa_authenticate"), {"code": "abcdef"})
    assert 'id="errors"' in wrong.content.decode()

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)


def test_recovery_code_enters_once(client):
    user = person()
    with_second_factor(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    log_in(client, user.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)

    client.logout()
    log_in(client, user.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(client)


def test_pages_of_the_second_factor_open(client):
    user = person()
    with_second_factor(user)
    RecoveryCodes.activate(user)
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for name in (
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ):
        response = client.get(reverse(name))

        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1
