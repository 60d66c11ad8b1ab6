"""An act on many files, done one file at a time: each in one transaction, each once."""

import logging
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Action, BulkAct, BulkItem, BulkItemState, BulkRun, Dossier
from partnerships.models.bulk import OUTCOME_MAX
from partnerships.notifications.assignment import Given, announce_assignment, announce_reminder
from partnerships.workflow.opinions.asking import ask_opinions, known_asks
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()
logger = logging.getLogger(__name__)
# What was prepared and never started is forgotten.
KEPT_UNSTARTED = timedelta(days=7)


def _untouched(item) -> Dossier:
    """The file, locked, as it was when it was planned: what `perform` would take for a second
    click is another act here.
    """
    dossier = Dossier.objects.select_for_update().get(pk=item.dossier_id)
    if dossier.last_sequence != item.seen:
        raise Refused(_("Ce dossier a changé depuis que cet acte est préparé\u202f: relisez-le."))
    return dossier


def _perform(item, by, **details):
    return perform(Action(item.run.act), _untouched(item), by=by, seen=item.seen, **details)


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
    """Of the bodies that the directory knows for the places of the file; no document is shown."""
    detail, dossier = item.run.detail, _untouched(item)
    asks = known_asks(dossier, detail["kinds"])
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
    dossier = _perform(item, by, **item.run.detail)
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
    """What became of the file. Whatever refuses it undoes its own step, and stops no other."""
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
def _do(pk: int) -> None:
    """One file, unless another process did it."""
    rows = BulkItem.objects.select_for_update(of=("self",)).filter(
        pk=pk, state=BulkItemState.PLANNED
    )
    item = rows.select_related("run", "dossier__reviewer", "to", "decision").first()
    if item is None:
        return
    # Read anew for each file: an account may be closed in the middle.
    by = User.objects.get(pk=item.run.by_id)
    item.state, outcome = _outcome(item, by)
    if item.state == BulkItemState.REFUSED:
        item.is_to_tell = False
    item.outcome = outcome[:OUTCOME_MAX]
    item.save(update_fields=["state", "outcome", "before", "decision", "is_to_tell"])
    BulkRun.objects.filter(pk=item.run_id).update(advanced_at=timezone.now())


@transaction.atomic
def _tell(run: BulkRun) -> None:
    """One mail a person for all that was done and that nobody heard of yet."""
    rows = run.items.select_for_update(of=("self",)).filter(is_to_tell=True)
    items = list(rows.select_related("dossier__lead_authority", "before", "to").order_by("pk"))
    if not items:
        return
    cause = f"bulk:{run.uuid}:{items[0].pk}-{items[-1].pk}"
    if run.act == BulkAct.ASSIGN:
        given = [Given(item.dossier, item.before, item.to) for item in items]
        announce_assignment(cause, given, by=run.by)
    else:
        announce_reminder(cause, [item.dossier for item in items], by=run.by)
    BulkItem.objects.filter(pk__in=[item.pk for item in items]).update(is_to_tell=False)


def work(run: BulkRun) -> None:
    """Do what is left of `run`; killed in the middle, or run by two at once, it is done once."""
    planned = run.items.filter(state=BulkItemState.PLANNED).order_by("pk")
    for pk in list(planned.values_list("pk", flat=True)):
        _do(pk)
    _tell(run)
    BulkRun.objects.under_way().filter(pk=run.pk).update(finished_at=timezone.now())


@transaction.atomic
def take_back_decisions(run: BulkRun, *, by) -> BulkRun:
    """A run, started, that takes back the decisions of `run` that did not leave; where one is
    under way, that one. Raises NotAllowed or Refused.
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
    """The files of `run` whose decision neither left nor was taken back."""
    return run.items.filter(
        state=BulkItemState.DONE,
        decision__withdrawn_at__isnull=True,
        decision__released_at__isnull=True,
        decision__isnull=False,
    )


def forget_unstarted(now: datetime) -> int:
    """Runs prepared long ago and never started leave; how many."""
    old = BulkRun.objects.filter(started_at__isnull=True, prepared_at__lt=now - KEPT_UNSTARTED)
    return old.delete()[1].get("partnerships.BulkRun", 0)
