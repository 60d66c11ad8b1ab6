"""Opinions as officers ask for them, and their links."""

import re
from datetime import timedelta

import factory
from django.urls import reverse
from django.utils import timezone

from partnerships.models import AdvisoryBody, Opinion, OpinionLink, OutboxMail
from partnerships.workflow.opinions.asking import ask_opinions
from partnerships.workflow.opinions.steps import Ask
from tests.factories.dossiers import dossier_in
from tests.kept.remembered import NumberedFactory

EMAIL = "prefecture@example.org"
QUESTIONS = "Ce projet est-il conforme aux engagements de la France ?"


class AdvisoryBodyFactory(NumberedFactory):
    """A body without a place; with a place and a kind, a prefecture or an embassy."""

    class Meta:
        model = AdvisoryBody

    kind = "other"
    name = factory.Sequence(lambda n: f"Agence {n}")
    email = factory.Sequence(lambda n: f"agence{n}@example.org")


class OpinionFactory(NumberedFactory):
    """An awaited opinion on the last deposit of `dossier`, without a link or an event."""

    class Meta:
        model = Opinion

    submission = factory.LazyAttribute(lambda opinion: opinion.dossier.submissions.first())
    body_name = "Préfecture"
    email = factory.Sequence(lambda n: f"organisme{n}@example.org")
    questions = QUESTIONS
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    asked_by = factory.SelfAttribute("dossier.reviewer")


def request_for(*emails, due_in=10, **details) -> dict:
    """One request of the action ASK_OPINION."""
    return {
        "asks": [Ask(f"Organisme {email.partition('@')[0]}", email) for email in emails],
        "questions": QUESTIONS,
        "due_on": timezone.localdate() + timedelta(days=due_in),
        "is_confidential": True,
        **details,
    }


def ask(dossier, *emails, **details) -> list[Opinion]:
    """Ask `emails` for an opinion, as its reviewer; returns the opinions, in that order."""
    emails = emails or (EMAIL,)
    details = request_for(*emails, **details)
    ask_opinions(dossier, by=dossier.reviewer, seen=dossier.last_sequence, **details)
    rows = {row.email: row for row in dossier.opinions.awaited()}
    return [rows[email.lower()] for email in emails]


def links_to(email=EMAIL):
    """The links sent to `email`, oldest first."""
    mails = OutboxMail.objects.filter(recipient=email, cause__startswith="opinion:")
    found = [re.search(r"/avis/[^/\s]+/", mail.body) for mail in mails.order_by("pk")]
    return [link.group() for link in found if link]


def pass_days(opinion, days):
    """Age `opinion`, as if it had been asked `days` earlier."""
    opinion.refresh_from_db()
    opinion.due_on -= timedelta(days=days)
    opinion.save()
    for link in OpinionLink.objects.filter(opinion=opinion):
        link.sent_on -= timedelta(days=days)
        link.save()
    return opinion


def reply(client, link, **fields):
    data = {"answers": "0", "answer": "favourable", "text": "Rien à signaler.", **fields}
    return client.post(link, data)


def asked(**details):
    """An awaited opinion, and its link."""
    dossier = dossier_in("under_review", title="Éclairage partagé", objectives="Consommer moins")
    opinion = ask(dossier, **details)[0]
    return opinion, links_to()[-1]


def request_of(dossier):
    return reverse("partnerships:opinion_request", args=[dossier.uuid])


def review_of(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def action_of(opinion, action):
    return reverse("partnerships:opinion_action", args=[opinion.dossier.uuid, opinion.uuid, action])


def do(client, by, opinion, action):
    client.force_login(by)
    data = {"seen": opinion.dossier.last_sequence}
    return client.post(action_of(opinion, action), data, follow=True)


def fill(dossier, **fields):
    """The data of the form that asks for opinions."""
    return {
        "seen": dossier.last_sequence,
        "name-1": "Préfecture du Nord",
        "email-1": EMAIL,
        "questions": QUESTIONS,
        "due_on": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "secrecy": "confidential",
        "scope": "public",
        **fields,
    }
