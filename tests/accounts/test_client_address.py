"""Limits count the client: neither the proxy, nor who it claims to be."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import BadRequest
from django.test import RequestFactory


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
        (1, "2001:db8::1", "", "2001:db8::1"),
        (0, None, "", "0.0.0.0"),  # noqa: S104
    ],
)
def test_client_is_the_one_that_the_first_proxy_saw(settings, proxies, forwarded, remote, expected):
    assert address(settings, proxies, forwarded, remote) == expected


def test_fewer_lines_than_proxies_is_a_wrong_request(settings):
    with pytest.raises(BadRequest):
        address(settings, 2, "192.0.2.7")
