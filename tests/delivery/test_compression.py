"""Pages are compressed, except what the length of an answer could betray."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TAKES_GZIP = {"accept-encoding": "gzip, deflate, br"}


def test_pages_and_their_errors_are_compressed():
    for address in ("/", "/registre/", "/aide/", "/absente/", "/robots.txt"):
        plain = Client().get(address)
        small = Client().get(address, headers=TAKES_GZIP)
        if len(plain.content) > 500:
            assert small["Content-Encoding"] == "gzip", address
            assert gzip.decompress(small.content) == plain.content
            assert "Accept-Encoding" in small["Vary"]


def test_page_of_a_person_has_a_length_that_changes(client):
    client.force_login(UserFactory())

    answers = [client.get("/registre/", headers=TAKES_GZIP) for _time in range(12)]

    assert {each["Content-Encoding"] for each in answers} == {"gzip"}
    assert len({len(each.content) for each in answers}) > 1


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_page_of_an_account_is_left(client, name):
    response = client.get(reverse(name), headers=TAKES_GZIP)

    assert response.status_code == 200
    assert not response.has_header("Content-Encoding")
