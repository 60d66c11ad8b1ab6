"""What is changed in an account asks who one is again, and is told where it could be contested."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from cncd_portal.accounts.models import User
from tests.accounts.passkey import Passkey, add_passkey
from tests.accounts.test_second_factor import code_of, with_second_factor
from tests.accounts.test_sign_in import PASSWORD, log_in, person
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db
EMAIL, AGAIN, RESUME = "/compte/email/", "/compte/reauthenticate/", "/compte/reprendre/"
NEW = "nouvelle@mairie.example"


def signed_in(user, minutes=0):
    """Signed in with the password, so many minutes ago."""
    client = Client()
    log_in(client, user.email)
    session = client.session
    [record] = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": record["at"] - 60 * minutes}]
    session.save()
    return client


def send_waiting(client):
    """Sends what waits, as the buttons of « Reprendre » do; returns what the page says of each."""
    acts = client.get(RESUME).context["acts"]
    for act, _words in acts:
        client.post(act.path, {**dict(act.fields), "waiting_act": act.key})
    return [words for _act, words in acts]


def with_two_addresses():
    user = person()
    EmailAddress.objects.create(user=user, email=NEW, verified=True, primary=False)
    return user


ACTS = {
    "add": {"action_add": "", "email": "autre@mairie.example"},
    "primary": {"action_primary": "", "email": NEW},
    "remove": {"action_remove": "", "email": NEW},
}


def addresses(user):
    rows = EmailAddress.objects.filter(user=user).order_by("email")
    return list(rows.values_list("email", "primary"))


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_old_sign_in_is_proved_again_and_nothing_is_typed_twice(act):
    user = with_two_addresses()
    client, before = signed_in(user, minutes=16), addresses(user)

    asked = client.post(EMAIL, act)
    assert asked.url.startswith(AGAIN)
    assert addresses(user) == before

    client.post(asked.url, {"password": "mauvais-mot-de-passe"})
    assert addresses(user) == before

    client.post(asked.url, {"password": PASSWORD, "next": RESUME})
    assert addresses(user) == before

    send_waiting(client)
    assert addresses(user) != before


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_recent_sign_in_needs_no_other_proof(act):
    user = with_two_addresses()
    before = addresses(user)

    response = signed_in(user, minutes=14).post(EMAIL, act)

    assert response.url == EMAIL
    assert addresses(user) != before


def test_session_that_tells_no_sign_in_is_proved_again():
    user = with_two_addresses()
    client = Client()
    client.force_login(user)

    assert client.post(EMAIL, ACTS["remove"]).url.startswith(AGAIN)


def test_second_factor_proves_who_one_is():
    user = with_two_addresses()
    secret = with_second_factor(user)
    client = Client()
    client.force_login(user)

    client.post(EMAIL, ACTS["remove"])
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": RESUME})
    send_waiting(client)

    assert not EmailAddress.objects.filter(email=NEW).exists()


def test_password_is_not_changed_without_the_old_one():
    user = person()
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}

    signed_in(user).post(reverse("account_change_password"), new)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("method", ["get", "post"])
def test_first_password_is_chosen_after_a_proof_and_never_kept_in_the_session(method):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    secret = with_second_factor(user)
    client, page = Client(), "/compte/password/set/"
    client.force_login(user)
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}

    asked = getattr(client, method)(page, new if method == "post" else None)
    user.refresh_from_db()
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert not user.has_usable_password()
    assert "autre-phrase" not in str(dict(client.session.items()))

    back = client.post(asked.url, {"code": code_of(secret), "next": page})
    assert back.url == page
    client.post(page, new)
    user.refresh_from_db()
    assert user.check_password("autre-phrase-assez-longue")


def told(sent_mails):
    """(recipient, subject) of each mail but the confirmations."""
    mails = [(*mail.to, mail.subject) for mail in sent_mails()]
    return sorted(each for each in mails if each[1] != "Confirmez votre adresse")


def test_added_address_is_told_to_the_one_before(sent_mails):
    user = person()

    signed_in(user).post(EMAIL, ACTS["add"])

    assert told(sent_mails) == [(user.email, "Une adresse a été ajoutée à votre compte")]
    mail = next(mail for mail in sent_mails() if mail.to == [user.email])
    assert "autre@mairie.example" in mail.body
    assert "http://testserver/compte/password/reset/" in mail.body
    assert "http://testserver/mentions-legales/" in mail.body
    assert "heure de Paris" in mail.body


def test_replaced_address_is_told_of_the_new_one(sent_mails):
    user = with_two_addresses()
    old = user.email

    signed_in(user).post(EMAIL, ACTS["primary"])

    assert told(sent_mails) == [(old, "L’adresse de votre compte a changé")]
    assert User.objects.get().email == NEW


def test_removed_address_is_told_there_too(sent_mails):
    user = with_two_addresses()
    old, client = user.email, signed_in(user)
    client.post(EMAIL, ACTS["primary"])

    client.post(EMAIL, {"action_remove": "", "email": old})

    removed = "Une adresse a été retirée de votre compte"
    changed = "L’adresse de votre compte a changé"
    assert told(sent_mails) == sorted([(old, changed), (NEW, removed), (old, removed)])


def test_removed_address_that_was_never_confirmed_gets_no_mail(sent_mails):
    user = with_two_addresses()
    EmailAddress.objects.filter(email=NEW).update(verified=False)

    signed_in(user).post(EMAIL, ACTS["remove"])

    assert told(sent_mails) == [(user.email, "Une adresse a été retirée de votre compte")]


def test_changes_of_the_password_are_told(client, sent_mails):
    user = person()
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}
    signed_in(user).post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert told(sent_mails) == [(user.email, "Votre mot de passe a changé")]

    client.post(reverse("account_reset_password"), {"email": user.email})
    link = sent_mails()[-1].body.split("http://testserver")[1].split()[0]
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, dict.fromkeys(new, "encore-une-autre-phrase"))

    assert [mail.subject for mail in sent_mails()].count("Votre mot de passe a changé") == 2


def test_second_factors_are_told(sent_mails, django_capture_on_commit_callbacks):
    user = person()
    client = signed_in(user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        client.post(reverse("mfa_generate_recovery_codes"))
        client.post(reverse("mfa_deactivate_totp"))

    assert [subject for _to, subject in told(sent_mails)] == [
        "De nouveaux codes de secours ont été créés",
        "La double authentification est activée",
        "La double authentification est désactivée",
    ]


def test_passkeys_are_told(sent_mails, django_capture_on_commit_callbacks):
    user = person()
    client = signed_in(user)
    with django_capture_on_commit_callbacks(execute=True):
        add_passkey(client, Passkey())
        key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
        client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert told(sent_mails) == [
        (user.email, "Une clé d’accès a été ajoutée à votre compte"),
        (user.email, "Une clé d’accès a été retirée de votre compte"),
    ]


@pytest.fixture
def administration(client):
    sign_in(client, UserFactory(is_staff=True, is_superuser=True, email="curatrice@example.org"))
    return client


def change(client, user, **fields):
    data = {"email": user.email, "first_name": "Camille", "last_name": "Roy", "is_active": "on"}
    return client.post(reverse("admin:accounts_user_change", args=[user.pk]), {**data, **fields})


def test_address_that_the_administration_changes_is_told_to_the_old_one(administration, sent_mails):
    user = person()
    change(administration, user, last_name="Durand")
    assert told(sent_mails) == []

    change(administration, user, email=NEW)

    assert told(sent_mails) == [(user.email, "L’adresse de votre compte a changé")]


def test_password_that_the_administration_gives_is_told(administration, sent_mails):
    user = person()
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}

    administration.post(address, {**new, "usable_password": "true"})

    user.refresh_from_db()
    assert user.check_password("autre-phrase-assez-longue")
    assert told(sent_mails) == [(user.email, "Votre mot de passe a changé")]


def test_second_factor_that_the_administration_removes_is_told(administration, sent_mails):
    users = [person(), person()]
    for user in users:
        with_second_factor(user)
    one, two = Authenticator.objects.order_by("pk")

    administration.post(reverse("admin:mfa_authenticator_delete", args=[one.pk]), {"post": "yes"})
    administration.post(
        reverse("admin:mfa_authenticator_changelist"),
        {"action": "delete_selected", "_selected_action": [two.pk], "post": "yes"},
    )

    subject = "Un second facteur a été retiré de votre compte"
    assert told(sent_mails) == sorted((user.email, subject) for user in users)
    assert all("application d’authentification." in mail.body for mail in sent_mails())


def test_addresses_are_only_read_in_the_administration(administration):
    address = EmailAddress.objects.get(user=person())
    page = reverse("admin:account_emailaddress_change", args=[address.pk])

    assert administration.get(page).status_code == 200
    assert administration.post(page, {"email": NEW, "user": address.user_id}).status_code == 403
    for name, arguments in (("delete", [address.pk]), ("add", [])):
        other = reverse(f"admin:account_emailaddress_{name}", args=arguments)
        assert administration.post(other, {"post": "yes"}).status_code == 403
    address.refresh_from_db()
    assert address.email != NEW
