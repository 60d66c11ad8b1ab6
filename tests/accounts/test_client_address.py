"""Limits count the client: neither the proxy, nor who it claims to be."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import BadRequest
from django.test import RequestFactory
from django.utils import timezone

from cncd_portal.accounts.sessions import SEEN_EVERY, Session
from tests.factories.accounts import UserFactory


def address(settings, proxies, forwarded, remote="10.0.0.1"):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    meta = {"REMOTE_ADDR": remote}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    request = RequestFactory().get("/", **meta)
    return get_adapter(request).get_client_ip(request)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, None, "192.0.2.7", "192.0.2.7"),
        (0, "198.51.100.1", "192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.7", "10.0.0.1", "192.0.2.7"),
        (1, "198.51.100.1, 192.0.2.7", "10.0.0.1", "192.0.2.7"),
        (2, "198.51.100.1, 192.0.2.7, 10.0.0.2", "10.0.0.1", "192.0.2.7"),
        (1, "2001:db8::1", "", "2001:db8::"),
        (0, None, "", "0.0.0.0"),  # noqa: S104
    ],
)
def test_client_is_the_one_that_the_first_proxy_saw(settings, proxies, forwarded, remote, expected):
    assert address(settings, proxies, forwarded, remote) == expected


def test_fewer_lines_than_proxies_is_a_wrong_request(settings):
    with pytest.raises(BadRequest):
        address(settings, 2, "192.0.2.7")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::1", "::2", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
    ],
)
def test_addresses_of_one_network_of_ipv6_are_one_client(settings, one, other, is_same):
    """A client has a whole network there, and would escape every limit."""
    assert (address(settings, 1, one) == address(settings, 1, other)) == is_same


@pytest.mark.django_db
def test_session_shows_the_whole_address(client):
    client.force_login(UserFactory())
    Session.objects.update(seen_at=timezone.now() - SEEN_EVERY)

    client.get("/mon-espace/", REMOTE_ADDR="2001:db8::7")

    assert Session.objects.get().address == "2001:db8::7"
