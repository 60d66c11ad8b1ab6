"""What a replacement file changes of the texts in force."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from proposals.models import NUMBERS, Proposal, ProposalDraft, ProposalText, ReplacementFile
from proposals.replacement.columns import CONTENT_COLUMNS, Column, tidy


@dataclass(frozen=True)
class Compared:
    """One proposition of the file beside its text in force, None without one.

    `scheduled`: its next text, which takes effect later; `draft`: whether one is begun.
    """

    number: int
    current: ProposalText | None
    new: dict
    scheduled: ProposalText | None
    has_draft: bool

    @cached_property
    def changes(self) -> list[tuple[Column, str, str]]:
        """(column, old cell, new cell) of what differs."""
        old = tidy(self.current.content) if self.current else {}
        cells = (
            (column, column.written(old.get(column.name)), column.written(self.new[column.name]))
            for column in CONTENT_COLUMNS
        )
        return [(column, before, after) for column, before, after in cells if before != after]


def _standing(now):
    """The texts in force and to come."""
    texts = ProposalText.objects.filter(Q(effective_until=None) | Q(effective_until__gt=now))
    return texts.order_by("effective_from")


class Comparison:
    """What `file` changes at this moment, in three queries."""

    def __init__(self, file: ReplacementFile, now: datetime | None = None):
        self._now = now or timezone.now()
        self._texts = list(_standing(self._now).select_related("proposal"))
        self._drafts = set(ProposalDraft.objects.values_list("proposal__number", flat=True))
        self._contents = file.contents

    @property
    def state(self) -> str:
        """A digest of the texts that were compared: another one after any change of them."""
        rows = [(text.pk, str(text.effective_until)) for text in self._texts]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    @cached_property
    def rows(self) -> list[Compared]:
        current, scheduled = {}, {}
        for text in self._texts:
            found = scheduled if text.is_scheduled(self._now) else current
            found.setdefault(text.proposal.number, text)
        return [
            Compared(
                number, current.get(number), new, scheduled.get(number), number in self._drafts
            )
            for number, new in self._contents.items()
        ]

    @property
    def changed(self) -> list[Compared]:
        return [row for row in self.rows if row.changes]

    @property
    def unchanged(self) -> list[int]:
        return [row.number for row in self.rows if not row.changes]

    @property
    def absent(self) -> list[int]:
        """The numbers that the file does not have: they are left as they are."""
        return [n for n in NUMBERS if n not in self._contents]


def lock_all() -> list[Proposal]:
    """Has whoever publishes a text wait for the end of the transaction."""
    return list(Proposal.objects.select_for_update().order_by("pk"))
