from functools import cached_property

from partnerships.models import ProposalContribution
from partnerships.registry.rows import Common, PartnershipRow, PartnershipRows
from proposals.models import Proposal

PAGE_SIZE = 20


class CarryingPage:
    """The partnerships that carry a proposition with how each says it, the last first, from the
    cursor `before` on: the key of the last row of the page before; ignored where it is none.
    """

    def __init__(self, proposal: Proposal, before: str):
        self.proposal = proposal
        is_key = before.isascii() and before.isdigit() and len(before) < 19
        self.before = before if is_key else ""

    @cached_property
    def _found(self) -> list[ProposalContribution]:
        """A page of them, and the one after if there is one."""
        rows = self.proposal.contributions.for_page().order_by("-pk")
        if self.before:
            rows = rows.filter(pk__lt=int(self.before))
        return list(rows[: PAGE_SIZE + 1])

    @property
    def _shown(self):
        return self._found[:PAGE_SIZE]

    @cached_property
    def _rows(self) -> PartnershipRows:
        return PartnershipRows(each.partnership for each in self._shown)

    @property
    def common(self) -> Common:
        return self._rows.common

    @cached_property
    def contributions(self) -> list[tuple[ProposalContribution, PartnershipRow]]:
        return list(zip(self._shown, self._rows, strict=True))

    @property
    def next_before(self) -> str:
        """The cursor of the next page; "" on the last one."""
        return str(self._shown[-1].pk) if len(self._found) > PAGE_SIZE else ""
