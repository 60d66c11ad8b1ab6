"""Browsers where people are signed in, and the time that passes for their sessions."""

from datetime import timedelta

from django.db.models import F
from django.test import Client

from cncd_portal.accounts.sessions import Session
from tests.accounts.test_sign_in import log_in

PAGE = "/compte/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(user, agent=FIREFOX, address="192.0.2.7"):
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    log_in(client, user.email)
    return client


def row_of(client):
    return Session.objects.get(pk=client.session.session_key)


def later(client, **passed):
    """As if the session had been as it is for that long: it was begun, used and renewed then."""
    past = timedelta(**passed)
    Session.objects.filter(pk=client.cookies["sessionid"].value).update(
        begun_at=F("begun_at") - past,
        seen_at=F("seen_at") - past,
        expire_date=F("expire_date") - past,
    )


def is_signed_in(client) -> bool:
    return client.get(PAGE).status_code == 200
