"""Passkeys: to enter alone, as second factor, before a delicate act."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.passkey import (
    KEYS,
    REFUSED,
    Passkey,
    add_passkey,
    answer_second_factor,
    creation_options,
    log_in_by_passkey,
    login_options,
    own_passkey,
    reauthenticate,
    text,
)
from tests.accounts.test_second_factor import with_second_factor
from tests.accounts.test_sign_in import PASSWORD, is_signed_in, log_in, person
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db


def test_key_enters_alone_and_is_the_second_factor_too(client):
    user = person()
    with_second_factor(user)
    key = own_passkey(client, user)

    log_in_by_passkey(client, key.answer(login_options(client)))

    assert client.session["_auth_user_id"] == str(user.pk)
    assert KEYS.get().last_used_at


def test_first_key_brings_recovery_codes_once(client):
    sign_in(client, person())

    first = add_passkey(client, Passkey())
    second = add_passkey(client, Passkey(), name="Téléphone")

    assert first.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    assert "Votre clé d’accès a été ajoutée." in text(first)
    assert second.request["PATH_INFO"] == reverse("mfa_index")
    assert "Vous avez 2 clés d’accès." in text(second)


def test_log_in_asks_the_key_after_the_password(client):
    user = person()
    key = own_passkey(client, user)

    assert log_in(client, user.email).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)

    answer_second_factor(client, key)
    assert is_signed_in(client)


def test_key_that_verifies_no_one_is_a_second_factor_alone(client):
    user = person()
    key = own_passkey(client, user, Passkey(verifies=False), passwordless="")

    refused = log_in_by_passkey(client, key.answer(login_options(client)))
    assert REFUSED in text(refused)
    assert not is_signed_in(client)

    log_in(client, user.email)
    answer_second_factor(client, key)
    assert is_signed_in(client)


def test_adding_a_key_asks_who_it_is(client):
    client.force_login(person())

    response = client.get(reverse("mfa_add_webauthn"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_anonymous_has_no_keys(client):
    for name in ("mfa_add_webauthn", "mfa_list_webauthn", "mfa_reauthenticate_webauthn"):
        assert reverse("account_login") in client.get(reverse(name)).url


def test_next_page_is_reached_and_kept_after_a_refusal(client):
    user = person()
    key = own_passkey(client, user)
    there = reverse("account_change_password")

    refused = log_in_by_passkey(client, Passkey().answer(login_options(client)), next=there)
    reached = log_in_by_passkey(client, key.answer(login_options(client)), next=there)

    assert refused.context["redirect_field_value"] == there
    assert reached.request["PATH_INFO"] == there


def test_key_proves_again_who_it_is(client):
    user = person()
    key = own_passkey(client, user)
    client.force_login(user)
    there = reverse("mfa_add_webauthn")

    refused = reauthenticate(client, Passkey(), next=there)
    assert (
        refused.url == f"{reverse('mfa_reauthenticate_webauthn')}?next={there.replace('/', '%2F')}"
    )
    assert REFUSED in text(client.get(refused.url))

    assert reauthenticate(client, key, next=there).url == there
    assert client.get(there).status_code == 200


def test_password_page_offers_the_key(client):
    user = person()
    own_passkey(client, user)
    client.force_login(user)

    page = text(client.get(reverse("account_reauthenticate")))

    assert "Utiliser une clé d’accès" in page
    assert reverse("mfa_reauthenticate_webauthn") in page


def test_key_is_renamed_and_removed_with_the_codes_that_it_brought(client):
    user = person()
    own_passkey(client, user)
    sign_in(client, user)
    key = KEYS.get()

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Clé bleue"})
    assert "Clé bleue" in text(client.get(reverse("mfa_list_webauthn")))

    long = client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "x" * 81})
    assert 'id="errors"' in text(long)

    gone = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    assert "Vous n’avez pas encore de clé d’accès." in text(gone)
    assert not Authenticator.objects.exists()


def test_list_asks_the_same_for_one_key_and_for_three(client, django_assert_num_queries):
    user = person()
    own_passkey(client, user)
    sign_in(client, user)
    with django_assert_num_queries(5):
        client.get(reverse("mfa_list_webauthn"))
    add_passkey(client, Passkey(), name="Téléphone")
    add_passkey(client, Passkey(), name="")

    with django_assert_num_queries(5):
        page = text(client.get(reverse("mfa_list_webauthn")))

    assert page.index("Ordinateur") < page.index("Téléphone") < page.index("Clé d’accès 3")


def test_site_and_person_are_named_to_the_device(client):
    user = person()
    sign_in(client, user)

    options = creation_options(client)["publicKey"]

    assert options["rp"] == {"id": "testserver", "name": "Villes partagées"}
    assert options["user"]["name"] == user.email


def test_key_is_of_the_host_that_the_proxy_tells(client, settings):
    settings.ALLOWED_HOSTS = ["registre.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    told = {"HTTP_HOST": "registre.example", "HTTP_X_FORWARDED_PROTO": "https"}
    client.defaults.update(told, HTTP_X_FORWARDED_HOST="ailleurs.example")
    user = person()
    key = own_passkey(client, user, Passkey("registre.example"))

    options = login_options(client)
    log_in_by_passkey(client, key.answer(options))

    assert options["publicKey"]["rpId"] == "registre.example"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_key_serves_on_this_machine_without_tls(client):
    client.defaults["HTTP_HOST"] = "localhost:8001"
    key = own_passkey(client, person(), Passkey("localhost", "http://localhost:8001"))

    log_in_by_passkey(client, key.answer(login_options(client)))

    assert is_signed_in(client)


def test_password_given_again_is_a_recent_sign_in(client):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
