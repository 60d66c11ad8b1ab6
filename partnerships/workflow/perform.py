"""The only door to the status of a dossier."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Action, Dossier
from partnerships.models.dossier_action import ACTIONS_UNSEEN_BY_WRITERS
from partnerships.notifications.dossier import announce
from partnerships.workflow.deadline import update_due_date
from partnerships.workflow.effects import EFFECTS
from partnerships.workflow.journal import record
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.times import update_times
from partnerships.workflow.transitions import COMPOSED, TRANSITIONS


def _is_made_already(dossier, steps, by, seen):
    """True where these very steps were made since `seen`: a double click, a page sent again."""
    since = dossier.events.filter(sequence__gt=seen).order_by("sequence")
    if steps[0][0] in (Action.SUBMIT, Action.WITHDRAW):
        since = since.exclude(action__in=ACTIONS_UNSEEN_BY_WRITERS)
    since = list(since)
    if not since:
        return False
    same = len(since) >= len(steps) and all(
        event.action == step
        and event.actor == by.journal_id
        and fixed.items() <= event.content.items()
        for event, (step, fixed) in zip(since, steps, strict=False)
    )
    if not same:
        raise Refused(
            _(
                "Ce dossier a changé depuis que cette page est ouverte\u202f: "
                "relisez-le, puis recommencez. Ce que vous avez écrit est conservé ci-dessous."
            )
        )
    return True


def _move(action, dossier, by, details, is_announced):
    row = TRANSITIONS.get(action)
    if row is None or not row.is_open_to(by, dossier):
        raise NotAllowed
    from_status = dossier.status
    effect = EFFECTS.get(action)
    remembered = effect(dossier, by=by, **details) if effect else {}
    if row.target:
        dossier.status = row.target
        remembered = {**remembered, **update_due_date(dossier, from_status)}
    dossier.updated_at = timezone.now()
    dossier.updated_by = None if by is PORTAL else by
    dossier.save()
    event = record(dossier, action, by=by, from_status=from_status, **remembered)
    # No other step changes when a file came, was answered or left, nor who instructs it.
    if row.target or action == Action.ASSIGN:
        update_times(dossier)
    if is_announced:
        announce(event, by=by)


@transaction.atomic
def perform(
    action: Action, dossier: Dossier, *, by, seen: int, is_announced: bool = True, **details
) -> Dossier:
    """Move `dossier` and record the event, its row locked meanwhile; the row as it then stands.

    `seen` is `last_sequence` of the page that asks. The same step by the same person right after
    it is a double click and changes nothing; any other step since then is Refused. One who makes
    many steps in one act tells of them together, and says so by `is_announced`.
    Details: `messages` and `requests` of REQUEST_CHANGES; `request` of ANSWER_REQUEST (with
    `word`), SETTLE_REQUEST and REOPEN_REQUEST; `outcome`, `grounds`, `reservations` and
    `override` of DECIDE and CORRECT_DECISION; the same without `outcome` of ACCEPT, RESERVE and
    REJECT; `version` and `choices` of SETTLE; `reason` of TAKE_BACK and REOPEN; `to` of ASSIGN;
    `reason` and `paths` of CORRECT.
    Raises NotAllowed, Refused, or Invalid at SUBMIT.
    """
    # SQLite locks the whole file at the start of the transaction instead.
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not by.is_active:
        raise NotAllowed
    steps = COMPOSED.get(action, ((action, {}),))
    if _is_made_already(dossier, steps, by, seen):
        return dossier
    for rank, (step, fixed) in enumerate(steps):
        _move(step, dossier, by, {**fixed, **(details if rank == 0 else {})}, is_announced)
    return dossier
