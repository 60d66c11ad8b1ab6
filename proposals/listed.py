"""The propositions that anyone may read, as a list shows them."""

from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from cncd_portal.accounts.prepared_query import PreparedQuery
from proposals.models import Progress, Proposal, Wording

TEXT = ("title", "wording", "source", "source_url", "source_page", "report")


class ListedProposal(NamedTuple):
    """A proposition without its longer texts, as plain values: equal ones show the same."""

    number: int
    title: str
    wording: str
    source: str
    source_url: str
    source_page: int | None
    report: str
    progress: str
    partnership_count: int

    __str__ = Proposal.__str__
    get_absolute_url = Proposal.get_absolute_url

    @property
    def is_followed(self) -> bool:
        """Whether its progress is known."""
        return self.progress != Progress.UNKNOWN

    def get_wording_display(self) -> Promise:
        return Wording(self.wording).label

    def get_progress_display(self) -> Promise:
        return Progress(self.progress).label


@cache
def _listed(is_limited: bool) -> PreparedQuery:
    """Returns what is asked with the time, four times, then the wordings if they are limited."""
    columns = [f"text__{name}" if name in TEXT else name for name in ListedProposal._fields]
    return PreparedQuery(lambda: Proposal.objects.listed().values_list(*columns))


def listed_proposals() -> list[ListedProposal]:
    """Returns the propositions of today, in their order, in one query."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    wordings = Proposal.objects.shown_wordings()
    return [ListedProposal(*row) for row in _listed(bool(wordings)).rows(*[now] * 4, *wordings)]
