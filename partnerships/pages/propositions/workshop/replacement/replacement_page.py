"""What the pages of the replacement show: faults by cell, differences word by word."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch

from partnerships.document.difference import Change
from proposals.models import ProposalText, Replacement, ReplacementFile, UnpublishedText
from proposals.replacement.comparing import Compared, Comparison
from proposals.replacement.reading import Fault

FAULTS_SHOWN = 100


class FaultList:
    def __init__(self, faults: list[Fault]):
        self.count = len(faults)
        self.shown = faults[:FAULTS_SHOWN]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True)
class ComparedText:
    row: Compared

    @property
    def title(self) -> str:
        return self.row.new["title"]

    @property
    def changes(self) -> list[Change]:
        return [Change(c.name, c.heading, old, new) for c, old, new in self.row.changes]


class ComparisonPage:
    """The dry run of a file: what it changes of the texts of today."""

    def __init__(self, file: ReplacementFile):
        self.file = file

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(self.file)

    @cached_property
    def texts(self) -> list[ComparedText]:
        return [ComparedText(row) for row in self.comparison.changed]


@dataclass(frozen=True)
class PastReplacement:
    """A replacement with the numbers of the propositions whose text it changed, or was to change;
    `starts_at`: when its texts take effect, None where none is left.
    """

    replacement: Replacement
    numbers: list[int]
    starts_at: datetime | None


def past_replacements() -> list[PastReplacement]:
    """Returns all of them, the last first, in three queries."""
    rows = Replacement.objects.select_related("applied_by", "undone_by").prefetch_related(
        Prefetch("texts", ProposalText.objects.select_related("proposal")),
        Prefetch("unpublished_texts", UnpublishedText.objects.select_related("proposal")),
    )
    found = []
    for row in rows:
        texts = row.texts.all()
        numbers = {each.proposal.number for each in (*texts, *row.unpublished_texts.all())}
        starts_at = min((each.effective_from for each in texts), default=None)
        found.append(PastReplacement(row, sorted(numbers), starts_at))
    return found
