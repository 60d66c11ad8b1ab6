"""Sign-in by e-mail and password: the way in, the way back, and what it must not tell."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from cncd_portal.accounts.models import User
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory

pytestmark = pytest.mark.django_db
PASSWORD = "une-longue-phrase-1"
SIGNUP = {
    "first_name": "Amina",
    "last_name": "Diallo",
    "email": "amina@example.org",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def person(**fields):
    return with_password(UserFactory(**fields))


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(client, email, password=PASSWORD, **extra):
    data = {"login": email, "password": password, **extra}
    return client.post(reverse("account_login"), data)


def link_of(mail):
    return re.search(r"http://testserver(/\S+)", mail.body).group(1)


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["login", "signup", "reset_password", "reset_password_done"])
def test_page_of_accounts_is_french_and_ours(client, name):
    text = client.get(reverse(f"account_{name}")).content.decode()

    assert "République<br>Française" in text
    assert text.count("<h1") == 1
    assert " style=" not in text


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index"])
def test_page_of_ones_account_opens_when_signed_in(client, name):
    client.force_login(person())

    response = client.get(reverse(name), follow=True)

    assert response.status_code == 200
    assert "République<br>Française" in response.content.decode()


def test_log_in_leads_to_the_workspace(client):
    user = person()

    response = log_in(client, user.email.upper())

    assert response.url == reverse("partnerships:workspace")


def test_log_in_of_an_officer_of_no_authority_leads_to_the_instruction(client):
    officer, officer_and_member = with_password(reviewer()), with_password(reviewer())
    MemberFactory(user=officer_and_member)
    asked = reverse("partnerships:queue")

    pages = [
        log_in(client, officer.email).url,
        log_in(Client(), officer.email, next=asked).url,
        log_in(Client(), officer_and_member.email).url,
    ]

    assert pages == [reverse("partnerships:desk"), asked, reverse("partnerships:workspace")]


def test_lost_session_comes_back_to_its_page(client):
    user = person()
    closed = reverse("partnerships:membership_request")
    client.force_login(user)
    client.logout()

    asked = client.get(closed)
    page = client.get(asked.url)
    response = log_in(client, user.email, next=closed)

    assert f'name="next" value="{closed}"' in page.content.decode()
    assert response.url == closed


def test_log_in_never_leads_to_another_site(client):
    response = log_in(client, person().email, next="https://example.com/")

    assert response.url == reverse("partnerships:workspace")


@pytest.mark.parametrize("typed", ["http://[::1", "//[", "http://a:b@[/"])
def test_next_that_is_no_address_leads_nowhere(client, typed):
    pages = ["account_login", "account_signup", "account_reset_password", "mfa_login_webauthn"]
    statuses = [client.get(reverse(name), {"next": typed}).status_code for name in pages]
    response = log_in(client, person().email, next=typed)

    assert statuses == [200, 200, 200, 302]
    assert response.url == reverse("partnerships:workspace")


def test_wrong_password_and_unknown_address_read_the_same(client):
    user = person()

    wrong = log_in(client, user.email, "mauvais-mot-de-passe")
    unknown = log_in(client, "personne@example.com", "mauvais-mot-de-passe")

    assert not is_signed_in(client)
    errors = [list(page.context["form"].non_field_errors()) for page in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert len(errors[0]) == 1


def test_refused_log_in_keeps_the_address_typed(client):
    user = person()

    text = log_in(client, user.email, "mauvais-mot-de-passe").content.decode()

    assert f'value="{user.email}"' in text
    assert 'id="errors"' in text


def test_inactive_account_does_not_enter(client):
    user = person(is_active=False)

    response = log_in(client, user.email)

    assert not is_signed_in(client)
    assert response.url == reverse("account_inactive")
    assert "désactivé" in client.get(response.url).content.decode()


def test_attempts_on_one_address_are_limited(client):
    user = person()
    for _attempt in range(5):
        log_in(client, user.email, "mauvais-mot-de-passe")

    response = log_in(client, user.email)

    assert not is_signed_in(client)
    assert "Trop d’essais se sont suivis" in response.content.decode()


@pytest.mark.parametrize("typed", ["\x00", "a\x00@example.org", "<script>", "a" * 5000, "‮"])
def test_bad_input_is_refused_without_a_fault(client, typed):
    assert log_in(client, typed, typed).status_code == 200
    assert client.post(reverse("account_signup"), {**SIGNUP, "email": typed}).status_code == 200
    response = client.post(reverse("account_reset_password"), {"email": typed})
    assert response.status_code == 200


def test_nul_in_a_name_is_refused_and_the_rest_stays(client):
    response = client.post(reverse("account_signup"), {**SIGNUP, "first_name": "A\x00mina"})

    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="amina@example.org"' in text
    assert not User.objects.exists()


def test_sign_up_proves_the_address_before_entering(client, sent_mails):
    response = client.post(reverse("account_signup"), SIGNUP)

    assert response.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    [mail] = sent_mails()
    assert mail.subject == "Confirmez votre adresse"
    assert "Bonjour," in mail.body
    assert User.objects.get().get_full_name() == "Amina Diallo"

    page = client.get(link_of(mail))
    client.post(link_of(mail))

    assert "amina@example.org" in page.content.decode()
    assert EmailAddress.objects.get().verified


def test_sign_up_with_a_known_address_does_not_tell(client, sent_mails):
    person(email=SIGNUP["email"])

    known = client.post(reverse("account_signup"), SIGNUP)
    new = client.post(reverse("account_signup"), {**SIGNUP, "email": "autre@example.org"})

    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert sent_mails()[0].subject == "Vous avez déjà un compte"
    assert User.objects.filter(email=SIGNUP["email"]).count() == 1


def test_sign_up_refuses_a_weak_password(client):
    weak = {**SIGNUP, "password1": "azerty", "password2": "azerty"}

    text = client.post(reverse("account_signup"), weak).content.decode()

    assert 'href="#id_password1"' in text
    assert 'value="Amina"' in text


def test_forgotten_password_is_chosen_again(client, sent_mails):
    user = person()

    client.post(reverse("account_reset_password"), {"email": user.email})
    page = client.get(link_of(sent_mails()[0]), follow=True)
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}
    client.post(page.redirect_chain[-1][0], new)

    user.refresh_from_db()
    assert user.check_password("autre-phrase-assez-longue")


def test_forgotten_password_of_an_unknown_address_does_not_tell(client, sent_mails):
    user = person()

    known = client.post(reverse("account_reset_password"), {"email": user.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "x@example.com"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert sent_mails()[1].subject == "Pas de compte à cette adresse"


def test_log_out_asks_first(client):
    client.force_login(person())

    client.get(reverse("account_logout"))
    assert is_signed_in(client)

    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_password_changes_with_the_old_one(client):
    user = person()
    client.force_login(user)
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}
    address = reverse("account_change_password")

    client.post(address, {"oldpassword": "faux", **new})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)

    client.post(address, {"oldpassword": PASSWORD, **new})
    user.refresh_from_db()
    assert user.check_password("autre-phrase-assez-longue")


def test_sign_ups_are_limited(client):
    for _attempt in range(20):
        client.post(reverse("account_signup"), {})

    response = client.post(reverse("account_signup"), SIGNUP)

    assert response.status_code == 429
    assert "Trop de demandes" in response.content.decode()
    assert not User.objects.exists()


def test_signing_in_and_out_is_told_without_gender(client):
    user = person(first_name="Maud", last_name="Kerleau")

    page = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    out = client.post(reverse("account_logout"), follow=True)

    assert "Bonjour Maud Kerleau. La connexion est faite." in page.content.decode()
    assert "La déconnexion est faite." in out.content.decode()
