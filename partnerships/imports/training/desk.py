"""The training desk: a year of fictional dossiers. A run resumes where the last one stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from partnerships.imports.training.clock import clock_at
from partnerships.imports.training.documents import stored_documents
from partnerships.imports.training.people import Participants, create_participants
from partnerships.imports.training.plan import DossierPlan, Step, plan_of, until_of, uuid_of
from partnerships.imports.training.steps import Desk, dossier_of, make_step
from partnerships.models import (
    Absence,
    Dossier,
    DossierEvent,
    DossierKind,
    InstructionRule,
    MailState,
    Notification,
    OutboxMail,
)
from partnerships.workflow.officers.absence import declare_absence
from partnerships.workflow.refusals import NotAllowed, Refused

# Older notifications are read, and older mails are not kept.
RECENT = timedelta(days=15)
ABSENT, DELEGATE, DECLARING = "instruction4", "instruction2", "responsable"
ABSENCE_DAYS = 12


@dataclass
class Work:
    """What is left to do: steps in order of time. `changed`: dossiers that people worked on, left
    as they are; `new`: how many dossiers are created.
    """

    steps: list[tuple[DossierPlan, Step]]
    changed: list[DossierPlan]
    new: int


def last_day() -> date | None:
    """Returns the last day of the desk that is loaded, None if none is."""
    first = Dossier.objects.filter(uuid=uuid_of(0)).first()
    return until_of(timezone.localdate(first.created_at)) if first else None


def _made_actions(plan: DossierPlan) -> list[str]:
    dossier = dossier_of(plan)
    if dossier is None:
        return []
    events = DossierEvent.objects.filter(dossier=dossier).order_by("sequence")
    return list(events.values_list("action", flat=True))


def work_left(count: int, until: date) -> Work:
    """Returns the steps that the first `count` dossiers lack. A dossier whose journal departs from
    its plan is left as it is.
    """
    steps, changed, new = [], [], 0
    for rank in range(count):
        plan = plan_of(rank, until)
        planned, made = [step.action for step in plan.steps], _made_actions(plan)
        if made[: len(planned)] != planned[: len(made)]:
            changed.append(plan)
            continue
        new += not made
        steps += [(plan, step) for step in plan.steps[len(made) :]]
    return Work(sorted(steps, key=lambda each: (each[1].at, each[0].rank)), changed, new)


def _set_rule():
    """Asks for a countersignature on registrations, as the plans do."""
    rules = InstructionRule.objects.filter(kind=DossierKind.REGISTRATION)
    for rule in rules.filter(needs_countersign=False):
        rule.needs_countersign = True
        rule.save()


def load_desk(work: Work, until: date) -> Iterator[DossierPlan | None]:
    """Performs the steps of `work`, each in its transaction. Yields None for each step, or the plan
    of a dossier that the workflow refuses, whose next steps are skipped.
    """
    participants, refused = create_participants(), set()
    desk = Desk(participants, stored_documents())
    if work.steps:
        _set_rule()
    for plan, step in work.steps:
        if plan.rank in refused:
            continue
        try:
            make_step(desk, plan, step)
        except (NotAllowed, Refused):
            refused.add(plan.rank)
            yield plan
        else:
            yield None
    _declare_absence(participants, until)
    _tidy(timezone.make_aware(datetime.combine(until, time(0))) - RECENT)


def _declare_absence(participants: Participants, until: date):
    starts_on, ends_on = until, until + timedelta(days=ABSENCE_DAYS)
    people = participants.people
    if Absence.objects.overlapping(starts_on, ends_on).filter(officer=people[ABSENT]).exists():
        return
    with clock_at(timezone.make_aware(datetime.combine(until, time(9)))):
        declare_absence(people[ABSENT], people[DELEGATE], starts_on, ends_on, by=people[DECLARING])


def _tidy(before: datetime):
    """Marks notifications older than `before` as read, and deletes their unsent mails."""
    old = Notification.objects.filter(dossier__is_demonstration=True, created_at__lt=before)
    old.filter(mailed_at=None).update(mailed_at=F("created_at"))
    old.unread().update(read_at=F("created_at"))
    mails = OutboxMail.objects.filter(state=MailState.PENDING, created_at__lt=before)
    mails.filter(dossier__is_demonstration=True).delete()
