"""Mails of the outbox: written with what causes them, sent afterwards by `send_mail`."""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partnerships.models import MailState, OutboxMail

MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(minutes=1)


def written(template: str, context: dict) -> tuple[str, str]:
    """(subject, text) of a mail; the first line of its template is the subject."""
    text = render_to_string(f"partnerships/email/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:250], body.strip()


def notify(cause: str, recipients: Iterable, template: str, secret="", **context) -> None:
    """Write one mail a person for `cause`, from `partnerships/email/<template>.txt`.

    The same cause twice is one mail. `secret`: a part of the text that is forgotten once the mail
    has left.
    """
    for recipient in recipients:
        context["recipient"] = recipient
        subject, body = written(template, context)
        OutboxMail.objects.get_or_create(
            cause=cause,
            recipient=recipient.email,
            defaults={"subject": subject, "body": body, "secret": secret},
        )


def address(name: str, *args) -> str:
    """Full address of a page, for a mail."""
    return site_address(reverse(f"partnerships:{name}", args=args))


def site_address(path: str) -> str:
    return urljoin(settings.SITE_URL, path)


def _send(mail):
    html = render_to_string("partnerships/email/mail.html", {"mail": mail})
    message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.recipient])
    message.attach_alternative(html, "text/html")
    message.send()


def send_one(mail: OutboxMail) -> bool:
    """Send `mail`, unless another process took it. Whether it left.

    Taken but neither sent nor failed (the process was killed), it stays « uncertain » for
    administrators to see, and is not sent again by itself.
    """
    waiting = OutboxMail.objects.filter(pk=mail.pk, state=MailState.PENDING)
    if not waiting.update(state=MailState.SENDING):
        return False
    mail.attempts += 1
    try:
        _send(mail)
    except (OSError, smtplib.SMTPException) as error:
        mail.state = MailState.FAILED if mail.attempts >= MAX_ATTEMPTS else MailState.PENDING
        mail.last_error = str(error)[:1000]
        mail.next_try_at = timezone.now() + FIRST_DELAY * 2 ** (mail.attempts - 1)
    else:
        mail.state = MailState.SENT
        mail.sent_at = timezone.now()
    if mail.secret and mail.state != MailState.PENDING:
        mail.body = mail.body.replace(mail.secret, "…")
        mail.secret = ""
    mail.save()
    return mail.state == MailState.SENT
