"""Mails of the outbox: written with what causes them, sent afterwards by `send_mail`."""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from partnerships.models import Frequency, MailState, Notification, OutboxMail
from partnerships.notifications.events import EVENT_OF
from partnerships.notifications.preferences import frequencies

User = get_user_model()

MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(minutes=1)
UNCERTAIN_AFTER = timedelta(minutes=15)


def written(template: str, context: dict) -> tuple[str, str]:
    """(subject, text) of a mail: its template gives the one, an empty line, then the other.

    Nothing that anyone typed makes a line of the headers.
    """
    text = render_to_string(f"partnerships/email/{template}.txt", context)
    # Neither NUL nor lone surrogates, which no database nor mail takes.
    text = text.encode("utf-8", "replace").decode().replace("\x00", "").strip()
    subject, _separator, body = text.partition("\n\n")
    # Line ends of every kind, controls and marks of direction are spaces.
    subject = "".join(each if each.isprintable() else " " for each in subject)
    return " ".join(subject.split())[:250], body.strip()


def notify(cause: str, recipients: Iterable, template: str, secret="", **context) -> None:
    """Tell each person once of `cause`, from `partnerships/email/<template>.txt`: in the portal if
    they have an account, and by a mail, when they chose to.

    The same cause twice is told once. `dossier`, in `context`: what it is about, where someone may
    have silenced it. `secret`: a part of the text that is forgotten once the mail has left.
    """
    event, dossier = EVENT_OF[template], context.get("dossier")
    heard = frequencies(event, cause, list(recipients), dossier)
    told, mails = [], []
    for recipient, frequency in heard:
        subject, body = written(template, {**context, "recipient": recipient})
        if isinstance(recipient, User):
            told.append(_told(recipient, cause, event, subject, frequency, context))
            body = f"{body}\n\n{foot()}"
        if frequency == Frequency.AT_ONCE:
            mails.append(_mail(cause, recipient.email, subject, body, secret))
    # Both or none: what is told already is not mailed later.
    with transaction.atomic():
        Notification.objects.bulk_create(told, ignore_conflicts=True)
        OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)


def _told(user, cause, event, subject, frequency, context):
    page = urlsplit(context["link"])
    return Notification(
        user=user,
        cause=cause,
        event=event.name,
        subject=subject,
        link=urlunsplit(("", "", *page[2:]))[:300],
        dossier=context.get("dossier"),
        frequency=frequency,
        mailed_at=timezone.now() if frequency == Frequency.AT_ONCE else None,
    )


def _mail(cause, email, subject, body, secret=""):
    return OutboxMail(cause=cause, recipient=email, subject=subject, body=body, secret=secret)


def foot() -> str:
    """Where one chooses what one is told: at the end of each mail to someone who has an account."""
    return gettext("Choisir ce que vous recevez\u202f: %(page)s") % {
        "page": address("notification_choices")
    }


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
    if not waiting.update(state=MailState.SENDING, taken_at=timezone.now()):
        return False
    mail.refresh_from_db(fields=["taken_at"])
    mail.attempts += 1
    try:
        _send(mail)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        # A header or a text that cannot be written will not be better next time.
        is_hopeless = isinstance(error, ValueError) or mail.attempts >= MAX_ATTEMPTS
        mail.state = MailState.FAILED if is_hopeless else MailState.PENDING
        mail.last_error = str(error)[:1000]
        mail.next_try_at = timezone.now() + FIRST_DELAY * 2 ** (mail.attempts - 1)
    else:
        mail.state = MailState.SENT
        mail.sent_at = timezone.now()
    if mail.secret and mail.state != MailState.PENDING:
        mail.body = mail.body.replace(mail.secret, "…")
        mail.secret = ""
        mail.has_lost_secret = True
    mail.save()
    return mail.state == MailState.SENT


def may_be_requeued(mail: OutboxMail) -> bool:
    """Failed, or taken so long ago that no process sends it still; and whole, for the link of an
    invitation that was forgotten is sent again from its own page.
    """
    is_uncertain = mail.state == MailState.SENDING and (
        mail.taken_at is None or mail.taken_at < timezone.now() - UNCERTAIN_AFTER
    )
    return (is_uncertain or mail.state == MailState.FAILED) and not mail.has_lost_secret


def requeue(mail: OutboxMail) -> bool:
    """Send `mail` again, because someone asks: whether it will be. Nothing asks by itself."""
    if not may_be_requeued(mail):
        return False
    as_it_stands = OutboxMail.objects.filter(pk=mail.pk, state=mail.state, taken_at=mail.taken_at)
    again = {"state": MailState.PENDING, "attempts": 0, "next_try_at": timezone.now()}
    return bool(as_it_stands.update(**again))


def mails_about(dossier) -> QuerySet[OutboxMail]:
    """Those that `dossier`, or a message of it, caused; and those that name it among others."""
    causes = [f"{dossier.reference}:", f"draft:{dossier.uuid}:", f"retention:{dossier.uuid}:"]
    causes += [f"message:{message.uuid}" for message in dossier.messages.all()]
    about = Q(subject__contains=dossier.reference) | Q(body__contains=dossier.reference)
    for cause in causes:
        about |= Q(cause__startswith=cause)
    return OutboxMail.objects.filter(about)
