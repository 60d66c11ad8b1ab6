"""Mails about accounts: written in the outbox, sent afterwards, without the links once sent."""

import re
import smtplib
import socket
import threading
import time

import pytest
from django.core.management import call_command
from django.urls import reverse

from partnerships.models import MailState, OutboxMail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def silent_relay(settings):
    """A relay that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 1
        yield server


@pytest.fixture
def refusing_relay(settings):
    """A relay that nobody answers for: its port is closed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
    settings.EMAIL_BACKEND = SMTP


def ask_reset(client, user):
    return client.post(reverse("account_reset_password"), {"email": user.email})


@pytest.mark.parametrize("relay", ["silent_relay", "refusing_relay"])
def test_page_does_not_wait_for_the_relay(client, request, relay):
    request.getfixturevalue(relay)
    user = UserFactory()
    before = threading.active_count()

    response = ask_reset(client, user)

    assert response.status_code == 302
    assert threading.active_count() == before
    mail = OutboxMail.objects.get(recipient=user.email)
    assert (mail.state, mail.attempts) == (MailState.PENDING, 0)


@pytest.mark.parametrize("relay", ["silent_relay", "refusing_relay"])
def test_mails_wait_for_the_relay_with_growing_pauses(client, request, relay):
    request.getfixturevalue(relay)
    user = UserFactory()
    ask_reset(client, user)
    mails, pauses = OutboxMail.objects.filter(recipient=user.email), []

    for _time in range(10):
        before = time.time()
        call_command("send_mail")
        mail = mails.get()
        assert mail.state == MailState.PENDING
        pauses.append(round((mail.next_try_at.timestamp() - before) / 60))
        mails.update(next_try_at=mail.created_at)

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 64, 64, 64]


def test_relay_that_is_down_is_asked_once_a_turn(client, refusing_relay, monkeypatch):
    for _rank in range(3):
        ask_reset(client, UserFactory())

    call_command("send_mail")

    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_mail_that_the_relay_refuses_fails_alone(client, monkeypatch):
    refused, other = UserFactory(), UserFactory()
    ask_reset(client, refused)
    ask_reset(client, other)
    send = "django.core.mail.message.EmailMessage.send"

    def refuse(message, *args, **kwargs):
        if refused.email in message.to:
            raise smtplib.SMTPRecipientsRefused({refused.email: (550, b"inconnu")})

    monkeypatch.setattr(send, refuse)
    call_command("send_mail")

    assert OutboxMail.objects.get(recipient=refused.email).state == MailState.PENDING
    assert OutboxMail.objects.get(recipient=other.email).state == MailState.SENT


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_link_that_opens_an_account_is_erased_once_sent(client, name, sent_mails):
    data = {
        "account_reset_password": {"email": UserFactory().email},
        "account_signup": {
            "email": "nouvelle@example.org",
            "first_name": "Amina",
            "last_name": "Diallo",
            "password1": "phrase-assez-longue",
            "password2": "phrase-assez-longue",
        },
    }
    client.post(reverse(name), data[name])

    [mail] = sent_mails()
    link = re.search(r"http://testserver(/\S+)", mail.body).group(1)

    row = OutboxMail.objects.get()
    secret = link.rstrip("/").rpartition("/")[2]
    assert len(secret) > 20
    assert secret not in row.body
    assert row.has_lost_secret
    assert client.get(link, follow=True).status_code == 200
