"""What a bulk act does to each dossier of a page: planned, or done."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.french_dates import french_date
from partnerships.document.listed_proposals import listed_proposals
from partnerships.models import (
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkRun,
    ChangeRequest,
    Decision,
    Dossier,
    DossierIndex,
    Outcome,
    officers_covered_by,
)
from partnerships.models.dossier_queryset import is_to_settle
from partnerships.workflow.bulk.plan import declined_in

S = BulkItemState
BADGES = {
    S.PLANNED: "info",
    S.NOT_CONCERNED: "",
    S.NOT_DONE: "warning",
    S.LEFT: "",
    S.DONE: "success",
}


@dataclass(frozen=True)
class ItemRow:
    """A dossier of a run. `may_judge`: whether its propositions may be judged apart; `decision`:
    what will be countersigned.
    """

    item: BulkItem
    result: str
    may_judge: bool
    decision: Decision | None

    @property
    def badge(self) -> str:
        return BADGES[S(self.item.state)]


def _numbers(text, numbers):
    return text % {"numbers": ", ".join(numbers)} if numbers else ""


class Results:
    """The results of `items`, all of `run`, in a constant number of queries."""

    def __init__(self, run: BulkRun, items: list[BulkItem]):
        self.run, self.items = run, items
        self.keys = [item.dossier_id for item in items]

    @property
    def rows(self) -> list[ItemRow]:
        return [
            ItemRow(
                item,
                item.outcome or self._will_do(item),
                bool(self._judged_of(item)),
                self._decision_of(item),
            )
            for item in self.items
        ]

    def _judged_of(self, item):
        return self._judged.get(item.pk) if item.is_planned else None

    @cached_property
    def _judged(self) -> dict[int, tuple[list[str], list[str]]]:
        """Key of each item whose dossier carries propositions → numbers of those that the run
        accepts, and of those it declines.
        """
        outcome = self.run.detail.get("outcome")
        if self.run.act != BulkAct.DECIDE or not Outcome(outcome).is_favourable:
            return {}
        declined = declined_in(self.run, self.items)
        listed = {str(each.number): each.number for each in listed_proposals()}
        rows = DossierIndex.objects.filter(dossier__in=self.keys)
        carried = dict(rows.values_list("dossier", "proposals"))
        judged = {}
        for item in self.items:
            text = carried.get(item.dossier_id, "")
            numbers = [number for number in text.split(", ") if number in listed]
            accepted = [each for each in numbers if listed[each] not in declined[item.pk]]
            if numbers:
                judged[item.pk] = accepted, [each for each in numbers if each not in accepted]
        return judged

    def _will_do(self, item) -> str:
        describe = {
            BulkAct.START_REVIEW: self._taking,
            BulkAct.REQUEST_CHANGES: self._requesting,
            BulkAct.ASK_OPINION: self._asking,
            BulkAct.DECIDE: self._deciding,
            BulkAct.COUNTERSIGN: self._countersigning,
        }.get(self.run.act)
        return describe(item) if describe else str(BulkAct(self.run.act).label)

    def _taking(self, item):
        before = item.dossier.reviewer
        if before is None or before == self.run.by:
            return BulkAct.START_REVIEW.label
        if before.pk in self._covered:
            return _("prendre en instruction à la place de %(name)s, absent") % {"name": before}
        return _("prendre en instruction\u202f: il était confié à %(name)s") % {"name": before}

    @cached_property
    def _covered(self):
        return set(officers_covered_by(self.run.by))

    def _requesting(self, item):
        count = self._gathered[item.dossier_id]
        if not count:
            return BulkAct.REQUEST_CHANGES.label
        text = ngettext(
            "demander des compléments\u202f; la demande préparée sur ce dossier ne part pas",
            "demander des compléments\u202f; les %(count)s demandes préparées sur ce dossier ne "
            "partent pas",
            count,
        )
        return text % {"count": count}

    def _asking(self, item):
        label, day = BulkAct.ASK_OPINION.label, item.dossier.due_on
        if day is None or self.run.detail.get("due_on", "") < day.isoformat():
            return label
        text = _("%(act)s, attendu trop tard pour son échéance du %(day)s")
        return text % {"act": label, "day": french_date(day)}

    @cached_property
    def _gathered(self) -> Counter:
        """Number of unsent requests of each dossier."""
        rows = ChangeRequest.objects.gathered().filter(dossier__in=self.keys).order_by()
        return Counter(rows.values_list("dossier", flat=True))

    def _deciding(self, item):
        outcome = Outcome(self.run.detail.get("outcome")).label
        accepted, declined = self._judged.get(item.pk, ([], []))
        texts = (
            _("décision\u202f: %(outcome)s") % {"outcome": outcome},
            _numbers(
                ngettext(
                    "proposition acceptée\u202f: %(numbers)s",
                    "propositions acceptées\u202f: %(numbers)s",
                    len(accepted),
                ),
                accepted,
            ),
            _numbers(
                ngettext(
                    "proposition déclinée\u202f: %(numbers)s",
                    "propositions déclinées\u202f: %(numbers)s",
                    len(declined),
                ),
                declined,
            ),
            _("jugées à part") if item.declined_text and accepted + declined else "",
        )
        return ", ".join(filter(None, texts))

    @cached_property
    def _decisions(self) -> dict[int, Decision]:
        rows = Decision.objects.standing().filter(dossier__in=self.keys).order_by()
        return {row.dossier_id: row for row in rows.select_related("decided_by")}

    def _decision_of(self, item):
        if self.run.act != BulkAct.COUNTERSIGN or not (item.is_planned or item.is_left):
            return None
        return self._decisions.get(item.dossier_id)

    @cached_property
    def _to_settle(self) -> set[int]:
        rows = Dossier.objects.filter(is_to_settle(), pk__in=self.keys).order_by()
        return set(rows.values_list("pk", flat=True))

    def _countersigning(self, item):
        decision = self._decision_of(item)
        if decision is None:
            return BulkAct.COUNTERSIGN.label
        text = _("contresigner\u202f: %(outcome)s, décidé par %(person)s le %(day)s") % {
            "outcome": decision.get_outcome_display(),
            "person": decision.decided_by,
            "day": french_date(decision.decided_at),
        }
        if item.dossier_id in self._to_settle:
            text += "\u202f; " + _(
                "à contresigner de nouveau, une fois réglées les différences avec la fiche publiée"
            )
        return text
