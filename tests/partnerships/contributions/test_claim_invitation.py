"""« Reprendre cette fiche »: for anyone, the way to the claim of an imported partnership."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cncd_portal.accounts.models import User
from partnerships.models import LocalAuthorityMember, OutboxMail
from partnerships.publication.suspend import suspend
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PASSWORD = "Une-phrase-assez-longue-7"


@pytest.fixture
def lille():
    return LocalAuthorityFactory(name="Lille")


@pytest.fixture
def imported(lille):
    return published([lille], provenance="wikidata", title="Lille et Erfurt")


def way(partnership):
    return reverse("partnerships:claim_invitation", args=[partnership.public_id])


def claim(partnership):
    return reverse("partnerships:claim", args=[partnership.public_id])


def test_imported_partnership_alone_leads_to_it(client, imported):
    declared = published()

    assert way(imported) in text_of(client.get(imported.get_absolute_url()))
    assert way(declared) not in text_of(client.get(declared.get_absolute_url()))


def test_anyone_reads_what_it_means_and_signs_in_to_come_back(client, imported):
    page = text_of(client.get(way(imported)))

    assert "Ce que cela veut dire" in page
    for name in ("account_login", "account_signup"):
        assert f"{reverse(name)}?next={way(imported)}" in page


def test_signing_in_comes_back_to_the_claim(client, imported, lille):
    member = MemberFactory(authority=lille)
    member.user.set_password(PASSWORD)
    member.user.save()
    member.user.emailaddress_set.create(email=member.user.email, verified=True, primary=True)

    sign_in = {"login": member.user.email, "password": PASSWORD, "next": way(imported)}
    response = client.post(reverse("account_login"), sign_in)

    assert response.url == way(imported)
    assert client.get(response.url).url == claim(imported)


def test_new_account_comes_back_once_its_address_is_confirmed(client, imported, lille):
    page = client.get(f"{reverse('account_signup')}?next={way(imported)}")
    assert f'value="{way(imported)}"' in text_of(page)
    form = {"first_name": "Ana", "last_name": "Diallo", "email": "ana@lille.fr"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "next": way(imported)}
    client.post(reverse("account_signup"), {**form, **passwords})
    mail = OutboxMail.objects.get(recipient="ana@lille.fr")
    link = re.search(r"/compte/confirm-email/\S+", mail.body).group()
    # Mails are often read in another browser.
    other = Client()
    page = text_of(other.get(link))
    assert f'name="next" value="{way(imported)}"' in page

    response = other.post(link.partition("?")[0], {"next": way(imported)})

    assert response.url == way(imported)
    assert User.objects.get().emailaddress_set.get().verified


def test_link_of_a_new_account_never_leads_to_another_site(client):
    form = {"first_name": "Ana", "last_name": "Diallo", "email": "ana@lille.fr"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "next": "https://ailleurs.example/"}
    client.post(reverse("account_signup"), {**form, **passwords})

    assert "ailleurs" not in OutboxMail.objects.get(recipient="ana@lille.fr").body


def test_someone_of_no_authority_is_led_to_join_it(client, imported, lille):
    client.force_login(UserFactory())

    page = text_of(client.get(way(imported)))

    address = f"{reverse('partnerships:membership_request')}?authority={lille.key}"
    assert address in page
    assert "Lille" in text_of(client.get(address))


def test_someone_whose_request_waits_is_told(client, imported, lille):
    waiting = MemberFactory(authority=lille, pending=True)
    client.force_login(waiting.user)

    page = text_of(client.get(way(imported)))

    assert "attend une réponse" in page
    assert f"?authority={lille.key}" not in page


def test_member_is_led_to_the_claim_and_others_are_not(client, imported, lille):
    for user, is_led in (
        (MemberFactory(authority=lille).user, True),
        (MemberFactory().user, False),
        (MemberFactory(authority=lille, revoked=True).user, False),
        (reviewer(), False),
    ):
        client.force_login(user)
        response = client.get(way(imported))
        assert (response.status_code == 302) == is_led
        assert not is_led or response.url == claim(imported)


def test_declared_partnership_is_no_longer_to_be_claimed(client):
    declared = published()

    response = client.get(way(declared), follow=True)

    assert response.redirect_chain == [(declared.get_absolute_url(), 302)]
    assert f"Cette fiche est déjà celle de {declared.lead_authority}." in text_of(response)


def test_suspended_or_absent_partnership_is_not_there(client, imported):
    suspend(imported, 1, by=reviewer(), reason="À vérifier")

    assert client.get(way(imported)).status_code == 404
    absent = reverse("partnerships:claim_invitation", args=["zzzzzzzz"])
    assert client.get(absent).status_code == 404


def test_authority_that_merged_is_named_as_it_is_today(client, imported, lille):
    heir = LocalAuthorityFactory(name="Métropole neuve")
    lille.successor = heir
    lille.save()
    client.force_login(UserFactory())

    assert f"?authority={heir.key}" in text_of(client.get(way(imported)))


def test_nothing_is_written_by_reading(client, imported):
    client.get(way(imported))
    client.force_login(UserFactory())
    client.get(way(imported))

    assert not LocalAuthorityMember.objects.exists()
    assert Client().post(way(imported)).status_code == 405
    assert User.objects.count() == 1
