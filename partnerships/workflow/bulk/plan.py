"""Plans bulk acts: what an act would do to each dossier, before it runs.

The rules (`facts`) are checked again on each dossier when the act runs.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkRun,
    Dossier,
    DossierEvent,
)
from partnerships.models.bulk import OUTCOME_MAX
from partnerships.sort_key import person_key
from partnerships.workflow.bulk.facts import Facts
from partnerships.workflow.bulk.spread import spread
from partnerships.workflow.decisions.contributions import checked_words, earlier_declined
from partnerships.workflow.officers.officers import AssignmentCheck
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()
# Maximum number of dossiers in a run.
MAX_DOSSIERS = 2_000
# Details that an act needs before it can be planned.
NEEDS = {
    BulkAct.ASSIGN: ("officers",),
    BulkAct.REQUEST_CHANGES: ("message",),
    BulkAct.DECIDE: ("outcome", "grounds"),
    BulkAct.ASK_OPINION: ("kinds", "questions", "due_on"),
}


def is_ready(run: BulkRun) -> bool:
    """Whether all the details that the act needs are given."""
    needs = ("reason",) if needs_reason(run) else NEEDS.get(run.act, ())
    return all(run.detail.get(name) for name in needs)


def needs_reason(run: BulkRun) -> bool:
    """Whether `run` takes back decisions of dossiers that its author does not instruct."""
    if run.act != BulkAct.TAKE_BACK:
        return False
    own = Dossier.objects.instructed_by(run.by).values("pk")
    return run.items.filter(state=BulkItemState.PLANNED).exclude(dossier__in=own).exists()


def declined_in(run: BulkRun, items: Iterable[BulkItem]) -> dict[int, dict[int, str]]:
    """Returns key of each item → number of each proposition that it declines → why: as said of this
    dossier alone, else of all, or by its last decision. One query.
    """
    of_all = dict.fromkeys(run.detail.get("declined", ()), run.detail.get("word", ""))
    earlier = earlier_declined([item.dossier_id for item in items])
    return {
        item.pk: {**earlier.get(item.dossier_id, {}), **of_all}
        if item.declined is None
        else item.declined
        for item in items
    }


def _items_to_plan(run):
    rows = run.items.exclude(state=BulkItemState.LEFT)
    return list(
        rows.select_related("dossier__lead_authority__region", "dossier__reviewer").order_by("pk")
    )


def _plan_assignments(run, items):
    """Chooses an officer for each planned item, with the reason."""
    chosen = User.objects.filter(pk__in=run.detail.get("officers", [])).order_by("pk")
    officers = sorted(chosen, key=person_key)
    if not officers:
        return
    by_dossier = {item.dossier_id: item for item in items if item.state == BulkItemState.PLANNED}
    for share in spread([item.dossier for item in by_dossier.values()], officers):
        item = by_dossier[share.dossier.pk]
        item.to, item.outcome = share.to, share.why[:OUTCOME_MAX]
        if share.to is None:
            item.state = BulkItemState.NOT_CONCERNED


def plan(run: BulkRun) -> None:
    """Plans again every item of `run` that was not left out."""
    items = _items_to_plan(run)
    facts = Facts(BulkAct(run.act), [item.dossier for item in items], run.by)
    for item in items:
        item.outcome, item.to = facts.refusal(item.dossier), None
        item.state = BulkItemState.NOT_CONCERNED if item.outcome else BulkItemState.PLANNED
    if run.act == BulkAct.ASSIGN:
        _plan_assignments(run, items)
    BulkItem.objects.bulk_update(items, ["state", "outcome", "to"], batch_size=200)


def check_chosen(dossiers: QuerySet[Dossier]) -> None:
    """Raises Refused if there are no dossiers, or too many."""
    count = dossiers.order_by()[: MAX_DOSSIERS + 1].count()
    if not count:
        raise Refused(_("Cochez au moins un dossier."))
    if count > MAX_DOSSIERS:
        raise Refused(
            _("Au plus %(most)s dossiers à la fois\u202f: filtrez davantage.")
            % {"most": MAX_DOSSIERS}
        )


@transaction.atomic
def prepare(act: BulkAct, dossiers: QuerySet[Dossier], *, by, **detail) -> BulkRun:
    """Creates and plans a run on the deposited dossiers, oldest deposit first."""
    dossiers = dossiers.filter(submission_count__gt=0)
    check_chosen(dossiers)
    run = BulkRun.objects.create(act=act, by=by)
    run.detail = detail
    run.save(update_fields=["detail_text"])
    last = DossierEvent.objects.filter(dossier__in=dossiers.order_by().values("pk")).order_by()
    seen = dict(last.values_list("dossier").annotate(Max("sequence")))
    keys = dossiers.order_by("submitted_at", "pk").values_list("pk", flat=True)
    BulkItem.objects.bulk_create(
        [BulkItem(run=run, dossier_id=key, seen=seen[key]) for key in keys], batch_size=500
    )
    plan(run)
    return run


def _own_unstarted(run, by):
    """Locks and returns `run`. Raises NotAllowed if it has started or is not that of `by`."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk or run.started_at:
        raise NotAllowed
    return run


