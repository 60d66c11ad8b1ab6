"""Performs the steps of the training desk through the workflow."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from partnerships.document.canonical import digest
from partnerships.document.files import store
from partnerships.imports.training.clock import clock_at
from partnerships.imports.training.content import document_uuid, filled_form, partner_of
from partnerships.imports.training.documents import Document
from partnerships.imports.training.people import Participants
from partnerships.imports.training.plan import DossierPlan, Step
from partnerships.models import (
    Action,
    ChangeRequestStatus,
    Dossier,
    DossierKind,
    OpinionAnswer,
    Outcome,
    Visibility,
)
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.messages import post_message
from partnerships.workflow.officers.assignment import assign_dossier
from partnerships.workflow.officers.officer_note import save_note
from partnerships.workflow.opinions.asking import ask_opinions, submit_answer
from partnerships.workflow.opinions.steps import Ask
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed
from proposals.models import Proposal

GROUNDS = {
    Outcome.ACCEPTED: "Le dossier est complet et conforme à l’objet du registre (démonstration).",
    Outcome.RESERVED: "Le projet est conforme, sous les réserves ci-après (démonstration).",
    Outcome.REJECTED: "Le projet ne lie pas deux autorités locales (démonstration).",
}
RESERVATIONS = "Joindre la délibération signée, et préciser le calendrier de la deuxième année."
REQUESTS = (
    ("objectives", "Précisez ce que les habitants y gagnent, ici et là-bas."),
    (
        "ends_on",
        "La fin du projet n’est pas celle de la convention\u202f: laquelle est juste\u202f?",
    ),
)
QUESTIONS = "Ce projet appelle-t-il des réserves de votre part\u202f? (démonstration)"
OVERRIDE = "L’organisme n’a pas répondu, et le délai court."
OPINIONS = {
    OpinionAnswer.FAVOURABLE: "Avis fictif (démonstration)\u202f: le projet est connu sur place.",
    OpinionAnswer.RESERVED: "Avis fictif (démonstration)\u202f: le calendrier est à préciser.",
    OpinionAnswer.UNFAVOURABLE: "Avis fictif (démonstration)\u202f: le partenaire a changé.",
    OpinionAnswer.NO_COMMENT: "",
    OpinionAnswer.DECLINED: "Ce n’est pas de notre ressort (démonstration).",
}
ANSWERS = (
    OpinionAnswer.FAVOURABLE,
    OpinionAnswer.FAVOURABLE,
    OpinionAnswer.NO_COMMENT,
    OpinionAnswer.FAVOURABLE,
    OpinionAnswer.DECLINED,
    OpinionAnswer.FAVOURABLE,
    OpinionAnswer.UNFAVOURABLE,
)
OPINION_DAYS = timedelta(days=21)


@dataclass
class Desk:
    """What all steps need. `documents`: stored already."""

    participants: Participants
    documents: list[Document]


def dossier_of(plan: DossierPlan) -> Dossier | None:
    """Returns the dossier of a plan, None before its creation.

    An amendment is found by its time of creation, since its uuid is drawn.
    """
    if plan.amends is None:
        return Dossier.objects.filter(uuid=plan.uuid).first()
    partnership = Dossier.objects.filter(uuid=plan.amends).values("partnership")
    amendments = Dossier.objects.filter(kind=DossierKind.AMENDMENT, partnership__in=partnership)
    return amendments.filter(created_at=plan.steps[0].at).first()


def _create_amendment(plan, by):
    base = Dossier.objects.select_related("partnership").get(uuid=plan.amends)
    if base.partnership is None:  # decided otherwise than planned
        raise NotAllowed
    dossier = create_amendment(base.partnership, by)
    results = "Premiers effets, à compléter (démonstration)."
    dossier.buffer = {**dossier.buffer, "results_here": results}
    dossier.save()


def _create(desk, plan, by):
    if plan.amends:
        _create_amendment(plan, by)
        return
    authority = desk.participants.authorities[plan.authority]
    dossier = create_dossier(authority, by, uuid=plan.uuid, is_demonstration=True)
    partner = partner_of(plan.rank, desk.participants.partners)
    proposals = list(Proposal.objects.listed())
    dossier.buffer = filled_form(plan, dossier.buffer, partner, proposals)
    dossier.title = dossier.buffer["title"]
    dossier.save()
    for place in range(plan.rank % 3):
        kind, file, checked = desk.documents[(plan.rank + place) % len(desk.documents)]
        uuid = document_uuid(plan.uuid, place)
        store(dossier, file, checked, uuid=uuid, kind=kind, by=by)


def _post_later(dossier, by, body, visibility=Visibility.SHARED):
    with clock_at(timezone.now() + timedelta(minutes=12)):
        post_message(dossier, by=by, body=body, visibility=visibility)


def _submit(desk, plan, dossier, by):
    if dossier.submission_count:
        objectives = "Les habitants des deux villes choisissent les quartiers (démonstration)."
        dossier.buffer = {**dossier.buffer, "objectives": objectives}
        dossier.save()
    submitted = _perform(Action.SUBMIT, dossier, by)
    if plan.rank % 4 == 0 and submitted.submission_count == 1:
        _post_later(submitted, by, "Bonjour, la convention sera signée le mois prochain.")


def _start_review(desk, plan, dossier, by):
    dossier = _perform(Action.START_REVIEW, dossier, by)
    if plan.rank % 4 == 0:
        _post_later(dossier, by, "Bonjour, c’est bien noté\u202f: je vous réponds cette semaine.")
    if plan.rank % 5 == 0:
        _post_later(dossier, by, "Proche du dossier de l’an dernier.", Visibility.INTERNAL)
    if plan.rank % 6 == 0 and dossier.submission_count == 1:
        save_note(dossier, by=by, body="Rappeler l’accueil.", was=digest(""))


def _request_changes(desk, plan, dossier, by):
    _perform(Action.REQUEST_CHANGES, dossier, by, messages=REQUESTS[: 1 + plan.rank % 2])


def _answer_request(desk, plan, dossier, by):
    row = dossier.change_requests.filter(status=ChangeRequestStatus.SENT).first()
    word = "C’est fait, voyez les objectifs."
    _perform(Action.ANSWER_REQUEST, dossier, by, request=row.uuid, word=word)


def _settle_request(desk, plan, dossier, by):
    row = dossier.change_requests.filter(status=ChangeRequestStatus.ANSWERED).first()
    _perform(Action.SETTLE_REQUEST, dossier, by, request=row.uuid)


def _assign(desk, plan, dossier, by):
    to = desk.participants.people[plan.officer]
    assign_dossier(dossier, by=by, to=to, seen=dossier.last_sequence)


def _ask_opinion(desk, plan, dossier, by):
    bodies = desk.participants.bodies
    chosen = [bodies[(plan.rank + place) % len(bodies)] for place in range(2)]
    ask_opinions(
        dossier,
        by=by,
        seen=dossier.last_sequence,
        asks=[Ask(body.name, body.email, body) for body in chosen],
        questions=QUESTIONS,
        due_on=timezone.localdate() + OPINION_DAYS,
        is_confidential=plan.rank % 2 == 0,
    )


def _answer_opinion(desk, plan, dossier, by):
    awaited = dossier.opinions.awaited().order_by("pk").first()
    if plan.outcome == Outcome.RESERVED:
        answer = OpinionAnswer.RESERVED
    else:
        place = plan.rank + dossier.opinions.answered().count()
        answer = ANSWERS[place % len(ANSWERS)]
    submit_answer(awaited, answer=answer, text=OPINIONS[answer], seen_answers=0)


def _decide(desk, plan, dossier, by):
    _perform(
        Action.DECIDE,
        dossier,
        by,
        outcome=plan.outcome,
        grounds=GROUNDS[plan.outcome],
        reservations=RESERVATIONS if plan.outcome == Outcome.RESERVED else "",
        override=OVERRIDE if dossier.opinions.awaited().exists() else "",
    )


def _perform(action, dossier, by, **details) -> Dossier:
    return perform(action, dossier, by=by, seen=dossier.last_sequence, **details)


# How the steps that need details are performed.
STEP_FUNCTIONS = {
    Action.SUBMIT: _submit,
    Action.START_REVIEW: _start_review,
    Action.REQUEST_CHANGES: _request_changes,
    Action.ANSWER_REQUEST: _answer_request,
    Action.SETTLE_REQUEST: _settle_request,
    Action.ASSIGN: _assign,
    Action.ASK_OPINION: _ask_opinion,
    Action.ANSWER_OPINION: _answer_opinion,
    Action.DECIDE: _decide,
}


def make_step(desk: Desk, plan: DossierPlan, step: Step) -> None:
    """Performs one step in its own transaction. Raises NotAllowed, Refused or Invalid."""
    by = desk.participants.people.get(step.by)
    with clock_at(step.at), transaction.atomic():
        if step.action == Action.CREATE:
            _create(desk, plan, by)
        elif step.action in STEP_FUNCTIONS:
            STEP_FUNCTIONS[step.action](desk, plan, dossier_of(plan), by)
        else:
            _perform(step.action, dossier_of(plan), by)
