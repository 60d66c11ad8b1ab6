"""From the form that creates an account to the first page of one's own."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.test_sign_in import SIGNUP, is_signed_in, link_of, log_in, person

pytestmark = pytest.mark.django_db
AWAITED = reverse("account_email_verification_sent")
SIGNUP_PAGE = reverse("account_signup")
WORKSPACE = reverse("partnerships:workspace")
TOO_SOON = "il y a moins de trois minutes"


def sign_up(client, **fields):
    return client.post(SIGNUP_PAGE, {**SIGNUP, **fields})


def test_confirmed_in_the_same_browser_one_is_signed_in(client, sent_mails):
    sign_up(client, next=reverse("partnerships:dossier_create"))

    response = client.post(link_of(sent_mails()[0]))

    assert is_signed_in(client)
    assert response.url == reverse("partnerships:dossier_create")


def test_confirmed_in_another_browser_the_first_one_goes_on(client, sent_mails):
    sign_up(client)
    phone = Client()
    phone.post(link_of(sent_mails()[0]))

    response = client.post(AWAITED)

    assert not is_signed_in(phone)
    assert is_signed_in(client)
    assert response.url == WORKSPACE


def test_going_on_before_the_confirmation_says_what_to_do(client):
    sign_up(client)

    response = client.post(AWAITED, follow=True)

    assert not is_signed_in(client)
    assert "n’est pas encore confirmée" in response.content.decode()
    assert "<strong>amina@example.org</strong>" in response.content.decode()


def test_the_mail_is_sent_again_after_a_while(client, sent_mails):
    sign_up(client)
    soon = client.post(AWAITED, {"again": ""}, follow=True).content.decode()
    before = len(sent_mails())
    # Attempts are counted there.
    cache.clear()
    later = client.post(AWAITED, {"again": ""}, follow=True).content.decode()

    assert TOO_SOON in soon
    assert before == 1
    assert TOO_SOON not in later
    assert later.count("en route") == 1
    assert "en route vers amina@example.org" in later
    assert [mail.subject for mail in sent_mails()] == ["Confirmez votre adresse"] * 2


def read_after_sign_up(address):
    """What a browser reads at each step, without the address and the tokens of forms."""
    cache.clear()
    client = Client()
    posts = [{}, {"again": ""}, {"other": ""}]
    pages = [client.post(SIGNUP_PAGE, {**SIGNUP, "email": address}, follow=True)]
    pages += [client.post(AWAITED, post, follow=True) for post in posts]
    texts = (page.content.decode().replace(address.lower(), "…") for page in pages)
    chains = [page.redirect_chain for page in pages]
    return chains, [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", each) for each in texts]


def test_a_known_address_reads_as_a_new_one(sent_mails):
    person(email="amina@example.org")

    known = read_after_sign_up("AMINA@example.org")

    assert known == read_after_sign_up("AUTRE@example.org")
    assert sent_mails()[0].subject == "Vous avez déjà un compte"


def test_another_address_may_be_given(client):
    sign_up(client, email="amina@exemple.con")

    response = client.post(AWAITED, {"other": ""}, follow=True)

    assert response.redirect_chain[-1][0] == SIGNUP_PAGE
    assert "Créer mon compte" in response.content.decode()
    assert sign_up(client).url == AWAITED


def test_without_a_sign_up_the_page_leads_to_the_sign_in(client):
    text = client.get(AWAITED).content.decode()

    assert reverse("account_login") in text
    assert 'name="again"' not in text
    assert client.post(AWAITED, {"again": ""}).url == reverse("account_login")


def test_a_link_used_twice_says_that_it_is_done(client, sent_mails):
    sign_up(client)
    link = link_of(sent_mails()[0])
    client.post(link)

    here = client.get(link).content.decode()
    elsewhere = Client().get(link).content.decode()
    again = client.post(link, follow=True)

    assert "C’est déjà fait" in here
    assert f'href="{WORKSPACE}"' in here
    assert "C’est déjà fait" in elsewhere
    assert "Se connecter" in elsewhere
    assert again.status_code == 200
    assert "C’est déjà fait" in again.content.decode()


def test_a_link_that_expired_or_is_cut_says_so(client, sent_mails, settings):
    sign_up(client)
    link = link_of(sent_mails()[0])

    cut = client.get(f"{link[:-4]}/").content.decode()
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    late = client.get(link).content.decode()

    assert "Ce lien a expiré" in late
    assert "Ce lien a expiré" in cut
    assert not EmailAddress.objects.get().verified


def test_signing_in_with_an_address_not_confirmed_asks_for_it(client):
    sign_up(Client())

    response = log_in(client, SIGNUP["email"])

    assert response.url == AWAITED
    assert 'name="again"' in client.get(AWAITED).content.decode()
