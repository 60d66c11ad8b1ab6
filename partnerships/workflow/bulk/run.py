"""Runs bulk acts: each dossier is processed once, in its own transaction."""

import logging
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.schema import upgraded
from partnerships.models import Action, BulkAct, BulkItem, BulkItemState, BulkRun, Dossier
from partnerships.models.bulk import OUTCOME_MAX
from partnerships.notifications.assignment import Assignment, announce_assignment, announce_reminder
from partnerships.workflow.decisions.contributions import earlier_declined, words_of_all
from partnerships.workflow.opinions.asking import ask_opinions, asks_from_directory
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()
logger = logging.getLogger(__name__)
# A run that was prepared and never started is deleted after this time.
UNSTARTED_LIFETIME = timedelta(days=7)


def _lock_unchanged(item) -> Dossier:
    """Locks and returns the dossier of `item`. Raises Refused if it changed since the plan.

    Without this check, `perform` would take the same action by the same person for a double click.
    """
    dossier = Dossier.objects.select_for_update().get(pk=item.dossier_id)
    if dossier.last_sequence != item.seen:
        raise Refused(_("Ce dossier a changé depuis que cet acte est préparé\u202f: relisez-le."))
    return dossier


def _perform(item, by, **details):
    return perform(Action(item.run.act), _lock_unchanged(item), by=by, seen=item.seen, **details)


def _assign(item, by):
    item.before = item.dossier.reviewer
    _perform(item, by, is_announced=False, to=item.to)
    item.is_to_tell = True
    return _("Confié à %(name)s.") % {"name": item.to}


def _remind(item, by):
    _perform(item, by, is_announced=False)
    item.is_to_tell = True
    return _("Collectivité relancée.")


def _ask_opinion(item, by):
    """Asks the relevant bodies of the directory for their opinion, showing no attachments."""
    detail, dossier = item.run.detail, _lock_unchanged(item)
    asks = asks_from_directory(dossier, detail["kinds"])
    if not asks:
        raise Refused(
            _("L’annuaire n’a pas d’adresse pour ses lieux\u202f: demandez son avis à part.")
        )
    ask_opinions(
        dossier,
        by=by,
        seen=item.seen,
        asks=asks,
        questions=detail["questions"],
        due_on=date.fromisoformat(detail["due_on"]),
        is_confidential=detail["is_confidential"],
    )
    return _("Avis demandé à\u202f: %(names)s.") % {"names": ", ".join(ask.name for ask in asks)}


def _decide(item, by):
    """Decides; the propositions of an accepted dossier are accepted or declined as the plan says:
    `declined`, their numbers, for the same `word`.
    """
    details = dict(item.run.detail)
    declined = {
        **earlier_declined([item.dossier_id]).get(item.dossier_id, {}),
        **dict.fromkeys(details.pop("declined", ()), details.pop("word", "")),
    }
    words = words_of_all(upgraded(item.dossier.submissions.first().document), declined)
    dossier = _perform(item, by, contributions=words, **details)
    item.decision = dossier.decisions.standing().get()
    return _("Décidé\u202f: %(outcome)s.") % {"outcome": item.decision.get_outcome_display()}


def _release(item, by):
    _perform(item, by)
    return _("Décision notifiée.")


def _take_back(item, by):
    if item.decision and item.decision.released_at:
        raise Refused(_("La décision est déjà notifiée\u202f: rouvrez le dossier s’il le faut."))
    if item.decision and item.decision.withdrawn_at:
        raise Refused(_("La décision a été corrigée ou reprise depuis."))
    _perform(item, by)
    return _("Décision reprise.")


ACTS = {
    BulkAct.ASSIGN: _assign,
    BulkAct.ASK_OPINION: _ask_opinion,
    BulkAct.REMIND_AUTHORITY: _remind,
    BulkAct.DECIDE: _decide,
    BulkAct.RELEASE: _release,
    BulkAct.TAKE_BACK: _take_back,
}


def _outcome(item, by) -> tuple[BulkItemState, str]:
    """Performs the act on one dossier; returns its new state and outcome.

    A failure rolls back this dossier only.
    """
    try:
        with transaction.atomic():
            return BulkItemState.DONE, ACTS[BulkAct(item.run.act)](item, by)
    except NotAllowed:
        return BulkItemState.REFUSED, _(
            "Vous ne pouvez plus le faire\u202f: le dossier a changé d’état ou de mains."
        )
    except Refused as refusal:
        return BulkItemState.REFUSED, str(refusal)
    except OperationalError:
        raise
    except Exception:
        logger.exception("Bulk run %s: %s failed", item.run.uuid, item.dossier.reference)
        return BulkItemState.REFUSED, _(
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
    if item.state == BulkItemState.REFUSED:
        item.is_to_tell = False
    item.outcome = outcome[:OUTCOME_MAX]
    item.save(update_fields=["state", "outcome", "before", "decision", "is_to_tell"])
    BulkRun.objects.filter(pk=item.run_id).update(advanced_at=timezone.now())


@transaction.atomic
def _notify_people(run: BulkRun) -> None:
    """Sends each person one mail for all the items done and not announced yet."""
    rows = run.items.select_for_update(of=("self",)).filter(is_to_tell=True)
    items = list(rows.select_related("dossier__lead_authority", "before", "to").order_by("pk"))
    if not items:
        return
    cause = f"bulk:{run.uuid}:{items[0].pk}-{items[-1].pk}"
    if run.act == BulkAct.ASSIGN:
        assignments = [Assignment(item.dossier, item.before, item.to) for item in items]
        announce_assignment(cause, assignments, by=run.by)
    else:
        announce_reminder(cause, [item.dossier for item in items], by=run.by)
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


@transaction.atomic
def take_back_decisions(run: BulkRun, *, by) -> BulkRun:
    """Creates and starts a run that takes back the unreleased decisions of `run`.

    Returns the existing one if it is under way. Raises NotAllowed or Refused.
    """
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk or run.act != BulkAct.DECIDE:
        raise NotAllowed
    under_way = run.undone_by.under_way().first()
    if under_way:
        return under_way
    items = list(standing_decisions(run).select_related("dossier").order_by("pk"))
    if not items:
        raise Refused(
            _("Aucune décision n’est à reprendre\u202f: toutes sont parties ou reprises.")
        )
    now = timezone.now()
    undo = BulkRun.objects.create(
        act=BulkAct.TAKE_BACK, by=by, origin=run, started_at=now, advanced_at=now
    )
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


def standing_decisions(run: BulkRun):
    """Returns the items of `run` whose decision was neither released nor taken back."""
    return run.items.filter(
        state=BulkItemState.DONE,
        decision__withdrawn_at__isnull=True,
        decision__released_at__isnull=True,
        decision__isnull=False,
    )


def forget_unstarted(now: datetime) -> int:
    """Deletes the runs prepared long ago and never started. Returns how many."""
    old = BulkRun.objects.filter(started_at__isnull=True, prepared_at__lt=now - UNSTARTED_LIFETIME)
    return old.delete()[1].get("partnerships.BulkRun", 0)
