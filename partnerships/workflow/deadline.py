"""The time that officers have to decide, and what starts, suspends and ends it.

It begins at the first deposit, with the delay that its kind of dossier has that day: later changes
of the rule do not affect it. It is suspended while the authority must answer (changes requested,
deposit withdrawn), goes on with what was left of it at the next deposit, and ends at the release.
A dossier that is reopened is decided anew: it has the whole delay of the day when it is reopened.
The day of a deposit is not counted.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from partnerships.models import (
    Action,
    Dossier,
    DossierEvent,
    DossierKind,
    DossierStatus,
    InstructionRule,
)
from partnerships.models.deadline import Deadline
from partnerships.models.dossier_status import EDITABLE, WITH_OFFICERS
from partnerships.models.working_days import add_working_days, working_days_between

CHUNK = 500


def starts_delay(from_status: str, to_status: str, deposits: int) -> bool:
    """Whether the step gives the whole delay: first deposit, or reopening."""
    is_first = from_status in EDITABLE and deposits == 1
    return to_status in WITH_OFFICERS and (is_first or from_status == DossierStatus.CLOSED)


def deadline_after(deadline: Deadline, to_status: str, delay: int | None = None) -> Deadline:
    """`deadline` after a step made on its day `today`; `delay`: of one that begins."""
    today, due_on, left = deadline.today, deadline.due_on, deadline.working_days_left
    if to_status == DossierStatus.CLOSED:
        return Deadline(None, None, today)
    if to_status in EDITABLE:
        return Deadline(None, working_days_between(today, due_on), today) if due_on else deadline
    if delay is not None or left is not None:
        days = left if delay is None else delay
        return Deadline(add_working_days(today, days), None, today)
    return deadline


def update_due_date(dossier: Dossier, from_status: str) -> dict:
    """Bring the time of `dossier` where its step from `from_status` puts it; the caller saves.

    What the event must remember, so that the date can be justified: it is told where it moved.
    """
    rule = None
    if starts_delay(from_status, dossier.status, dossier.submission_count):
        rule = InstructionRule.objects.filter(kind=dossier.kind, working_days__isnull=False).first()
    before = dossier.deadline
    after = deadline_after(before, dossier.status, rule and rule.working_days)
    if after == before:
        return {}
    dossier.due_on, dossier.working_days_left = after.due_on, after.working_days_left
    told = {"working_days_left": after.working_days_left}
    told["due_on"] = str(after.due_on or before.due_on or "")
    if rule:
        told |= {"delay": rule.working_days, "delay_basis": rule.basis}
    return told


def replay_deadline(events: Iterable[DossierEvent], delay: int) -> Deadline:
    """Where the time stands after `events`, in order, had `delay` been the rule all along."""
    deadline, deposits = Deadline(None, None, date.min), 0
    for event in events:
        deposits += event.action == Action.SUBMIT
        if event.from_status != event.to_status:
            given = delay if starts_delay(event.from_status, event.to_status, deposits) else None
            today = timezone.localdate(event.at)
            deadline = deadline_after(replace(deadline, today=today), event.to_status, given)
    return deadline


@transaction.atomic
def apply_to_open_dossiers(kind: DossierKind, delay: int) -> int:
    """Give `delay` to the open dossiers of `kind` that have none, told by their journals: the time
    that has passed has passed. How many.
    """
    rows = Dossier.objects.open().filter(kind=kind, submission_count__gt=0)
    rows = rows.filter(due_on__isnull=True, working_days_left__isnull=True).select_for_update()
    events = Prefetch("events", DossierEvent.objects.order_by("sequence"))
    given = 0
    for dossier in rows.order_by("pk").prefetch_related(events).iterator(chunk_size=CHUNK):
        deadline = replay_deadline(dossier.events.all(), delay)
        given += Dossier.objects.filter(pk=dossier.pk).update(
            due_on=deadline.due_on, working_days_left=deadline.working_days_left
        )
    return given