@transaction.atomic
def set_details(run: BulkRun, *, by, **detail) -> None:
    """Sets the details of the act, and plans again."""
    run = _own_unstarted(run, by)
    run.detail = detail
    run.save(update_fields=["detail_text"])
    plan(run)


def _refuse_without_details(run):
    if not is_ready(run):
        raise Refused(_("Dites d’abord ce que l’acte doit faire."))


@transaction.atomic
def change_plan(
    run: BulkRun, *, by, left_out: set[int], included: set[int], to: dict[int, int]
) -> None:
    """Leaves items out or includes them again, and changes the officers they are assigned to.

    `left_out` and `included`: keys of items; `to`: key of item → key of officer. Those that are not
    concerned stay so. Raises Refused if the act has no details yet, or if a dossier is assigned to
    nobody or to an officer who may not have it.
    """
    run = _own_unstarted(run, by)
    _refuse_without_details(run)
    items = run.items.filter(pk__in=left_out | included)
    items = items.exclude(state=BulkItemState.NOT_CONCERNED)
    items = list(items.select_related("dossier", "to").order_by("pk"))
    for item in items:
        item.state = BulkItemState.LEFT if item.pk in left_out else BulkItemState.PLANNED
    if run.act == BulkAct.ASSIGN:
        _change_officers(items, to)
    BulkItem.objects.bulk_update(items, ["state", "outcome", "to"], batch_size=200)


def _change_officers(items, to):
    """Raises Refused if a planned item has no officer, or one who may not have its dossier."""
    people = User.objects.in_bulk(set(to.values()))
    assignment_check = AssignmentCheck([item.dossier for item in items], people.values())
    for item in items:
        reference = item.dossier.reference
        person = people.get(to[item.pk]) if item.pk in to else item.to
        if person is None and item.is_planned:
            raise Refused(
                _("%(reference)s\u202f: choisissez à qui le confier.") % {"reference": reference}
            )
        if person in (None, item.to):
            continue
        refusal = assignment_check.refusal(person, item.dossier)
        if refusal:
            raise Refused(f"{reference}\u202f: {refusal}")
        item.to, item.outcome = person, _("choisi par vous")


@transaction.atomic
def decline_apart(item: BulkItem, *, by, declined: dict[int, str] | None) -> None:
    """Sets the propositions that the dossier of `item` alone declines: number → why; None for as
    the others. Raises NotAllowed, or Refused for a word that is missing or too long.
    """
    run = _own_unstarted(item.run, by)
    if run.act != BulkAct.DECIDE:
        raise NotAllowed
    item.declined = None if declined is None else checked_words(declined)
    item.save(update_fields=["declined_text"])


@transaction.atomic
def start(run: BulkRun, *, by) -> bool:
    """Marks `run` as started. Returns False if it already was. Raises NotAllowed or Refused."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk:
        raise NotAllowed
    if run.started_at:
        return False
    _refuse_without_details(run)
    if not run.items.filter(state=BulkItemState.PLANNED).exists():
        raise Refused(_("Rien n’est à faire\u202f: aucun de ces dossiers ne le permet."))
    run.started_at = run.advanced_at = timezone.now()
    run.save(update_fields=["started_at", "advanced_at"])
    return True
