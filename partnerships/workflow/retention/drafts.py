"""Untouched drafts: two warnings, then the bin, then deletion."""

from datetime import date, timedelta

from django.db import transaction

from partnerships.document.files import remove
from partnerships.models import Action, Dossier, DossierEvent, DossierStatus, OutboxMail
from partnerships.models.dossier import BIN_RETENTION
from partnerships.notifications.dossier import writers_of
from partnerships.notifications.outbox import address, notify
from partnerships.workflow.perform import perform
from partnerships.workflow.portal import PORTAL

# A draft untouched for six months is warned of, then discarded two weeks after each warning.
UNTOUCHED_FOR = timedelta(days=183)
WARNING_PERIOD = timedelta(days=14)
WARNINGS = 2


def _authors(dossier):
    """Returns those who created, last changed or follow the draft and may still write it.

    If none of them may, returns everyone who may.
    """
    writers = writers_of(dossier)
    known = {dossier.created_by_id, dossier.updated_by_id, dossier.in_charge_id} - {None}
    return list(writers.filter(pk__in=known)) or list(writers)


def _warn(dossier, rank, today):
    dossier.warnings.create(untouched_since=dossier.updated_at, warned_on=today)
    notify(
        f"draft:{dossier.uuid}:{dossier.updated_at:%Y%m%d%H%M%S}:{rank}",
        _authors(dossier),
        "draft_warning",
        dossier=dossier,
        is_last=rank == WARNINGS,
        bin_on=today + WARNING_PERIOD * (1 + WARNINGS - rank),
        link=address("dossier_detail", dossier.uuid),
    )


@transaction.atomic
def _warn_or_discard(dossier, today):
    """Warns the authors of `dossier`, discards it, or does nothing. Returns whether it acted."""
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if locked.updated_at != dossier.updated_at:
        return False
    warned = list(locked.warnings.filter(untouched_since=locked.updated_at))
    if warned and warned[-1].warned_on + WARNING_PERIOD > today:
        return False
    if len(warned) < WARNINGS:
        _warn(locked, len(warned) + 1, today)
    else:
        perform(Action.EXPIRE, locked, by=PORTAL, seen=locked.last_sequence)
    return True


def warn_and_discard_untouched(today: date) -> int:
    """Warns twice the authors of drafts untouched for six months, then discards these drafts.

    Any change to a draft restarts the period. Returns how many drafts were warned of or discarded.
    """
    drafts = Dossier.objects.active().filter(status=DossierStatus.DRAFT, submission_count=0)
    old = drafts.filter(updated_at__date__lte=today - UNTOUCHED_FOR).order_by("pk")
    return sum(_warn_or_discard(dossier, today) for dossier in old)


@transaction.atomic
def _purge(dossier, today):
    in_bin = Dossier.objects.select_for_update().filter(pk=dossier.pk)
    locked = in_bin.filter(
        discarded_at__date__lte=today - BIN_RETENTION, submission_count=0
    ).first()
    if locked is None:
        return False
    for attachment in locked.attachments.all():
        remove(locked, str(attachment.uuid))
    OutboxMail.objects.about(locked).delete()
    locked.messages.all().delete()
    DossierEvent.objects.filter(dossier=locked).forget_never_deposited()
    locked.delete()
    return True


def purge_bin(today: date) -> int:
    """Deletes dossiers that have been in the bin for thirty days, and their rows and mails.

    Returns how many.
    """
    discarded = Dossier.objects.filter(discarded_at__date__lte=today - BIN_RETENTION)
    return sum(_purge(dossier, today) for dossier in discarded.order_by("pk"))
