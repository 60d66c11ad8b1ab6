"""Decisions awaiting release, their rules, and the phrases that lead reviewers maintain."""

from datetime import date

import factory
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Action,
    Dossier,
    InstructionRule,
    Letterhead,
    Outcome,
    Phrase,
    Signatory,
)
from partnerships.workflow.amendment import create_amendment
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import act, dossier_in
from tests.kept.remembered import NumberedFactory


class PhraseFactory(NumberedFactory):
    class Meta:
        model = Phrase

    title = factory.Sequence(lambda n: f"Pièces complètes {n}")
    text = factory.Sequence(lambda n: f"Les pièces demandées sont au dossier ({n}).")
    outcomes = [Outcome.ACCEPTED, Outcome.RESERVED]


class LetterheadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letterhead

    number = factory.Sequence(lambda n: n + 1)
    ministry = "MINISTÈRE\nDE L’EXEMPLE"
    motto = "Liberté\nÉgalité\nFraternité"
    service = "Direction des exemples\nBureau d’essai"
    place = "Paris"
    address = "1, rue de l’Exemple\n75000 Paris"
    contact = "bureau@example.org"
    appeal = "Texte des recours, écrit par les responsables."
    created_at = factory.LazyFunction(timezone.now)
    created_by = factory.LazyFunction(lead_reviewer)


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signatory

    name = "Dominique Signataire"
    capacity = "La cheffe du bureau"
    starts_on = date(2026, 1, 1)
    created_at = factory.LazyFunction(timezone.now)
    created_by = factory.LazyFunction(lead_reviewer)

    class Params:
        delegated = factory.Trait(
            formula="Pour le ministre et par délégation,",
            delegation="décision portant délégation de signature",
            delegated_on=date(2025, 12, 2),
        )


def two_people_decide(kind="registration"):
    InstructionRule.objects.update_or_create(kind=kind, defaults={"needs_countersign": True})


def decided_change(ours: dict, theirs: dict):
    """An amendment decided with the fields `ours`, after another amendment published `theirs`.

    Its reviewer is `change.reviewer`.
    """
    first = dossier_in("closed")
    member, officer = first.created_by, reviewer()
    change = _deposited(first.partnership, member, ours)
    # Only one amendment may be open: close this one while the other is published.
    Dossier.objects.filter(pk=change.pk).update(status="closed")
    other = act(_deposited(first.partnership, member, theirs), Action.START_REVIEW, officer)
    act(other, Action.ACCEPT, officer, grounds="Conforme.")
    Dossier.objects.filter(pk=change.pk).update(status="submitted")
    change = act(Dossier.objects.get(pk=change.pk), Action.START_REVIEW, officer)
    return act(change, Action.DECIDE, officer, outcome="accepted", grounds="Conforme.")


def _deposited(partnership, member, fields):
    change = create_amendment(partnership, member)
    change.buffer = {**change.buffer, **fields}
    change.save()
    return act(change, Action.SUBMIT, member)


def send_decision(client, user, dossier, action="decide", **data):
    """Send an action from the review page of a dossier."""
    return _send(client, user, dossier, "review_action", action, data)


def send_on_decision(client, user, dossier, action, **data):
    """Send an action from the page of a decision."""
    return _send(client, user, dossier, "decision_action", action, data)


def _send(client, user, dossier, name, action, data):
    client.force_login(user)
    data.setdefault("seen", dossier.last_sequence)
    return client.post(reverse(f"partnerships:{name}", args=[dossier.uuid, action]), data)


def standing(dossier):
    return dossier.decisions.standing().get()
