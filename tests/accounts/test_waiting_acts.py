"""Acts that wait for a proof of identity, in several tabs: none takes the place of another."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client
from django.urls import reverse

from cncd_portal.accounts import waiting_acts
from tests.accounts.passkey import Passkey, add_passkey
from tests.accounts.test_account_changes import (
    ACTS,
    EMAIL,
    NEW,
    RESUME,
    addresses,
    send_waiting,
    signed_in,
    with_two_addresses,
)
from tests.accounts.test_second_factor import with_second_factor
from tests.accounts.test_sign_in import PASSWORD, person
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
AGAIN = reverse("account_reauthenticate")
TOO_MUCH = "n’a pas pu être conservé"


def long_ago(user):
    return signed_in(user, minutes=16)


def prove(client):
    return client.post(AGAIN, {"password": PASSWORD, "next": RESUME})


def test_each_tab_finds_what_it_sent_and_reads_what_it_will_do():
    user = with_two_addresses()
    client = long_ago(user)
    client.post(EMAIL, ACTS["add"])
    client.post(EMAIL, ACTS["primary"])
    client.post(reverse("mfa_generate_recovery_codes"))

    prove(client)
    page = client.get(RESUME).content.decode()
    words = send_waiting(client)

    assert words == [
        "Ajouter l’adresse autre@mairie.example à votre compte",
        f"Changer votre adresse principale en {NEW}",
        "Créer de nouveaux codes de secours",
    ]
    assert all(each in page for each in words)
    assert (NEW, True) in addresses(user)
    assert client.get(RESUME).context["acts"] == []


def test_one_is_sent_and_the_other_given_up():
    user = with_two_addresses()
    client = long_ago(user)
    client.post(EMAIL, ACTS["remove"])
    client.post(EMAIL, ACTS["add"])
    prove(client)
    (removal, _words), (addition, _other) = client.get(RESUME).context["acts"]

    assert client.post(RESUME, {"give_up": removal.key}).url == RESUME
    client.post(EMAIL, {**dict(addition.fields), "waiting_act": addition.key})

    assert [email for email, _primary in addresses(user)] == [
        "autre@mairie.example",
        NEW,
        user.email,
    ]


def test_passkey_is_named_and_that_of_another_is_not():
    user, other = person(), person()
    mine, another = signed_in(user), signed_in(other)
    for client, name in ((mine, "Mon téléphone"), (another, "Clé d’autrui")):
        add_passkey(client, Passkey(), name=name)
    key, foreign = Authenticator.objects.filter(type="webauthn").order_by("pk")
    client = Client()
    client.force_login(user)
    for each in (key, foreign):
        client.post(reverse("mfa_remove_webauthn", args=[each.pk]))

    prove(client)
    words = [words for _act, words in client.get(RESUME).context["acts"]]

    assert words[0] == "Supprimer la clé d’accès «\u202fMon téléphone\u202f»"
    assert "autrui" not in str(words)


def test_page_asks_for_the_proof_before_it_shows_what_waits():
    client = long_ago(with_two_addresses())
    client.post(EMAIL, ACTS["remove"])

    assert client.get(RESUME).url.startswith(AGAIN)
    assert Client().get(RESUME).status_code == 302


def test_one_too_many_is_refused_aloud_and_the_others_wait():
    client = long_ago(with_two_addresses())
    for rank in range(waiting_acts.MOST):
        client.post(EMAIL, {"action_add": "", "email": f"a{rank}@mairie.example"})
    refused = client.post(EMAIL, {"action_add": "", "email": "a-de-trop@mairie.example"})

    assert TOO_MUCH in client.get(refused.url).content.decode()
    prove(client)
    words = [words for _act, words in client.get(RESUME).context["acts"]]
    assert len(words) == waiting_acts.MOST
    assert "a-de-trop" not in str(words)


def test_one_too_long_is_refused_aloud():
    client = long_ago(with_two_addresses())

    name = "a" * waiting_acts.MOST_CHARACTERS
    refused = client.post(reverse("mfa_add_webauthn"), {"name": name})

    assert TOO_MUCH in client.get(refused.url).content.decode()
    prove(client)
    assert client.get(RESUME).context["acts"] == []


def test_act_of_long_ago_waits_no_more():
    client = long_ago(with_two_addresses())
    client.post(EMAIL, ACTS["remove"])
    session = client.session
    [act] = session[waiting_acts.SESSION_KEY]
    session[waiting_acts.SESSION_KEY] = [{**act, "at": act["at"] - waiting_acts.SECONDS}]
    session.save()

    prove(client)

    assert client.get(RESUME).context["acts"] == []
    assert "Rien n’attend" in client.get(RESUME).content.decode()


def test_proof_that_expired_again_loses_nothing(settings):
    client = long_ago(with_two_addresses())
    client.post(EMAIL, ACTS["remove"])
    prove(client)
    [(act, _words)] = client.get(RESUME).context["acts"]
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    client.post(EMAIL, {**dict(act.fields), "waiting_act": act.key})

    [waiting] = client.session[waiting_acts.SESSION_KEY]
    assert waiting["fields"] == act.fields


def test_act_that_was_given_up_is_not_done_when_its_page_is_read_again():
    user = with_two_addresses()
    with_second_factor(user)
    client, page = Client(), reverse("mfa_deactivate_totp")
    client.force_login(user)

    client.post(page)
    client.get(page)
    back = client.post(AGAIN, {"password": PASSWORD, "next": page})

    assert back.url == page
    assert is_mfa_enabled(user)


@pytest.mark.parametrize("path", ["accounts/user/1/", "auth/group/no/such/page/"])
def test_what_was_sent_to_an_address_without_a_name_is_shown_with_the_others(path):
    client = long_ago(person(is_staff=True, is_superuser=True))
    client.post(f"{reverse('admin:index')}{path}", {"name": "Essai"})
    client.post(reverse("mfa_generate_recovery_codes"))

    prove(client)
    page = client.get(RESUME)

    assert page.status_code == 200
    assert f"{reverse('admin:index')}{path}" in page.content.decode()


def test_what_waits_is_not_there_for_the_next_person_of_the_browser():
    client = long_ago(with_two_addresses())
    client.post(EMAIL, ACTS["add"])
    key = client.session[waiting_acts.SESSION_KEY][0]["key"]

    client.post(reverse("account_logout"))
    client.force_login(UserFactory())
    waits = client.session.get(waiting_acts.SESSION_KEY)
    client.post(EMAIL, {**ACTS["add"], waiting_acts.FIELD: key})

    assert waits is None
    assert key not in str(client.session[waiting_acts.SESSION_KEY])
