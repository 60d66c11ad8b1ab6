"""The propositions of one dossier of a decision on many, judged apart from those of the others."""

from functools import cached_property

from partnerships.document.reading import read_contributions
from partnerships.document.schema import upgraded
from partnerships.models import BulkAct, BulkItem, BulkRun, Outcome
from partnerships.pages.decisions.contribution_choices import (
    ContributionChoice,
    contribution_choices,
    contribution_words,
)
from partnerships.workflow.bulk.plan import declined_in, is_ready


def may_judge_apart(run: BulkRun, user) -> bool:
    """Whether `user` may still judge the propositions of one dossier of `run`."""
    is_open = run.act == BulkAct.DECIDE and run.by_id == user.pk and not run.started_at
    return is_open and is_ready(run) and Outcome(run.detail["outcome"]).is_favourable


class BulkContributionsPage:
    """`typed`: the form sent, if any; `error`: why it is refused."""

    def __init__(self, item: BulkItem, typed=None):
        self.item, self.typed, self.error = item, typed, ""

    @cached_property
    def _contributions(self):
        return read_contributions(upgraded(self.item.dossier.submissions.first().document))

    @cached_property
    def choices(self) -> list[ContributionChoice]:
        declined = declined_in(self.item.run, [self.item])[self.item.pk]
        words = {each.uuid: declined.get(each.proposal.number) for each in self._contributions}
        return contribution_choices(self._contributions, self.typed or {}, words)

    @property
    def declined(self) -> dict[int, str] | None:
        """What the form declines: number → why; None to judge this dossier as the others.

        Raises Refused for a word about a contribution that is ticked.
        """
        if self.typed.get("do") == "as_others":
            return None
        words = contribution_words(self.typed) or {}
        return {
            each.proposal.number: words[each.uuid]
            for each in self._contributions
            if words.get(each.uuid) is not None
        }
