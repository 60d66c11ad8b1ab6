"""Each button of an account pressed twice, and its pages opened for what is gone."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from cncd_portal.accounts import done_already
from partnerships.models import OutboxMail
from tests.accounts.passkey import KEYS, Passkey, add_passkey, creation_options, text
from tests.accounts.test_account_changes import NEW, with_two_addresses
from tests.accounts.test_second_factor import code_of, log_in_and_prove, with_second_factor
from tests.accounts.test_sign_in import PASSWORD, person
from tests.factories.accounts import UserFactory, sign_in
from tests.partnerships.workflow.test_races import at_once

pytestmark = pytest.mark.django_db
DONE = "C’était déjà fait"
OTHER = "autre-phrase-assez-longue"
CHOSEN = {"password1": OTHER, "password2": OTHER}


@pytest.fixture
def user():
    return with_two_addresses()


@pytest.fixture
def signed_in(user):
    client = Client()
    log_in_and_prove(client, user)
    return client


def press_twice(client, address, data=None):
    """Returns the pages that the two clicks end on."""
    return [client.post(address, data or {}, follow=True) for _click in range(2)]


def add_address(client, user):
    return "account_email", {"action_add": "", "email": "autre@mairie.example"}


def main_address(client, user):
    return "account_email", {"action_primary": "", "email": NEW}


def remove_address(client, user):
    return "account_email", {"action_remove": "", "email": NEW}


def change_password(client, user):
    return "account_change_password", {"oldpassword": PASSWORD, **CHOSEN}


def activate_application(client, user):
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return "mfa_activate_totp", {"code": code_of(secret)}


def deactivate_application(client, user):
    with_second_factor(user)
    return "mfa_deactivate_totp", {}


def add_key(client, user):
    credential = Passkey().register(creation_options(client))
    return "mfa_add_webauthn", {"credential": json.dumps(credential), "name": "Clé"}


def remove_key(client, user):
    add_passkey(client, Passkey())
    return reverse("mfa_remove_webauthn", args=[KEYS.get().pk]), {}


ACTS = [
    add_address,
    main_address,
    remove_address,
    change_password,
    activate_application,
    deactivate_application,
    add_key,
    remove_key,
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_second_click_says_that_it_is_done_and_does_nothing(signed_in, user, act):
    name, data = act(signed_in, user)
    address = name if name.startswith("/") else reverse(name)
    first = signed_in.post(address, data, follow=True)
    mails = OutboxMail.objects.count()
    keys = list(Authenticator.objects.values_list("pk", flat=True))

    second = signed_in.post(address, data, follow=True)

    assert (DONE in text(first), DONE in text(second)) == (False, True)
    assert second.status_code == 200
    assert OutboxMail.objects.count() == mails
    assert list(Authenticator.objects.values_list("pk", flat=True)) == keys


def test_activation_pressed_twice_ends_on_the_recovery_codes(signed_in, user):
    name, data = activate_application(signed_in, user)

    pages = press_twice(signed_in, reverse(name), data)

    codes = reverse("mfa_view_recovery_codes")
    assert [page.request["PATH_INFO"] for page in pages] == [codes, codes]


def test_activation_that_ends_between_two_checks_leads_to_the_codes(signed_in, user, monkeypatch):
    name, data = activate_application(signed_in, user)
    signed_in.post(reverse(name), data)
    monkeypatch.setattr(done_already, "is_mfa_enabled", lambda *_of: False)

    assert signed_in.post(reverse(name), data).url == reverse("mfa_view_recovery_codes")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_activation_pressed_twice_at_once_is_done_once():
    user = person()
    client, other = Client(), Client()
    log_in_and_prove(client, user)
    name, data = activate_application(client, user)
    other.cookies = client.cookies

    pages = at_once(
        [lambda: client.post(reverse(name), data), lambda: other.post(reverse(name), data)]
    )

    assert {page.url for page in pages} == {reverse("mfa_view_recovery_codes")}
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).count() == 1


def test_wrong_old_password_is_still_refused(signed_in, user):
    data = {"oldpassword": "mauvais-mot-de-passe", **CHOSEN}

    page = signed_in.post(reverse("account_change_password"), data)

    assert page.context["form"].has_error("oldpassword")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_borrowed_session_does_not_learn_which_password_is_right(signed_in, user):
    address = reverse("account_change_password")
    guess = {"oldpassword": "mauvais-mot-de-passe", "password1": PASSWORD, "password2": PASSWORD}

    page = signed_in.post(address, guess)

    assert page.context["form"].has_error("oldpassword")
    assert DONE not in text(page)


@pytest.mark.parametrize("changed", [{"password2": PASSWORD}, {"password1": PASSWORD}])
def test_another_password_after_the_first_click_is_refused(signed_in, user, changed):
    address, data = reverse("account_change_password"), {"oldpassword": PASSWORD, **CHOSEN}
    signed_in.post(address, data)

    page = signed_in.post(address, {**data, **changed})

    assert page.context["form"].has_error("oldpassword")


def test_first_password_set_twice(client):
    user = UserFactory(password="!")
    user.set_unusable_password()
    user.save()
    sign_in(client, user)

    first, second = press_twice(client, reverse("account_set_password"), CHOSEN)

    assert (DONE in text(first), DONE in text(second)) == (False, True)


def test_new_password_by_the_link_of_a_mail_set_twice(client):
    user = person()
    client.post(reverse("account_reset_password"), {"email": user.email})
    mail = OutboxMail.objects.get(recipient=user.email)
    [link] = [word for word in mail.body.split() if "/password/reset/key/" in word]
    address = client.get(link).url

    first, second = press_twice(client, address, CHOSEN)

    assert (DONE in text(first), DONE in text(second)) == (False, True)
    user.refresh_from_db()
    assert user.check_password(OTHER)
    third = {"password1": PASSWORD, "password2": PASSWORD}
    assert "celui que vous avez envoyé la première fois" in text(
        client.post(address, third, follow=True)
    )
    user.refresh_from_db()
    assert user.check_password(OTHER)
    # The link itself no longer serves, here or in another browser.
    for each in (client, Client()):
        assert "Ce lien ne sert plus" in text(each.get(link, follow=True))
        assert "Ce lien ne sert plus" in text(each.get(address))


def test_mail_of_confirmation_asked_again_says_why_none_leaves(signed_in, user):
    add = {"action_add": "", "email": "autre@mairie.example"}
    signed_in.post(reverse("account_email"), add)
    again = {"action_send": "", "email": "autre@mairie.example"}
    confirmed = {"action_send": "", "email": NEW}

    page = signed_in.post(reverse("account_email"), again, follow=True)
    other = signed_in.post(reverse("account_email"), confirmed, follow=True)

    assert "il y a moins de trois minutes" in text(page)
    assert "Cette adresse est déjà confirmée." in text(other)


@pytest.mark.parametrize("act", ["action_primary", "action_send"])
def test_button_of_an_address_that_is_gone_says_so(signed_in, user, act):
    EmailAddress.objects.filter(email=NEW).delete()

    page = signed_in.post(reverse("account_email"), {act: "", "email": NEW}, follow=True)

    assert "Cette adresse n’est plus dans votre compte." in text(page)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mfa_deactivate_totp", "n’est pas active"),
        ("mfa_view_recovery_codes", "Vous n’avez pas de codes de secours"),
        ("mfa_download_recovery_codes", "Vous n’avez pas de codes de secours"),
        ("mfa_edit_webauthn", "n’est plus dans votre compte"),
        ("mfa_remove_webauthn", "n’est plus dans votre compte"),
    ],
)
def test_page_of_what_is_gone_leads_to_what_is_left(signed_in, name, said):
    sign_in(other := Client(), UserFactory())
    add_passkey(other, Passkey())
    pk = [KEYS.get().pk] if "webauthn" in name else []

    page = signed_in.get(reverse(name, args=pk), follow=True)

    assert page.status_code == 200
    assert said in text(page)
    assert KEYS.count() == 1


def test_code_sent_twice_proves_once_and_goes_on(client, user):
    secret = with_second_factor(user)
    client.force_login(user)
    data = {"code": code_of(secret), "next": reverse("account_email")}
    address = reverse("mfa_reauthenticate")

    answers = [client.post(address, data) for _click in range(2)]

    assert [answer.url for answer in answers] == [reverse("account_email")] * 2


def test_wrong_code_proves_nothing(client, user):
    with_second_factor(user)
    client.force_login(user)

    page = client.post(reverse("mfa_reauthenticate"), {"code": "000000"})

    assert page.context["form"].has_error("code")
