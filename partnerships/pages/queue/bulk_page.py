"""The page of a bulk act: its plan to read and correct, its progress and its results."""

from functools import cached_property

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from partnerships.models import BulkAct, BulkItemState, BulkRun, Dossier
from partnerships.models.bulk import PROCESSED, STALLED_AFTER
from partnerships.pages.components.background_work import BackgroundWork
from partnerships.pages.decisions.messages_to_see import MessagesToSee, to_see_in_run
from partnerships.pages.decisions.notifiers import who_notifies
from partnerships.pages.decisions.without_appeal import run_lacks_appeal
from partnerships.pages.queue.bulk_forms import detail_form
from partnerships.pages.queue.bulk_results import ItemRow, Results
from partnerships.pages.queue.bulk_titles import bulk_title
from partnerships.pages.queue.officer_choice import OfferedOfficer, offered_officers
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.workflow.bulk.plan import is_ready
from partnerships.workflow.bulk.run import UNDOABLE, items_to_undo

PAGE_SIZE = 100
STATE = "etat"
NUMBERS = {
    BulkItemState.PLANNED: ngettext_lazy("à faire", "à faire", "count"),
    BulkItemState.DONE: ngettext_lazy("fait", "faits", "count"),
    BulkItemState.NOT_DONE: ngettext_lazy("pas fait", "pas faits", "count"),
    BulkItemState.NOT_CONCERNED: ngettext_lazy("non concerné", "non concernés", "count"),
    BulkItemState.LEFT: ngettext_lazy("laissé de côté", "laissés de côté", "count"),
}


class BulkProgress(BackgroundWork):
    """The progress of a run."""

    def __init__(self, run: BulkRun):
        self.run = run

    @cached_property
    def counts(self) -> dict[str, int]:
        counts = self.run.items.order_by().values_list("state").annotate(Count("pk"))
        return {**dict.fromkeys(BulkItemState.values, 0), **dict(counts)}

    @property
    def is_under_way(self) -> bool:
        return bool(self.run.started_at and not self.run.finished_at)

    @property
    def is_stalled(self) -> bool:
        return self.is_under_way and self.run.advanced_at < timezone.now() - STALLED_AFTER

    @property
    def total(self) -> int:
        return self.done + self.counts[BulkItemState.PLANNED]

    @property
    def done(self) -> int:
        return sum(self.counts[state] for state in PROCESSED)

    @property
    def numbers(self) -> list[tuple[str, int, str]]:
        """(state, count, label) of the states that have items."""
        return [
            (state, self.counts[state], NUMBERS[state] % {"count": self.counts[state]})
            for state in NUMBERS
            if self.counts[state]
        ]


class BulkPage:
    def __init__(self, run: BulkRun, user, data, form=None):
        self.run, self.user, self.data = run, user, data
        self.progress = BulkProgress(run)
        self.form = form or detail_form(run)
        state = data.get(STATE, "")
        self.state = state if state in BulkItemState.values else ""

    @property
    def kept(self) -> str:
        """What the links between pages keep of the address."""
        return f"{STATE}={self.state}&" if self.state else ""

    @property
    def title(self) -> str:
        return bulk_title(BulkAct(self.run.act), self.progress.counts)

    @property
    def rows(self) -> list[ItemRow]:
        return Results(self.run, self.page.rows).rows

    @property
    def is_mine(self) -> bool:
        return self.run.by_id == self.user.pk

    @cached_property
    def is_ready(self) -> bool:
        return is_ready(self.run)

    @cached_property
    def may_correct(self) -> bool:
        return self.is_mine and not self.run.started_at and self.is_ready

    @cached_property
    def lacks_appeal(self) -> bool:
        """Whether a letter needs the tick to leave without the means of appeal."""
        return self.may_correct and self.is_notifying and run_lacks_appeal(self.run)

    @cached_property
    def to_see(self) -> MessagesToSee:
        return to_see_in_run(self.run)

    @property
    def is_notifying(self) -> bool:
        return self.run.act == BulkAct.RELEASE

    @property
    def is_countersigning(self) -> bool:
        return self.run.act == BulkAct.COUNTERSIGN

    @property
    def is_assignment(self) -> bool:
        return self.run.act == BulkAct.ASSIGN

    @property
    def _items(self):
        """The items that the reader may know of: in the run of a colleague, not those of their own
        authorities, which learn of a decision once it is notified.
        """
        if self.is_mine:
            return self.run.items
        return self.run.items.filter(dossier__in=Dossier.objects.reviewable_by(self.user))

    @cached_property
    def hidden_count(self) -> int:
        """How many items the reader may not know of."""
        return 0 if self.is_mine else self.run.items.count() - self._items.count()

    @cached_property
    def page(self):
        rows = self._items.select_related("dossier__lead_authority", "dossier__reviewer", "to")
        if self.state:
            segments = [rows.filter(state=self.state)]
        else:
            # What is to be read comes first: what will be done, then what was not.
            state = BulkItemState.NOT_DONE if self.run.started_at else BulkItemState.PLANNED
            segments = [rows.filter(state=state), rows.exclude(state=state)]
        return paginate(
            segments,
            Order("", descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def officers(self) -> list[OfferedOfficer]:
        return offered_officers()

    @property
    def absent(self) -> list[OfferedOfficer]:
        """Officers chosen who receive nothing, since they are away and others are not."""
        chosen = self.run.detail.get("officers", ())
        away = [each for each in self.officers if each.away_until and each.officer.pk in chosen]
        planned = self.run.items.filter(state=BulkItemState.PLANNED).order_by()
        receiving = set(planned.values_list("to", flat=True).distinct()) if away else set()
        return [each for each in away if each.officer.pk not in receiving]

    @cached_property
    def to_undo(self) -> int:
        """Number of decisions of the run that are not notified yet, and may be taken back, or lose
        their countersignature.
        """
        is_decided = self.run.act in UNDOABLE and self.run.finished_at and self.is_mine
        return items_to_undo(self.run).count() if is_decided else 0

    @property
    def notifiers(self) -> list[str]:
        """Who notifies the decisions that are not notified yet, as sentences."""
        rows = items_to_undo(self.run).order_by().values_list("dossier__reviewer")
        return who_notifies(dict(rows.annotate(Count("pk"))))

    @property
    def undo(self):
        """The last run that undoes this one."""
        return self.run.undone_by.first()
