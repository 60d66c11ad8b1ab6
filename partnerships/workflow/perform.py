"""Performs actions on dossiers. Only this module changes their status."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Action, Dossier
from partnerships.models.dossier_action import ACTIONS_UNSEEN_BY_WRITERS
from partnerships.notifications.dossier import announce
from partnerships.workflow.deadline import update_due_date
from partnerships.workflow.decisions.letter import letter_words
from partnerships.workflow.effects import EFFECTS
from partnerships.workflow.journal import record
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.times import update_times
from partnerships.workflow.transitions import COMPOSED, TRANSITIONS


def _events_since(dossier, action, seen):
    """Returns the events since `seen`, without those that do not matter to this action."""
    events = dossier.events.filter(sequence__gt=seen).order_by("sequence")
    if action in (Action.SUBMIT, Action.WITHDRAW):
        events = events.exclude(action__in=ACTIONS_UNSEEN_BY_WRITERS)
    return list(events)


def _are_same_steps(events, steps, by):
    """Whether `events` start with these steps made by `by`: a double click, a form sent again."""
    return len(events) >= len(steps) and all(
        event.action == step
        and event.actor == by.journal_id
        and fixed.items() <= event.content.items()
        for event, (step, fixed) in zip(events, steps, strict=False)
    )


# Actions whose event holds all that was typed. The words tell a double click from another page of
# the same person.
TYPED = {Action.ADDRESS_LETTER: letter_words}


def _are_same_words(event, action, details):
    return action not in TYPED or TYPED[action](**details).items() <= event.content.items()


def _refuse_changed(details):
    text = _(
        "Ce dossier a changé depuis que cette page est ouverte\u202f: relisez-le, puis recommencez."
    )
    if any(details.values()):
        text += " " + _("Ce que vous avez écrit est conservé ci-dessous.")
    raise Refused(text)


def _make_step(action, dossier, by, details, is_announced):
    row = TRANSITIONS.get(action)
    if row is None or not row.is_open_to(by, dossier):
        raise NotAllowed
    from_status = dossier.status
    effect = EFFECTS.get(action)
    detail = effect(dossier, by=by, **details) if effect else {}
    if row.target:
        dossier.status = row.target
        detail = {**detail, **update_due_date(dossier, from_status)}
    dossier.updated_at = timezone.now()
    dossier.updated_by = None if by is PORTAL else by
    dossier.save()
    event = record(dossier, action, by=by, from_status=from_status, **detail)
    # Other steps do not change the processing times or the reviewer.
    if row.target or action == Action.ASSIGN:
        update_times(dossier)
    if is_announced:
        announce(event, by=by)


@transaction.atomic
def perform(
    action: Action, dossier: Dossier, *, by, seen: int, is_announced: bool = True, **details
) -> Dossier:
    """Performs an action on `dossier` with its row locked, and records the event.

    Returns the updated row. `seen`: `last_sequence` of the dossier when the page was displayed. If
    the next event is the same action by the same person, it is a double click and nothing changes;
    any other event since then raises Refused. `is_announced`: False if the caller tells people.
    `details`: `messages` and `requests` of REQUEST_CHANGES; `request` of ANSWER_REQUEST (with
    `word`), SETTLE_REQUEST and REOPEN_REQUEST; `outcome`, `grounds`, `reservations` and
    `contributions` of DECIDE and CORRECT_DECISION; `override` of DECIDE; `recipient` and `copies`
    of DECIDE and ADDRESS_LETTER; those of DECIDE, less `outcome`, of ACCEPT and others; `version`
    and `choices` of SETTLE; `reason` of TAKE_BACK, REOPEN and, with `paths`, CORRECT; `to` of
    ASSIGN; `item` and `partners` of COMPARE_PARTNERS.
    Raises NotAllowed, Refused, or Invalid at SUBMIT.
    """
    # SQLite has no row locks: it locks the whole database when the transaction starts.
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not by.is_active:
        raise NotAllowed
    steps = COMPOSED.get(action, ((action, {}),))
    events = _events_since(dossier, steps[0][0], seen)
    if events:
        is_same = _are_same_steps(events, steps, by)
        if not (is_same and _are_same_words(events[0], action, details)):
            _refuse_changed(details)
        return dossier
    for rank, (step, fixed) in enumerate(steps):
        _make_step(step, dossier, by, {**fixed, **(details if rank == 0 else {})}, is_announced)
    return dossier
