"""Opinions: asked by the officer in charge, given by a link, reminded of, withdrawn."""

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
from partnerships.workflow.opinions.advisory_bodies import bodies_called_for
from partnerships.workflow.opinions.steps import Ask, SentFile, send_link, why_opinion_closed
from partnerships.workflow.perform import perform
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.refusals import NotAllowed, Refused

# When the portal reminds by itself, in days from the due date.
REMINDERS = tuple(timedelta(days=days) for days in (-3, 1, 7))


def _changed_meanwhile():
    return Refused(
        _(
            "Ce dossier a changé depuis que cette page est ouverte\u202f: relisez-le, puis "
            "recommencez."
        )
    )


def known_asks(dossier: Dossier, kinds: Iterable[str]) -> list[Ask]:
    """Whom the directory lets ask of `dossier`, among the kinds of bodies chosen."""
    called = bodies_called_for(read(dossier.submissions.first().document))
    return [
        Ask(body.name, body.email, body)
        for each in called
        if each.kind in set(kinds)
        for body in each.known
    ]


@transaction.atomic
def ask_opinions(dossier: Dossier, *, by, seen: int, asks: Iterable[Ask], **details) -> Dossier:
    """Ask several bodies in one step. `details`: those of the step ASK_OPINION."""
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


def _is_same(opinion, answer, text, file, removes_file):
    """What is sent is what stands: a double click."""
    held = getattr(opinion, "file", None)
    sha256 = held.sha256 if held else ""
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
    """Take the answer that came by a link. `seen_answers`: how many the page knew of.

    Raises Refused where the link is closed, or another page answered meanwhile.
    """
    dossier = Dossier.objects.select_for_update().get(pk=opinion.dossier_id)
    opinion = Opinion.objects.select_related("file", "dossier").get(pk=opinion.pk)
    closed = why_opinion_closed(opinion)
    if closed:
        raise Refused(closed)
    sent = {"answer": answer, "text": clean_text(text), "file": file, "removes_file": removes_file}
    if opinion.answer_count == seen_answers + 1 and _is_same(opinion, **sent):
        return
    details = {"opinion": opinion.uuid, "seen_answers": seen_answers, **sent}
    seen = dossier.last_sequence
    perform(Action.ANSWER_OPINION, dossier, by=PORTAL, seen=seen, **details)


def remindable(dossier: Dossier, by):
    """The opinions of which `by` may remind: all for who instructs the file now, else those that
    they asked.
    """
    rows = dossier.opinions.to_remind(timezone.localdate()).select_related("asked_by")
    return rows if is_reviewer_of(by, dossier) else rows.filter(asked_by=by.pk)


@transaction.atomic
def remind(dossier: Dossier, *, by, opinion: UUID | None = None) -> int:
    """Write again to the bodies that have not answered, or to that one; how many were.

    One mail a day and an opinion. Raises NotAllowed, and Refused where there is none to write to.
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


def _to_write_to(today):
    """Awaited opinions with a day to remind that has come, and nothing sent since."""
    rows = Opinion.objects.to_remind(today).filter(due_on__lte=today - min(REMINDERS))
    rows = rows.annotate(last_sent_on=Max("links__sent_on")).order_by("pk")
    for row in rows:
        reached = max(day for each in REMINDERS if (day := row.due_on + each) <= today)
        if row.last_sent_on < reached:
            yield row.pk, row.dossier_id


@transaction.atomic
def _remind_by_itself(opinion, dossier, today):
    Dossier.objects.select_for_update().get(pk=dossier)
    row = Opinion.objects.to_remind(today).filter(pk=opinion).first()
    if row is None or row.links.filter(sent_on=today).exists():
        return False
    send_link(row, by=None, today=today, is_reminder=True)
    return True


def remind_by_itself(today: date) -> int:
    """Write to the bodies whose opinion is due in three days, or late by one and by seven; how
    many were. Twice the same day, nothing is sent twice; a day that was missed is caught up.
    """
    return sum(_remind_by_itself(*keys, today) for keys in list(_to_write_to(today)))
