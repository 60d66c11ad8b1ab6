"""Plans bulk acts: what an act would do to each dossier, before it runs.

The rules are those of `transitions`, checked on all dossiers with a constant number of queries; a
test checks that both agree on every officer and dossier. They are checked again on each dossier
when the act runs.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    Action,
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkRun,
    Decision,
    Dossier,
    DossierEvent,
    Opinion,
)
from partnerships.models.bulk import OUTCOME_MAX
from partnerships.sort_key import person_key
from partnerships.workflow.bulk.spread import spread
from partnerships.workflow.officers.officers import AssignmentCheck
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.transitions import TRANSITIONS

User = get_user_model()
# Maximum number of dossiers in a run.
MAX_DOSSIERS = 2_000
# Details that an act needs before it can be planned.
NEEDS = {
    BulkAct.ASSIGN: ("officers",),
    BulkAct.DECIDE: ("outcome", "grounds"),
    BulkAct.ASK_OPINION: ("kinds", "questions", "due_on"),
}


def is_ready(run: BulkRun) -> bool:
    """Whether all the details that the act needs are given."""
    return all(run.detail.get(name) for name in NEEDS.get(run.act, ()))


class _Facts:
    """Facts about `dossiers` that the rules depend on, queried together."""

    def __init__(self, act: BulkAct, dossiers: Iterable[Dossier], by):
        self.act, self.by = act, by
        self.row = TRANSITIONS[Action(act)]
        rows = Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers]).order_by()
        self.reviewable = set(rows.reviewable_by(by).values_list("pk", flat=True))
        self.in_hand = set(rows.instructed_by(by).values_list("pk", flat=True))
        self.in_hand |= set(self._led_by_user(rows).values_list("pk", flat=True))
        self.blocked = set(self._blocked(rows).values_list("pk", flat=True))

    def _led_by_user(self, rows):
        """Dossiers on which a lead reviewer may act instead of the reviewer."""
        if self.act == BulkAct.ASSIGN:
            return rows.review_led_by(self.by)
        if self.act == BulkAct.TAKE_BACK:
            return rows.needing_countersign().countersignable_by(self.by)
        return rows.none()

    def _blocked(self, rows):
        """Dossiers on which the act must wait for something else."""
        if self.act == BulkAct.DECIDE:
            return rows.filter(pk__in=Opinion.objects.awaited().values("dossier"))
        if self.act == BulkAct.RELEASE:
            return rows.filter(pk__in=Decision.objects.awaiting_countersign().values("dossier"))
        if self.act == BulkAct.REMIND_AUTHORITY:
            today = DossierEvent.objects.filter(
                action=Action.REMIND_AUTHORITY, at__date=timezone.localdate()
            )
            return rows.filter(pk__in=today.order_by().values("dossier"))
        return rows.none()

    def refusal(self, dossier: Dossier) -> str:
        """Returns why the act is not possible on this dossier; "" if it is."""
        if dossier.pk not in self.reviewable:
            return _("Vous êtes de sa collectivité, ou l’avez saisi\u202f: un autre l’instruit.")
        if dossier.discarded_at or not self.row.starts_from(dossier):
            return _("Cet acte n’est pas possible à l’état «\u202f%(status)s\u202f».") % {
                "status": dossier.get_status_display()
            }
        if dossier.pk not in self.in_hand:
            if dossier.reviewer:
                return _("%(name)s l’instruit.") % {"name": dossier.reviewer}
            return _("Personne ne l’instruit encore\u202f: prenez-le d’abord.")
        return self._blocking_reason() if dossier.pk in self.blocked else ""

    def _blocking_reason(self):
        return {
            BulkAct.DECIDE: _(
                "Un avis est attendu\u202f: décidez de ce dossier seul, en le disant."
            ),
            BulkAct.RELEASE: _("La décision attend d’être contresignée."),
            BulkAct.REMIND_AUTHORITY: _("La collectivité a déjà été relancée aujourd’hui."),
        }[self.act]


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
            item.state = BulkItemState.REFUSED


def plan(run: BulkRun) -> None:
    """Plans again every item of `run` that was not left out."""
    items = _items_to_plan(run)
    facts = _Facts(BulkAct(run.act), [item.dossier for item in items], run.by)
    for item in items:
        item.outcome, item.to = facts.refusal(item.dossier), None
        item.state = BulkItemState.REFUSED if item.outcome else BulkItemState.PLANNED
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


@transaction.atomic
def change_plan(
    run: BulkRun, *, by, left_out: set[int], included: set[int], to: dict[int, int]
) -> None:
    """Leaves items out or includes them again, and changes the officers they are assigned to.

    `left_out` and `included`: keys of items; `to`: key of item → key of officer. Refused items stay
    refused. Raises Refused if an officer may not be assigned a dossier.
    """
    run = _own_unstarted(run, by)
    items = run.items.filter(pk__in=left_out | included).exclude(state=BulkItemState.REFUSED)
    items = list(items.select_related("dossier").order_by("pk"))
    people = User.objects.in_bulk(set(to.values()))
    assignment_check = AssignmentCheck([item.dossier for item in items], people.values())
    for item in items:
        item.state = BulkItemState.LEFT if item.pk in left_out else BulkItemState.PLANNED
        person = people.get(to.get(item.pk))
        if person is None or person == item.to:
            continue
        refusal = assignment_check.refusal(person, item.dossier)
        if refusal:
            raise Refused(f"{item.dossier.reference}\u202f: {refusal}")
        item.to, item.outcome = person, _("choisi par vous")
    BulkItem.objects.bulk_update(items, ["state", "outcome", "to"], batch_size=200)


@transaction.atomic
def start(run: BulkRun, *, by) -> bool:
    """Marks `run` as started. Returns False if it already was. Raises NotAllowed or Refused."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.by_id != by.pk:
        raise NotAllowed
    if run.started_at:
        return False
    if not is_ready(run):
        raise Refused(_("Dites d’abord ce que l’acte doit faire."))
    if not run.items.filter(state=BulkItemState.PLANNED).exists():
        raise Refused(_("Rien n’est à faire\u202f: aucun de ces dossiers ne le permet."))
    run.started_at = run.advanced_at = timezone.now()
    run.save(update_fields=["started_at", "advanced_at"])
    return True
