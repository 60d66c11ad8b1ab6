"""What is refused of a passkey: in one sentence, and never with a fault."""

import json

import pytest
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
    text,
)
from tests.accounts.test_sign_in import is_signed_in, log_in, person
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


def test_key_that_verifies_no_one_is_not_taken_to_enter_alone(client):
    sign_in(client, person())

    assert REFUSED in text(add_passkey(client, Passkey(verifies=False)))
    assert not KEYS.exists()


def test_inactive_person_does_not_enter(client):
    user = person()
    key = own_passkey(client, user)
    user.is_active = False
    user.save()

    log_in_by_passkey(client, key.answer(login_options(client)))

    assert not is_signed_in(client)


def test_wrong_challenge_is_refused(client):
    key = own_passkey(client, person())
    old = key.answer(login_options(client))
    login_options(client)

    assert REFUSED in text(log_in_by_passkey(client, old))
    assert not is_signed_in(client)


@pytest.mark.parametrize("origin", ["https://sous.testserver", "https://autre.example"])
def test_page_of_another_host_adds_no_key_and_opens_nothing(client, origin):
    key = own_passkey(client, person())
    key.origin = origin

    assert REFUSED in text(log_in_by_passkey(client, key.answer(login_options(client))))
    assert not is_signed_in(client)
    sign_in(client, person())
    assert REFUSED in text(add_passkey(client, Passkey(origin=origin)))
    assert KEYS.count() == 1


def test_answer_serves_once(client):
    key = own_passkey(client, person())
    answer = key.answer(login_options(client))
    log_in_by_passkey(client, answer)
    assert is_signed_in(client)
    client.logout()

    assert REFUSED in text(log_in_by_passkey(client, answer))
    assert not is_signed_in(client)


def test_registration_serves_once(client):
    sign_in(client, person())
    key = Passkey()
    credential = key.register(creation_options(client))
    add_passkey(client, key, credential=credential)

    sign_in(client, person())
    assert REFUSED in text(add_passkey(client, key, credential=credential))
    assert KEYS.count() == 1


def test_key_of_another_person_is_refused(client):
    mine, theirs = person(), person()
    own_passkey(client, mine)
    key = own_passkey(client, theirs)

    log_in(client, mine.email)
    response = answer_second_factor(client, key)
    assert REFUSED in text(response)
    assert not is_signed_in(client)

    client.logout()
    key.handle = "MQ"
    assert REFUSED in text(log_in_by_passkey(client, key.answer(login_options(client))))
    assert not is_signed_in(client)


def test_answer_signed_by_another_key_is_refused(client):
    key = own_passkey(client, person())
    key.key = Passkey().key

    assert REFUSED in text(log_in_by_passkey(client, key.answer(login_options(client))))
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "origin", ["https://ailleurs.example", "http://testserver", "https://testserver.example"]
)
def test_answer_given_to_another_site_is_refused(client, origin):
    key = own_passkey(client, person())
    key.origin = origin

    assert REFUSED in text(log_in_by_passkey(client, key.answer(login_options(client))))
    assert not is_signed_in(client)


def damaged(credential):
    """A right answer of a key, spoilt in every place."""
    yield from ([], 1, "x", {}, {"response": []}, {"response": {"userHandle": None}})
    for name in credential:
        yield {key: value for key, value in credential.items() if key != name}
        for value in (None, 1, [], {}, "", "é", "AA", "\x00"):
            yield {**credential, name: value}
    for name in credential["response"]:
        for value in (None, 1, [], {}, "", "é", "AA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "e30"):
            yield {**credential, "response": {**credential["response"], name: value}}


def test_spoilt_answer_is_refused_and_never_a_fault(client, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "9999/m/ip"}
    key = own_passkey(client, person())
    right = key.answer(login_options(client))
    accepted = set()
    for rank in range(len(list(damaged(right)))):
        credential = list(damaged(right))[rank]
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(credential)})
        assert answer.status_code == 302
        if is_signed_in(client):
            accepted |= {name for name in right if credential.get(name) != right[name]}
            client.logout()
            right = key.answer(login_options(client))

    # What nothing signs and nothing reads; `id` says what `rawId` does, and may be missing.
    assert accepted == {"id", "type", "clientExtensionResults"}


def test_spoilt_registration_is_refused_and_never_a_fault(client):
    sign_in(client, person())
    options = creation_options(client)
    for credential in damaged(Passkey().register(options)):
        add_passkey(client, None, credential=credential or {"x": 1})

    assert not KEYS.exists()
    for sent in ("", "{", "null"):
        page = client.post(reverse("mfa_add_webauthn"), {"credential": sent})
        assert REFUSED in text(page)


@pytest.mark.parametrize("sent", ["1" * 5000, "[" * 100_000, '{"a":' * 2000])
def test_json_that_python_cannot_read_is_refused_and_never_a_fault(client, sent):
    entering = client.post(reverse("mfa_login_webauthn"), {"credential": sent})
    assert entering.status_code == 302
    sign_in(client, person())
    creation_options(client)

    response = client.post(reverse("mfa_add_webauthn"), {"credential": sent})

    assert response.status_code == 200
    assert REFUSED in text(response)
    assert sent not in text(response)


def test_only_what_is_of_use_is_kept_of_a_registration(client):
    sign_in(client, person())
    key = Passkey()
    credential = key.register(creation_options(client))
    credential["clientExtensionResults"] = {"credProps": {"rk": True}, "x": "\x00" * 10}
    credential["more"] = "x" * 1000

    add_passkey(client, key, credential=credential)

    assert set(KEYS.get().data["credential"]) == {
        "id",
        "rawId",
        "type",
        "response",
        "clientExtensionResults",
    }
    assert KEYS.get().data["credential"]["clientExtensionResults"] == {"credProps": {"rk": True}}


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_key_of_another_person_is_not_there(client, name, method):
    own_passkey(client, person())
    sign_in(client, person())

    response = getattr(client, method)(reverse(name, args=[KEYS.get().pk]), {"name": "à moi"})

    assert response.url == reverse("mfa_list_webauthn")
    assert KEYS.get().data["name"] == "Ordinateur"
    assert "Ordinateur" not in text(client.get(response.url))


def test_too_many_tries_are_refused(client, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "2/m/ip"}
    key = Passkey()
    for _time in range(2):
        log_in_by_passkey(client, key.answer(login_options(client)))

    response = log_in_by_passkey(client, key.answer(login_options(client)))

    assert response.status_code == 429


def test_signing_up_is_by_password(client):
    assert client.get("/compte/signup/passkey/").status_code == 404
    assert client.get("/compte/2fa/webauthn/signup/").status_code == 404
