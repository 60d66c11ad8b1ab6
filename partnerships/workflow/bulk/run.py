"""Runs bulk acts: each dossier is processed once, in its own transaction."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Action, BulkAct, BulkItem, BulkItemState, BulkRun
from partnerships.models.bulk import OUTCOME_MAX
from partnerships.notifications.assignment import Assignment, announce_assignment
from partnerships.notifications.countersigning import (
    announce_countersigned,
    announce_to_countersign,
)
from partnerships.notifications.several_dossiers import announce_to_authorities
from partnerships.workflow.bulk.acts import ACTS
from partnerships.workflow.bulk.plan import plan
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()
logger = logging.getLogger(__name__)
# A run that was prepared and never started is deleted after this time.
UNSTARTED_LIFETIME = timedelta(days=7)
# Acts that a further run can undo → by which acts.
UNDOABLE = {
    BulkAct.DECIDE: (BulkAct.TAKE_BACK,),
    BulkAct.COUNTERSIGN: (BulkAct.TAKE_BACK, BulkAct.UNCOUNTERSIGN),
}


def _outcome(item, by) -> tuple[BulkItemState, str]:
    """Performs the act on one dossier; returns its new state and outcome.

    A failure rolls back this dossier only.
    """
    try:
        with transaction.atomic():
            return BulkItemState.DONE, ACTS[BulkAct(item.run.act)](item, by)
    except NotAllowed:
        return BulkItemState.NOT_DONE, _(
            "Vous ne pouvez plus le faire\u202f: le dossier a changé d’état ou de mains."
        )
    except Refused as refusal:
        return BulkItemState.NOT_DONE, str(refusal)
    except OperationalError:
        raise
    except Exception:
        logger.exception("Bulk run %s: %s failed", item.run.uuid, item.dossier.reference)
        return BulkItemState.NOT_DONE, _(
            "Une erreur est survenue\u202f: rien n’a été fait de ce dossier. Réessayez-le seul."
        )


@transaction.atomic
def _do_item(pk: int) -> None:
    """Processes one item, unless another process has done it."""
    rows = BulkItem.objects.select_for_update(of=("self",)).filter(
        pk=pk, state=BulkItemState.PLANNED
    )
    item = rows.select_related("run", "dossier__reviewer", "to", "decision").first()
    if item is None:
        return
    # Read again for each dossier, because the account may be closed during the run.
    by = User.objects.get(pk=item.run.by_id)
    item.state, outcome = _outcome(item, by)
    if item.state == BulkItemState.NOT_DONE:
        item.is_to_tell = False
    item.outcome = outcome[:OUTCOME_MAX]
    item.save(update_fields=["state", "outcome", "before", "decision", "is_to_tell"])
    BulkRun.objects.filter(pk=item.run_id).update(advanced_at=timezone.now())


@transaction.atomic
def _notify_people(run: BulkRun) -> None:
    """Sends each person one mail for all the items done and not announced yet."""
    rows = run.items.select_for_update(of=("self",)).filter(is_to_tell=True)
    related = ("dossier__lead_authority", "before", "to", "decision__dossier")
    items = list(rows.select_related(*related).order_by("pk"))
    if not items:
        return
    cause = f"bulk:{run.uuid}:{items[0].pk}-{items[-1].pk}"
    dossiers = [item.dossier for item in items]
    if run.act == BulkAct.ASSIGN:
        assignments = [Assignment(item.dossier, item.before, item.to) for item in items]
        announce_assignment(cause, assignments, by=run.by)
    elif run.act == BulkAct.DECIDE:
        announce_to_countersign(cause, [item.decision for item in items], by=run.by)
    elif run.act in (BulkAct.COUNTERSIGN, BulkAct.UNCOUNTERSIGN):
        announce_countersigned(cause, Action(run.act), dossiers, by=run.by)
    else:
        messages = [text] if (text := run.detail.get("message")) else []
        announce_to_authorities(cause, Action(run.act), dossiers, by=run.by, messages=messages)
    BulkItem.objects.filter(pk__in=[item.pk for item in items]).update(is_to_tell=False)


def work(run: BulkRun) -> None:
    """Processes the remaining items of `run`.

    Safe to run again after a crash, or in two processes: each item is processed once.
    """
    planned = run.items.filter(state=BulkItemState.PLANNED).order_by("pk")
    for pk in list(planned.values_list("pk", flat=True)):
        _do_item(pk)
    _notify_people(run)
    BulkRun.objects.under_way().filter(pk=run.pk).update(finished_at=timezone.now())


def _unfinished(run, act):
    """Returns the run of `act` that undoes `run` and is not finished, or None. One of another act
    that was prepared and not started is deleted.
    """
    existing = run.undone_by.filter(finished_at__isnull=True).first()
    if existing and existing.act != act and not existing.started_at:
        existing.delete()
        return None
    return existing


def _refuse_nothing_left(run):
    text = _("Aucune décision n’est à reprendre\u202f: toutes sont parties ou reprises.")
    if run.act == BulkAct.COUNTERSIGN:
        text = _(
            "Plus rien n’est à défaire\u202f: ces décisions sont parties, reprises, ou ne portent "
            "plus votre contreseing."
        )
    raise Refused(text)


@transaction.atomic
def undo_decisions(run: BulkRun, act: BulkAct, *, by) -> BulkRun:
    """Creates a run that undoes `run` for its unreleased decisions. `act`: TAKE_BACK, of those that
    it took or countersigned; UNCOUNTERSIGN, of those that it countersigned.

    It starts at once. To take back countersigned decisions it waits until its plan, which asks for
    a reason, is confirmed. Returns the existing run until it is finished. Raises NotAllowed or
    Refused.
    """
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk or act not in UNDOABLE.get(run.act, ()):
        raise NotAllowed
    existing = _unfinished(run, act)
    if existing:
        return existing
    items = list(items_to_undo(run).select_related("dossier").order_by("pk"))
    if not items:
        _refuse_nothing_left(run)
    undo = _undoing(run, act, items)
    if not undo.started_at:
        plan(undo)
    return undo


def _undoing(run, act, items):
    """Creates the run that does `act` to the decisions of `items`."""
    is_planned = run.act == BulkAct.COUNTERSIGN and act == BulkAct.TAKE_BACK
    now = None if is_planned else timezone.now()
    undo = BulkRun.objects.create(act=act, by=run.by, origin=run, started_at=now, advanced_at=now)
    BulkItem.objects.bulk_create(
        BulkItem(
            run=undo,
            dossier=item.dossier,
            seen=item.dossier.last_sequence,
            decision_id=item.decision_id,
        )
        for item in items
    )
    return undo


def items_to_undo(run: BulkRun):
    """Returns the items of `run` whose decision was neither released nor taken back, and is still
    countersigned by its author if it countersigned them.
    """
    items = run.items
    if run.act == BulkAct.COUNTERSIGN:
        items = items.filter(decision__countersigned_by=run.by_id)
    return items.filter(
        state=BulkItemState.DONE,
        decision__withdrawn_at__isnull=True,
        decision__released_at__isnull=True,
        decision__isnull=False,
    )


def forget_unstarted(now: datetime) -> int:
    """Deletes the runs prepared long ago and never started. Returns how many."""
    old = BulkRun.objects.filter(started_at__isnull=True, prepared_at__lt=now - UNSTARTED_LIFETIME)
    return old.delete()[1].get("partnerships.BulkRun", 0)
