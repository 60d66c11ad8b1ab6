"""The deadline by which officers must decide on a dossier.

It starts at the first deposit, with the number of working days set for the dossier kind on that
day; later changes of the rule do not affect it. It is suspended while the authority must answer
(changes requested, deposit withdrawn), resumes at the next deposit with the working days left, and
ends at the release. Reopening a dossier starts a full new deadline, with the rule of that day. The
day of a deposit is not counted.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cncd_portal.database import pausing_between_transactions
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
from partnerships.models.working_days import due_day, working_days_left

SLICE = 100


def starts_deadline(from_status: str, to_status: str, deposits: int) -> bool:
    """Whether the step starts a full deadline: first deposit, or reopening.

    `deposits`: number of deposits, this step included.
    """
    is_first = from_status in EDITABLE and deposits == 1
    return to_status in WITH_OFFICERS and (is_first or from_status == DossierStatus.CLOSED)


def deadline_after(deadline: Deadline, to_status: str, working_days: int | None = None) -> Deadline:
    """Returns `deadline` after a step to `to_status` made on the day `deadline.today`.

    `working_days`: length of the deadline that the step starts; None if it starts none.
    """
    today, due_on = deadline.today, deadline.due_on
    if to_status == DossierStatus.CLOSED:
        return Deadline(None, None, today)
    if to_status in EDITABLE:
        return Deadline(None, working_days_left(today, due_on), today) if due_on else deadline
    if working_days is None:
        working_days = deadline.working_days_left
    if working_days is not None:
        return Deadline(due_day(today, working_days), None, today)
    return deadline


def update_due_date(dossier: Dossier, from_status: str) -> dict:
    """Updates the deadline of `dossier` after its step from `from_status`; the caller saves.

    Returns the details to record in the event, which justify the due date; empty if unchanged.
    """
    rule = None
    if starts_deadline(from_status, dossier.status, dossier.submission_count):
        rule = InstructionRule.objects.filter(kind=dossier.kind, working_days__isnull=False).first()
    before = dossier.deadline
    after = deadline_after(before, dossier.status, rule and rule.working_days)
    if after == before:
        return {}
    dossier.due_on, dossier.working_days_left = after.due_on, after.working_days_left
    detail = {"working_days_left": after.working_days_left}
    detail["due_on"] = str(after.due_on or before.due_on or "")
    if rule:
        detail |= {"delay": rule.working_days, "delay_basis": rule.basis}
    return detail


def replay_deadline(events: Iterable[DossierEvent], working_days: int) -> Deadline:
    """Returns the deadline after these ordered events, if the rule had always been the same."""
    deadline, deposits = Deadline(None, None, date.min), 0
    for event in events:
        deposits += event.action == Action.SUBMIT
        if event.from_status != event.to_status:
            starts = starts_deadline(event.from_status, event.to_status, deposits)
            today = timezone.localdate(event.at)
            deadline = deadline_after(
                replace(deadline, today=today), event.to_status, working_days if starts else None
            )
    return deadline


@transaction.atomic
def _apply(rows: QuerySet[Dossier], working_days: int) -> int:
    """Gives each of `rows` the deadline that its journal leads to. Returns how many."""
    events = Prefetch("events", DossierEvent.objects.order_by("sequence"))
    dossiers = list(rows.select_for_update().order_by("pk").prefetch_related(events))
    for dossier in dossiers:
        deadline = replay_deadline(dossier.events.all(), working_days)
        dossier.due_on, dossier.working_days_left = deadline.due_on, deadline.working_days_left
    Dossier.objects.bulk_update(dossiers, ["due_on", "working_days_left"])
    return len(dossiers)


def apply_to_open_dossiers(kind: DossierKind, working_days: int) -> int:
    """Gives a deadline to the open dossiers of `kind` that have none. Returns how many.

    It is computed from their journals, as if the rule had applied since the first deposit, so
    that some may be late at once. Each slice is committed: interrupted, it goes on where it
    stopped when it is asked again.
    """
    rows = Dossier.objects.open().filter(kind=kind, submission_count__gt=0)
    rows = rows.filter(due_on__isnull=True, working_days_left__isnull=True)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    with pausing_between_transactions():
        slices = [keys[start : start + SLICE] for start in range(0, len(keys), SLICE)]
        return sum(_apply(rows.filter(pk__in=each), working_days) for each in slices)
