"""Mails to the people concerned: written with what causes them, sent afterwards by `send_mail`."""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Dossier,
    DossierEvent,
    LocalAuthorityMember,
    MailState,
    Message,
    OutboxMail,
    Visibility,
)

User = get_user_model()
MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(minutes=1)


def notify(cause: str, recipients: Iterable, template: str, **context) -> None:
    """Write one mail a person for `cause`, from `partnerships/email/<template>.txt`.

    The first line of the template is the subject. The same cause twice is one mail.
    """
    for recipient in recipients:
        context["recipient"] = recipient
        text = render_to_string(f"partnerships/email/{template}.txt", context)
        subject, _, body = text.strip().partition("\n")
        OutboxMail.objects.get_or_create(
            cause=cause,
            recipient=recipient.email,
            defaults={"subject": " ".join(subject.split())[:250], "body": body.strip()},
        )


def address(name: str, *args) -> str:
    """Full address of a page, for a mail."""
    return urljoin(settings.SITE_URL, reverse(f"partnerships:{name}", args=args))


def members_of(dossier: Dossier):
    """The people of all the authorities of `dossier`, and the officer who entered it."""
    active = User.objects.filter(
        memberships__status="active", memberships__authority__dossier_authorities__dossier=dossier
    )
    people = User.objects.filter(is_active=True, pk__in=active.values("pk"))
    if dossier.is_entered_by_officer:
        people |= User.objects.filter(is_active=True, pk=dossier.created_by_id)
    return people.distinct()


def officers_of(dossier: Dossier):
    """The reviewer of `dossier`; while it has none, those who lead the review and may."""
    if dossier.reviewer_id:
        return User.objects.filter(is_active=True, pk=dossier.reviewer_id)
    leads = User.objects.with_perm("partnerships.lead_review", include_superusers=False)
    return leads.exclude(pk__in=members_of(dossier).values("pk"))


# Who hears of a step: the authority's side, the officers' side.
HEARD_BY = {
    "submit": (members_of, officers_of),
    "withdraw": (members_of, officers_of),
    "start_review": (members_of,),
    "request_changes": (members_of,),
    "release": (members_of,),
    "reopen": (members_of, officers_of),
}


def announce(event: DossierEvent, *, by) -> None:
    """Tell of a step to those it concerns, each with the link to their own page of the dossier."""
    dossier = event.dossier
    context = {
        "dossier": dossier,
        "by": by,
        "decision": dossier.decisions.standing().first(),
        "messages": dossier.messages.filter(
            uuid__in=event.content.get("messages", ()), visibility=Visibility.SHARED
        ),
    }
    cause = f"{dossier.reference}:{event.sequence}:{event.action}"
    for side in HEARD_BY.get(event.action, ()):
        name = "dossier_detail" if side is members_of else "review_detail"
        template = event.action if side is members_of else f"{event.action}_officer"
        notify(cause, side(dossier), template, link=address(name, dossier.uuid), **context)


def announce_message(message: Message) -> None:
    """Tell the other side of a shared message, and the other officers of none."""
    if message.visibility != Visibility.SHARED:
        return
    dossier, cause = message.dossier, f"message:{message.uuid}"
    for side, name in ((members_of, "dossier_detail"), (officers_of, "review_detail")):
        people = side(dossier).exclude(pk=message.author_id)
        link = address(name, dossier.uuid)
        notify(cause, people, "message", dossier=dossier, message=message, link=link)


def announce_membership_request(membership: LocalAuthorityMember) -> None:
    """Tell those who can answer: the managers of the authority, or those who lead the review."""
    managers = User.objects.filter(
        is_active=True,
        memberships__authority=membership.authority_id,
        memberships__status="active",
        memberships__role="manager",
    )
    officers = User.objects.with_perm("partnerships.lead_review", include_superusers=False)
    notify(
        f"membership:{membership.pk}:{membership.requested_at.isoformat()}",
        managers if managers.exists() else officers.exclude(pk=membership.user_id),
        "membership_request",
        membership=membership,
        link=address("membership_list"),
    )


def announce_membership_answer(membership: LocalAuthorityMember) -> None:
    notify(
        f"membership:{membership.pk}:{membership.answered_at.isoformat()}",
        [membership.user],
        "membership_answer",
        membership=membership,
        link=address("workspace"),
    )


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
    mail.save()
    return mail.state == MailState.SENT
