"""Requests for opinions: sending, answers through links, reminders, revocation."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.reading import read
from partnerships.models import Action, Dossier, Opinion
from partnerships.permissions import is_reviewer_of, may_remind
from partnerships.workflow.messages import clean_text
from partnerships.workflow.opinions.advisory_bodies import relevant_bodies
from partnerships.workflow.opinions.steps import Ask, SentFile, send_link, why_opinion_closed
from partnerships.workflow.perform import perform
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.refusals import NotAllowed, Refused

# Automatic reminders, in days from the due date.
REMINDERS = tuple(timedelta(days=days) for days in (-3, 1, 7))


def _changed_meanwhile():
    return Refused(
        _(
            "Ce dossier a changé depuis que cette page est ouverte\u202f: relisez-le, puis "
            "recommencez."
        )
    )


def asks_from_directory(dossier: Dossier, kinds: Iterable[str]) -> list[Ask]:
    """Returns requests to the relevant bodies of these kinds that are in the directory."""
    relevant = relevant_bodies(read(dossier.submissions.first().document))
    return [
        Ask(body.name, body.email, body)
        for each in relevant
        if each.kind in set(kinds)
        for body in each.known
    ]


@transaction.atomic
def ask_opinions(dossier: Dossier, *, by, seen: int, asks: Iterable[Ask], **details) -> Dossier:
    """Requests the opinions of several bodies in one step.

    `details`: those of the action ASK_OPINION. Raises NotAllowed or Refused.
    """
    asks = list(asks)
    dossier = perform(Action.ASK_OPINION, dossier, by=by, seen=seen, asks=asks, **details)
    addresses = {ask.email.lower() for ask in asks}
    if dossier.opinions.awaited().filter(email__in=addresses).count() < len(addresses):
        raise _changed_meanwhile()
    return dossier


@transaction.atomic
def revoke_request(opinion: Opinion, *, by, seen: int) -> None:
    perform(Action.REVOKE_OPINION, opinion.dossier, by=by, seen=seen, opinion=opinion.uuid)
    if not Opinion.objects.get(pk=opinion.pk).is_revoked:
        raise _changed_meanwhile()


def _is_same_answer(opinion, answer, text, file, removes_file):
    """Whether the answer sent is the current one: a double click."""
    current = getattr(opinion, "file", None)
    sha256 = current.sha256 if current else ""
    sent = file.content.sha256 if file else ("" if removes_file else sha256)
    return (opinion.answer, opinion.text, sha256) == (answer, text, sent)


@transaction.atomic
def submit_answer(
    opinion: Opinion,
    *,
    answer: str,
    text: str,
    seen_answers: int,
    file: SentFile | None = None,
    removes_file: bool = False,
) -> None:
    """Saves an answer sent through a link.

    `seen_answers`: `answer_count` when the page was displayed. Raises Refused if the link is
    closed, or if another page answered meanwhile.
    """
    dossier = Dossier.objects.select_for_update().get(pk=opinion.dossier_id)
    opinion = Opinion.objects.select_related("file", "dossier").get(pk=opinion.pk)
    closed = why_opinion_closed(opinion)
    if closed:
        raise Refused(closed)
    sent = {"answer": answer, "text": clean_text(text), "file": file, "removes_file": removes_file}
    if opinion.answer_count == seen_answers + 1 and _is_same_answer(opinion, **sent):
        return
    details = {"opinion": opinion.uuid, "seen_answers": seen_answers, **sent}
    seen = dossier.last_sequence
    perform(Action.ANSWER_OPINION, dossier, by=PORTAL, seen=seen, **details)


def remindable(dossier: Dossier, by):
    """Returns the opinions for which `by` may send a reminder.

    All of them for the current reviewer, otherwise those that `by` requested.
    """
    rows = dossier.opinions.to_remind(timezone.localdate()).select_related("asked_by")
    return rows if is_reviewer_of(by, dossier) else rows.filter(asked_by=by.pk)


@transaction.atomic
def remind(dossier: Dossier, *, by, opinion: UUID | None = None) -> int:
    """Sends a reminder for each awaited opinion, or for the one given. Returns how many.

    At most one mail a day per opinion. Raises NotAllowed; Refused if there is nobody to remind.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not by.is_active or not may_remind(by, dossier):
        raise NotAllowed
    today = timezone.localdate()
    rows = remindable(dossier, by).exclude(links__sent_on=today)
    rows = list(rows.filter(uuid=opinion) if opinion else rows)
    if not rows:
        raise Refused(
            _(
                "Personne à relancer\u202f: un courriel est déjà parti aujourd’hui, l’avis est "
                "rendu, ou son lien a expiré."
            )
        )
    for row in rows:
        send_link(row, by=by, today=today, is_reminder=True)
    return len(rows)


def _due_for_reminder(today):
    """Yields (opinion, dossier) keys for which a reminder day has passed without a mail since."""
    rows = Opinion.objects.to_remind(today).filter(due_on__lte=today - min(REMINDERS))
    rows = rows.annotate(last_sent_on=Max("links__sent_on")).order_by("pk")
    for row in rows:
        reached = max(day for each in REMINDERS if (day := row.due_on + each) <= today)
        if row.last_sent_on < reached:
            yield row.pk, row.dossier_id


@transaction.atomic
def _send_automatic_reminder(opinion, dossier, today):
    Dossier.objects.select_for_update().get(pk=dossier)
    row = Opinion.objects.to_remind(today).filter(pk=opinion).first()
    if row is None or row.links.filter(sent_on=today).exists():
        return False
    send_link(row, by=None, today=today, is_reminder=True)
    return True


def send_automatic_reminders(today: date) -> int:
    """Sends reminders three days before the due date, then one and seven days after it.

    Safe to run twice on the same day; catches up on missed days. Returns how many were sent.
    """
    return sum(_send_automatic_reminder(*keys, today) for keys in list(_due_for_reminder(today)))
