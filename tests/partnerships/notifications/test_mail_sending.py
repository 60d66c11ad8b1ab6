"""Sending mails: hostile text in each template, uncertain mails, and who sends them again."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnerships.models import MailState, Notification, OutboxMail
from partnerships.models.deadline import Deadline
from partnerships.notifications.events import EVENT_OF
from partnerships.notifications.outbox import notify, send_one
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
MAILS = Path(settings.BASE_DIR) / "templates/partnerships/email"
HOSTILE = (
    "Titre\r\nBcc: victime@example.org\r\n\r\nCorps\n\nSuite\u2028Cc: victime@example.org"
    "\u0085\x0b\x00\ud800\u202e" + "é" * 2_000
)
PAGE = "http://127.0.0.1:8000/mon-espace/"


class Hostile(str):
    """Hostile text for any attribute that a template reads; a date where it reads one."""

    __slots__ = ()

    def __getattr__(self, name):
        if name.startswith("_") or name in {"resolve_expression", "as_sql", "pk"}:
            raise AttributeError(name)
        if name.endswith(("_on", "_at")):
            return timezone.now()
        if name == "deadline":
            return Deadline(None, None, timezone.localdate())
        return Hostile(HOSTILE)

    def __iter__(self):
        return iter([Hostile])


def names_in(template):
    text = (MAILS / f"{template}.txt").read_text()
    for other in re.findall(r'include "partnerships/email/(\w+)\.txt"', text):
        text += (MAILS / f"{other}.txt").read_text()
    return set(re.findall(r"\b[a-z_]+\b", text))


def hostile_context(template):
    words = Hostile(HOSTILE)
    context = dict.fromkeys(names_in(template) - {"recipient", "template", "cause"}, words)
    context |= {name: timezone.now() for name in context if name.endswith(("_on", "_at"))}
    dossier = dossier_in("draft")
    dossier.title = dossier.reference = HOSTILE
    dossier.discarded_at = timezone.now()
    lists = {"dossiers": [words], "messages": [words], "authorities": [(words, 2)], "count": 2}
    lists["drafts"] = [(words, True, PAGE)]
    return {**context, **lists, "dossier": dossier, "link": PAGE, "secret": ""}


@pytest.mark.parametrize("template", sorted({path.stem for path in MAILS.glob("[a-z]*.txt")}))
def test_hostile_words_make_no_header(template):
    user = UserFactory(first_name=HOSTILE.replace("\x00", "").replace("\ud800", "")[:100])
    always = EVENT_OF[template].always

    notify("hostile", [user], template, **hostile_context(template))
    OutboxMail.objects.exclude(cause="hostile").delete()
    call_command("send_mail")

    stored_subject = Notification.objects.get(cause="hostile").subject
    assert re.fullmatch(r"[^\x00-\x1f\x7f\u0085\u2028\u2029\u202e]{1,250}", stored_subject)
    for sent in mail.outbox:
        message = sent.message()
        assert sent.recipients() == [user.email]
        assert message.get_all("To") == [user.email]
        assert not message.get_all("Bcc")
        assert not message.get_all("Cc")
        assert sent.subject == stored_subject
    assert mail.outbox or not always


def test_hostile_address_fails_alone_and_stops_no_other():
    user, dossier = UserFactory(), dossier_in("draft")
    hostile = UserFactory()
    hostile.email = "a@example.org\nBcc: victime@example.org"
    for number, person in enumerate((hostile, user)):
        notify(f"{number}", [person], "submit", dossier=dossier, by="x", link=PAGE)

    call_command("send_mail")

    assert [message.to for message in mail.outbox] == [[user.email]]
    failed = OutboxMail.objects.get(state=MailState.FAILED)
    assert failed.cause == "0"
    assert "header" in failed.last_error.lower()


def in_state(state, minutes=60, **fields):
    dossier = dossier_in("submitted")
    row = OutboxMail.objects.get(recipient=dossier.created_by.email)
    taken_at = timezone.now() - timedelta(minutes=minutes)
    OutboxMail.objects.filter(pk=row.pk).update(state=state, taken_at=taken_at, **fields)
    return OutboxMail.objects.get(pk=row.pk)


def again(row):
    return reverse("admin:partnerships_outboxmail_requeue", args=[row.pk])


def page_of(row):
    return reverse("admin:partnerships_outboxmail_change", args=[row.pk])


def chief(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_uncertain_mail_is_not_sent_again_automatically():
    row = in_state(MailState.SENDING)

    for _time in range(3):
        call_command("send_mail")
        call_command("daily_upkeep")

    row.refresh_from_db()
    assert row.state == MailState.SENDING
    assert row.subject not in [message.subject for message in mail.outbox]


@pytest.mark.parametrize("state", [MailState.SENDING, MailState.FAILED])
def test_administrator_sends_a_mail_again(client, state):
    row = in_state(state, attempts=8)
    user = chief(client)

    assert again(row) in client.get(page_of(row)).content.decode()
    for _time in range(2):
        client.post(again(row))
    call_command("send_mail")

    row.refresh_from_db()
    assert (row.state, row.attempts) == (MailState.SENT, 1)
    assert [message.to for message in mail.outbox].count([row.recipient]) == 1
    assert user.logentry_set.get().get_change_message() == "Remis en file d’envoi."


@pytest.mark.parametrize(
    ("state", "minutes", "fields"),
    [
        (MailState.SENDING, 1, {}),
        (MailState.PENDING, 60, {}),
        (MailState.SENT, 60, {"sent_at": timezone.now()}),
        (MailState.FAILED, 60, {"has_lost_secret": True}),
    ],
)
def test_pending_or_sent_mail_is_not_sent_again(client, state, minutes, fields):
    row = in_state(state, minutes, **fields)
    chief(client)

    assert again(row) not in client.get(page_of(row)).content.decode()
    client.post(again(row))

    row.refresh_from_db()
    assert row.state == state


def test_read_only_administrator_sends_nothing_again(client):
    row = in_state(MailState.FAILED)
    client.force_login(UserFactory(is_staff=True, codenames=["view_outboxmail"]))

    assert again(row) not in client.get(page_of(row)).content.decode()
    assert client.post(again(row)).status_code == 403
    assert client.get(again(row)).status_code == 405
    row.refresh_from_db()
    assert row.state == MailState.FAILED


def test_sent_mail_has_its_instant():
    dossier_in("submitted")
    row = OutboxMail.objects.first()

    assert send_one(row)

    row.refresh_from_db()
    assert row.taken_at <= row.sent_at
