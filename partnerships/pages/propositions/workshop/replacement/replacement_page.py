"""What the pages of the replacement show: faults by cell, differences word by word."""

from dataclasses import dataclass
from functools import cached_property

from partnerships.document.difference import Change
from proposals.models import ReplacementFile
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
