"""The page of a bulk act: its plan to read and correct, its progress and its results."""

from functools import cached_property

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.document.listed_proposals import listed_proposals
from partnerships.models import (
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkRun,
    DossierIndex,
    Outcome,
)
from partnerships.models.bulk import STALLED_AFTER
from partnerships.pages.components.background_work import BackgroundWork
from partnerships.pages.queue.bulk_forms import detail_form
from partnerships.pages.queue.officer_choice import offered_officers
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.workflow.bulk.plan import is_ready
from partnerships.workflow.bulk.run import standing_decisions
from partnerships.workflow.decisions.contributions import earlier_declined

PAGE_SIZE = 100
STATE = "etat"


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
        return sum(self.counts.values()) - self.counts[BulkItemState.LEFT]

    @property
    def done(self) -> int:
        return self.total - self.counts[BulkItemState.PLANNED]

    @property
    def numbers(self) -> list[tuple[str, int, str]]:
        """(state, count, label) of the states that have items."""
        labels = {
            BulkItemState.PLANNED: _("à faire"),
            BulkItemState.DONE: _("faits"),
            BulkItemState.REFUSED: _("refusés"),
            BulkItemState.LEFT: _("laissés de côté"),
        }
        return [
            (state, self.counts[state], label)
            for state, label in labels.items()
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
    def title(self) -> str:
        count = sum(self.progress.counts.values())
        titles = {
            BulkAct.ASSIGN: ngettext(
                "Confier %(count)s dossier", "Confier %(count)s dossiers", count
            ),
            BulkAct.ASK_OPINION: ngettext(
                "Demander des avis sur %(count)s dossier",
                "Demander des avis sur %(count)s dossiers",
                count,
            ),
            BulkAct.REMIND_AUTHORITY: ngettext(
                "Relancer la collectivité de %(count)s dossier",
                "Relancer les collectivités de %(count)s dossiers",
                count,
            ),
            BulkAct.DECIDE: ngettext(
                "Décider de %(count)s dossier", "Décider de %(count)s dossiers", count
            ),
            BulkAct.RELEASE: ngettext(
                "Notifier %(count)s décision", "Notifier %(count)s décisions", count
            ),
            BulkAct.TAKE_BACK: ngettext(
                "Reprendre %(count)s décision", "Reprendre %(count)s décisions", count
            ),
        }
        return titles[self.run.act] % {"count": count}

    @cached_property
    def _judged(self) -> dict[int, tuple[list[str], list[str]]]:
        """Key of each dossier of the page → numbers of the propositions that the run accepts, and
        of those it declines.
        """
        outcome = self.run.detail.get("outcome")
        if self.run.act != BulkAct.DECIDE or not Outcome(outcome).is_favourable:
            return {}
        keys = [item.dossier_id for item in self.page.rows]
        of_all, earlier = self.run.detail.get("declined", ()), earlier_declined(keys)
        declined = {key: {*of_all, *earlier.get(key, ())} for key in keys}
        listed = {str(each.number): each.number for each in listed_proposals()}
        rows = DossierIndex.objects.filter(dossier__in=keys).values_list("dossier", "proposals")
        judged = {}
        for key, text in rows:
            numbers = [number for number in text.split(", ") if number in listed]
            accepted = [number for number in numbers if listed[number] not in declined[key]]
            judged[key] = accepted, [number for number in numbers if number not in accepted]
        return judged

    def _will_do(self, item) -> str:
        """What the run does to a dossier that is not refused."""
        if self.run.act != BulkAct.DECIDE:
            return BulkAct(self.run.act).label
        outcome = Outcome(self.run.detail.get("outcome")).label
        text = _("décision\u202f: %(outcome)s") % {"outcome": outcome}
        accepted, declined = self._judged.get(item.dossier_id, ([], []))
        parts = (
            (
                accepted,
                ngettext(
                    "proposition acceptée\u202f: %(numbers)s",
                    "propositions acceptées\u202f: %(numbers)s",
                    len(accepted),
                ),
            ),
            (
                declined,
                ngettext(
                    "proposition déclinée\u202f: %(numbers)s",
                    "propositions déclinées\u202f: %(numbers)s",
                    len(declined),
                ),
            ),
        )
        return ", ".join(
            [text, *(each % {"numbers": ", ".join(numbers)} for numbers, each in parts if numbers)]
        )

    @property
    def rows(self) -> list[tuple[BulkItem, str]]:
        """Each dossier of the page, and its outcome or what is planned."""
        return [(item, item.outcome or self._will_do(item)) for item in self.page.rows]

    @property
    def is_mine(self) -> bool:
        return self.run.by_id == self.user.pk

    @property
    def is_ready(self) -> bool:
        return is_ready(self.run)

    @property
    def may_correct(self) -> bool:
        return self.is_mine and not self.run.started_at and self.is_ready

    @property
    def is_assignment(self) -> bool:
        return self.run.act == BulkAct.ASSIGN

    @cached_property
    def page(self):
        rows = self.run.items.select_related("dossier__lead_authority", "to")
        if self.state:
            rows = rows.filter(state=self.state)
        return paginate(
            [rows],
            Order("", descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def officers(self):
        return [offered.officer for offered in offered_officers()]

    @cached_property
    def to_take_back(self) -> int:
        """Number of decisions of the run that are not notified yet."""
        is_decided = self.run.act == BulkAct.DECIDE and self.run.finished_at and self.is_mine
        return standing_decisions(self.run).count() if is_decided else 0

    @property
    def undo(self):
        """The last run that takes back this one."""
        return self.run.undone_by.first()
