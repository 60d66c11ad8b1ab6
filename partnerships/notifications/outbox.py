"""The outbox: mails are written in the transaction that causes them, then sent by `send_mail`."""

import smtplib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from cncd_portal.accounts.invisible import shown_text
from cncd_portal.site_address import absolute_address
from partnerships.models import (
    Dossier,
    Frequency,
    GatheredDossier,
    MailState,
    Notification,
    OutboxMail,
    SiteSettings,
)
from partnerships.notifications.events import EVENT_OF
from partnerships.notifications.preferences import frequencies

User = get_user_model()

MAX_ATTEMPTS = 8
# Pauses between two tries double, up to about an hour.
FIRST_DELAY, MAX_DOUBLINGS = timedelta(minutes=1), 6
UNCERTAIN_AFTER = timedelta(minutes=15)


def render_mail(template: str, context: dict) -> tuple[str, str]:
    """Returns (subject, text) of a mail; a blank line separates them in the template.

    The subject is a single printable line, so that typed text cannot add mail headers.
    """
    text = _storable(render_to_string(f"partnerships/email/{template}.txt", context))
    subject, _separator, body = text.partition("\n\n")
    return _one_line(subject), body.strip()


def _storable(text: str) -> str:
    """Returns `text` as it is shown, without NUL and lone surrogates, which mail refuses."""
    return shown_text(text).encode("utf-8", "replace").decode().replace("\x00", "").strip()


def _one_line(subject: str) -> str:
    """Replaces line ends of every kind, controls and direction marks by spaces."""
    subject = "".join(each if each.isprintable() else " " for each in subject)
    return " ".join(subject.split())[:250]


def write_mail(cause: str, recipient: str, subject: str, body: str, secret: str = "") -> None:
    """Writes one mail in the outbox, outside notifications. `secret`: see `notify`."""
    mail = _mail(cause, recipient, _one_line(_storable(subject)), _storable(body), secret)
    add_to_outbox([mail], ())


def notify(cause: str, recipients: Iterable, template: str, secret="", **context) -> None:
    """Notifies each person once of `cause`, with the template `partnerships/email/<template>.txt`.

    In the portal if they have an account, and by mail at the frequency they chose. Idempotent by
    cause and person. `dossier` in `context`: its subject, which people may have muted; `dossiers`:
    those of one mail about several. `secret`: a part of the text that is erased once the mail is
    sent.
    """
    event, dossier = EVENT_OF[template], context.get("dossier")
    notifications, mails = [], []
    for recipient, frequency in frequencies(event, cause, list(recipients), dossier):
        subject, body = render_mail(template, {**context, "recipient": recipient})
        if isinstance(recipient, User):
            row = _notification(recipient, cause, event, subject, frequency, context)
            notifications.append(row)
            body = f"{body}\n\n{mail_footer()}"
        if frequency == Frequency.AT_ONCE:
            mails.append(_mail(cause, recipient.email, subject, body, secret))
    if not (notifications or mails):
        return
    # Both or none: a cause already notified would never be mailed.
    with transaction.atomic():
        Notification.objects.bulk_create(notifications, ignore_conflicts=True)
        add_to_outbox(mails, [dossier] if dossier else context.get("dossiers", ()))


def _notification(user, cause, event, subject, frequency, context):
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


def add_to_outbox(mails: list[OutboxMail], dossiers: Iterable[Dossier]) -> None:
    """Inserts `mails`, of one cause, all about `dossiers`; those already there stay as they are."""
    dossiers = list(dict.fromkeys(dossiers))
    for mail in mails:
        mail.dossier = dossiers[0] if len(dossiers) == 1 else None
    OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)
    if not mails or len(dossiers) < 2:
        return
    recipients = [mail.recipient for mail in mails]
    rows = OutboxMail.objects.filter(cause=mails[0].cause, recipient__in=recipients)
    GatheredDossier.objects.bulk_create(
        [
            GatheredDossier(mail=row, dossier=dossier)
            for row in rows.order_by("pk")
            for dossier in dossiers
        ],
        ignore_conflicts=True,
    )


def mail_footer() -> str:
    """Returns the link to notification choices, added to mails to people with an account."""
    return gettext("Choisir ce que vous recevez\u202f: %(page)s") % {
        "page": address("notification_choices")
    }


