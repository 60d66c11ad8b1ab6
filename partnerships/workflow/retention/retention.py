"""Archives dossiers that were never published, then announces their erasure and erases them."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from partnerships.models import Action, Dossier, ErasureNotice, RetentionRule
from partnerships.models.retention import NOTICE
from partnerships.notifications.retention import announce_erasure, announce_erasures
from partnerships.publication.search_table import DOSSIERS
from partnerships.workflow.perform import perform
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.refusals import NotAllowed


def _perform_on_each(action: Action, dossiers: QuerySet[Dossier]) -> int:
    """Performs `action` on each dossier, in its own transaction. Returns how many succeeded.

    Dossiers that changed meanwhile and no longer allow it are skipped.
    """
    count = 0
    for pk in list(dossiers.order_by("pk").values_list("pk", flat=True)):
        dossier = Dossier.objects.get(pk=pk)
        try:
            seen = dossier.last_sequence
            perform(action, dossier, by=PORTAL, seen=seen, is_announced=False)
        except NotAllowed:
            continue
        count += 1
    return count


def archive_due(today: date) -> int:
    """Archives the dossiers due for it. Returns how many."""
    return sum(
        _perform_on_each(Action.ARCHIVE, rule.to_archive(today))
        for rule in RetentionRule.objects.all()
    )


@transaction.atomic
def _announce(pk, today) -> bool:
    """Announces an erasure once, even if two processes run. Returns whether it did."""
    rows = Dossier.objects.select_for_update(of=("self",))
    dossier = rows.filter(pk=pk, erasure_notice=None).first()
    if dossier is None:
        return False
    announce_erasure(ErasureNotice.objects.create(dossier=dossier, announced_on=today))
    return True


def announce_due(today: date) -> int:
    """Announces coming erasures to writers and lead reviewers. Returns how many dossiers."""
    count = 0
    for rule in RetentionRule.objects.all():
        dossiers = rule.to_erase(today + NOTICE).filter(erasure_notice=None).order_by("pk")
        count += sum(_announce(pk, today) for pk in list(dossiers.values_list("pk", flat=True)))
    if count:
        announce_erasures(count, today)
    return count


def erase_due(today: date) -> int:
    """Erases the dossiers announced at least NOTICE ago, if their rule still applies.

    Returns how many.
    """
    announced = ErasureNotice.objects.filter(announced_on__lte=today - NOTICE).values("dossier")
    erased = sum(
        _perform_on_each(Action.ERASE, rule.to_erase(today).filter(pk__in=announced))
        for rule in RetentionRule.objects.all()
    )
    if erased:
        DOSSIERS.forget_removed()
    return erased
