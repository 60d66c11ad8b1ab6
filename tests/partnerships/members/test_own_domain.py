"""Requests to join from an address of the authority's own domain: a hint to who answers."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from partnerships.models import MemberStatus
from partnerships.people.own_domain import own_part
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory

pytestmark = pytest.mark.django_db
MEMBERS = reverse("partnerships:membership_list")
HINT = "adresse du domaine de la collectivité"


def page_for(client, address, *, is_verified=True, **authority):
    """The page of the manager who answers a request from `address`."""
    manager = MemberFactory(manager=True, authority=LocalAuthorityFactory(**authority))
    user = UserFactory(email=address)
    EmailAddress.objects.create(user=user, email=address, verified=is_verified, primary=True)
    MemberFactory(user=user, authority=manager.authority, pending=True)
    client.force_login(manager.user)
    page = client.get(MEMBERS).content.decode()
    assert address in page
    return page


@pytest.mark.parametrize(
    "authority",
    [
        {"email": "mairie@ville-x.fr"},
        {"email": "Mairie@Ville-X.FR"},
        {"email": "contact@mairie.ville-x.fr"},
        {"website": "https://www.ville-x.fr/accueil"},
        {"website": "http://ville-x.fr", "email": "ville.x@wanadoo.fr"},
    ],
)
@pytest.mark.parametrize("address", ["ada@ville-x.fr", "ada@dsi.ville-x.fr"])
def test_address_of_the_own_domain_is_shown_as_such(client, authority, address):
    page = page_for(client, address, **authority)

    assert f"{HINT} (ville-x.fr)" in page


@pytest.mark.parametrize(
    ("address", "authority"),
    [
        ("ada@ville-y.fr", {"email": "mairie@ville-x.fr"}),
        ("ada@ville-x.fr.example.org", {"email": "mairie@ville-x.fr"}),
        ("ada@autreville-x.fr", {"email": "mairie@ville-x.fr"}),
        ("ada@ville-x.com", {"email": "mairie@ville-x.fr"}),
        ("ada@ville-x.fr", {}),
        ("mairie.x@orange.fr", {"email": "mairie.x@orange.fr"}),
        ("ada@wanadoo.fr", {"email": "mairie.x@wanadoo.fr"}),
        ("ada@gmail.com", {"email": "mairie.x@gmail.com"}),
        ("ada@laposte.net", {"email": "mairie.x@laposte.net"}),
        ("ada@intramuros.org", {"website": "https://www.intramuros.org/ville-x"}),
        ("ada@wixsite.com", {"website": "https://mairie.wixsite.com/ville-x"}),
        ("ada@e-monsite.com", {"website": "http://ville-x.e-monsite.com/"}),
        ("ada@fr", {"website": "https://ville-x.fr"}),
    ],
)
def test_other_addresses_are_not(client, address, authority):
    assert HINT not in page_for(client, address, **authority)


def test_a_homograph_is_not_the_domain(client):
    page = page_for(client, "ada@vill\u0435-x.fr", email="mairie@ville-x.fr")

    assert HINT not in page


def test_an_address_that_is_not_verified_is_not(client):
    assert HINT not in page_for(
        client, "ada@ville-x.fr", is_verified=False, email="mairie@ville-x.fr"
    )


def test_a_domain_of_several_authorities_is_of_none(client):
    LocalAuthorityFactory(email="autre@pays-x.fr")

    assert HINT not in page_for(client, "ada@pays-x.fr", email="ville@pays-x.fr")


def test_a_domain_that_ends_like_another_is_still_own(client):
    LocalAuthorityFactory(website="https://petite-ville-x.fr")

    assert HINT in page_for(client, "ada@ville-x.fr", website="https://ville-x.fr")


def test_the_officer_who_answers_sees_it_and_it_grants_nothing(client):
    user = UserFactory(email="ada@ville-x.fr")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    authority = LocalAuthorityFactory(email="mairie@ville-x.fr")
    asked = MemberFactory(user=user, authority=authority, pending=True)
    client.force_login(reviewer())

    assert HINT in client.get(MEMBERS).content.decode()

    asked.refresh_from_db()
    assert asked.status == MemberStatus.PENDING


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(client, count, django_assert_num_queries):
    manager = MemberFactory(
        manager=True, authority=LocalAuthorityFactory(email="mairie@ville-x.fr")
    )
    for n in range(count):
        user = UserFactory(email=f"ada{n}@ville-x.fr")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        MemberFactory(user=user, authority=manager.authority, pending=True)
    client.force_login(manager.user)

    with django_assert_num_queries(10):
        page = client.get(MEMBERS).content.decode()

    assert page.count(HINT) == count


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.ville-x.fr", "ville-x.fr"),
        ("VILLE-X.FR.", "ville-x.fr"),
        ("orléans.fr", "xn--orlans-dva.fr"),
        ("mairie.wixsite.com", "mairie.wixsite.com"),
        ("gmail.com", ""),
        ("fr", ""),
        ("", ""),
        ("a..b", ""),
        ("x" * 300 + ".fr", ""),
        ("[::1]", ""),
    ],
)
def test_registrable_domain_of_a_host(host, domain):
    assert own_part(host) == domain