def address(name: str, *args) -> str:
    """Returns the absolute URL of a page, for a mail."""
    return absolute_address(reverse(f"partnerships:{name}", args=args))


def _send(mail):
    html = render_to_string("partnerships/email/mail.html", {"mail": mail})
    contact = SiteSettings.objects.current().contact_email
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        to=[mail.recipient],
        reply_to=[contact] if contact else [],
        # RFC 3834: automatic answers of absence do not answer it.
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    message.send()


class RelayUnavailable(Exception):
    """The mail relay does not answer, or refuses to speak: other mails would fail alike."""


def _is_relay_down(error: Exception) -> bool:
    """Whether `error` is of the relay or the network, and not of one mail."""
    if isinstance(error, smtplib.SMTPException):
        relay = (
            smtplib.SMTPServerDisconnected,
            smtplib.SMTPConnectError,
            smtplib.SMTPHeloError,
            smtplib.SMTPAuthenticationError,
        )
        return isinstance(error, relay)
    return isinstance(error, OSError)


def send_due() -> Iterator[bool]:
    """Sends the mails that are due, one at each step. Yields whether it was sent.

    Raises RelayUnavailable as soon as the relay does not answer: the rest stays due.
    """
    due = OutboxMail.objects.filter(state=MailState.PENDING, next_try_at__lte=timezone.now())
    for mail in due.order_by("next_try_at", "pk"):
        yield send_one(mail)


def send_one(mail: OutboxMail) -> bool:
    """Sends `mail`, unless another process took it. Returns whether it was sent.

    If the process is killed meanwhile, the mail stays « uncertain », shown to administrators, and
    is not sent again automatically. Raises RelayUnavailable, once the next try is written.
    """
    waiting = OutboxMail.objects.filter(pk=mail.pk, state=MailState.PENDING)
    if not waiting.update(state=MailState.SENDING, taken_at=timezone.now()):
        return False
    mail.refresh_from_db(fields=["taken_at"])
    mail.attempts += 1
    error = None
    try:
        _send(mail)
    except (OSError, ValueError, smtplib.SMTPException) as why:
        error = why
        _write_failure(mail, error)
    else:
        mail.state = MailState.SENT
        mail.sent_at = timezone.now()
    if mail.secret and mail.state != MailState.PENDING:
        mail.body = mail.body.replace(mail.secret, "…")
        mail.secret = ""
        mail.has_lost_secret = True
    mail.save()
    if error and _is_relay_down(error):
        raise RelayUnavailable(str(error)) from error
    return mail.state == MailState.SENT


def _write_failure(mail: OutboxMail, error: Exception) -> None:
    """Says why `mail` was not sent, and when to try again.

    A header or text that cannot be encoded will fail next time too. A relay comes back.
    """
    is_refused = isinstance(error, ValueError) or mail.attempts >= MAX_ATTEMPTS
    is_final = is_refused and not _is_relay_down(error)
    mail.state = MailState.FAILED if is_final else MailState.PENDING
    mail.last_error = str(error)[:1000]
    mail.next_try_at = timezone.now() + FIRST_DELAY * 2 ** min(mail.attempts - 1, MAX_DOUBLINGS)


def may_be_requeued(mail: OutboxMail) -> bool:
    """Whether `mail` failed, or was taken so long ago that no process is still sending it.

    Not if its secret was erased: such a link is sent again from its own page.
    """
    is_uncertain = mail.state == MailState.SENDING and (
        mail.taken_at is None or mail.taken_at < timezone.now() - UNCERTAIN_AFTER
    )
    return (is_uncertain or mail.state == MailState.FAILED) and not mail.has_lost_secret


def requeue(mail: OutboxMail) -> bool:
    """Puts `mail` back in the queue, only at someone's request. Returns whether it will be sent."""
    if not may_be_requeued(mail):
        return False
    unchanged = OutboxMail.objects.filter(pk=mail.pk, state=mail.state, taken_at=mail.taken_at)
    pending = {"state": MailState.PENDING, "attempts": 0, "next_try_at": timezone.now()}
    return bool(unchanged.update(**pending))
