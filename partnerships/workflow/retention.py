"""Files that led to no publication: archived, announced, then erased, as lead reviewers decided."""

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

BATCH = 200


def _each(action: Action, files: QuerySet[Dossier]) -> int:
    """`action` on each of `files`, one transaction a file; how many. What changed since is left."""
    count = 0
    for pk in list(files.order_by("pk").values_list("pk", flat=True)):
        dossier = Dossier.objects.get(pk=pk)
        try:
            seen = dossier.last_sequence
            perform(action, dossier, by=PORTAL, seen=seen, is_announced=False)
        except NotAllowed:
            continue
        count += 1
    return count


def archive_due(today: date) -> int:
    return sum(
        _each(Action.ARCHIVE, rule.to_archive(today)) for rule in RetentionRule.objects.all()
    )


@transaction.atomic
def _announce(pks, today):
    """Each once, even where two processes do it at the same time."""
    rows = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    files = list(rows.filter(erasure_notice=None).order_by("pk"))
    for dossier in files:
        notice = ErasureNotice.objects.create(dossier=dossier, announced_on=today)
        announce_erasure(notice)
    return len(files)


def announce_due(today: date) -> int:
    """Say which files will be erased, to those who wrote them and to lead reviewers; how many."""
    count = 0
    for rule in RetentionRule.objects.all():
        files = rule.to_erase(today + NOTICE).filter(erasure_notice=None).order_by("pk")
        while pks := list(files.values_list("pk", flat=True)[:BATCH]):
            count += _announce(pks, today)
    if count:
        announce_erasures(count, today)
    return count


def erase_due(today: date) -> int:
    """Erase what was announced long enough ago, if its rule still says so."""
    announced = ErasureNotice.objects.filter(announced_on__lte=today - NOTICE).values("dossier")
    erased = sum(
        _each(Action.ERASE, rule.to_erase(today).filter(pk__in=announced))
        for rule in RetentionRule.objects.all()
    )
    if erased:
        DOSSIERS.forget_removed()
    return erased
