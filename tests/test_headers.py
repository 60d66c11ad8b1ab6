"""What every answer says to browsers and caches, and requests that no page is for."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["partnerships:workspace", "portal:legal", "account_email", "partnerships:data_export"]
)
def test_page_of_who_is_signed_in_is_in_no_cache(client, name):
    client.force_login(MemberFactory().user)

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken"])
@pytest.mark.parametrize("address", ["/registre/", "/apercu.png", "/pays/"])
def test_answer_that_sets_a_cookie_is_in_no_cache(client, cookie, address):
    """An ended session is told to be forgotten, a damaged token to be replaced."""
    kept = client.get(address, follow=True)
    client.cookies[cookie] = "damaged"

    response = client.get(kept.request["PATH_INFO"], QUERY_STRING=kept.request["QUERY_STRING"])

    assert kept["Cache-Control"].startswith("public")
    assert response.status_code == 200
    if response.cookies:
        assert response["Cache-Control"] == "private, no-store"
    assert bool(response.cookies) == (cookie == "sessionid" or address == "/apercu.png")


def test_page_for_anyone_may_be_kept(client):
    assert "no-store" not in client.get(reverse("portal:legal")).get("Cache-Control", "")


@pytest.mark.parametrize("name", ["portal:home", "portal:health", "account_login"])
def test_answers_are_for_this_site_and_ask_for_no_device(client, name):
    response = client.get(reverse(name))

    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    permissions = response["Permissions-Policy"].split(", ")
    assert "camera=()" in permissions
    assert "publickey-credentials-create=(self)" in permissions
    assert "publickey-credentials-get=(self)" in permissions


def test_trace_is_refused(client):
    assert client.trace(reverse("portal:home")).status_code == 405


FORM = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\na\r\n--x--\r\n'


def post_in(charset):
    """Posts a form that says it is written in `charset`; a fault of ours is a 500."""
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    client = Client(raise_request_exception=False)
    return client.generic("POST", reverse("account_login"), FORM, content_type=kind)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "x-inconnu", "undefined", "hex", "idna"])
def test_unknown_encoding_is_a_wrong_request(charset):
    assert post_in(charset).status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "iso-8859-1"])
def test_encoding_of_a_browser_is_read(charset):
    assert post_in(charset).status_code == 200


def test_robots_are_told_what_is_private(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /instruction/" in response.content.decode()


def test_contact_for_faults_is_told_where_it_is_set(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404

    settings.SECURITY_CONTACT = "mailto:securite@example.org"

    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:securite@example.org" in text
    assert "Expires: 20" in text


def test_missing_field_is_a_wrong_request(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    client.raise_request_exception = False

    for name in ("partnerships:notification_read", "partnerships:queue"):
        assert client.post(reverse(name), {}).status_code < 500
