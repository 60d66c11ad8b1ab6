"""The propositions that anyone may read, as a list shows them."""

from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from cncd_portal.accounts.prepared_query import PreparedQuery
from proposals.models import Progress, Proposal, Wording


class ListedProposal(NamedTuple):
    """A proposition without its texts, as plain values: those that are equal show the same."""

    number: int
    title: str
    wording: str
    source: str
    source_page: int | None
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
def _listed(**shown: bool) -> PreparedQuery:
    """Returns what is asked with the time, twice; `shown`: the settings that `listed` looks at."""
    return PreparedQuery(lambda: Proposal.objects.listed().values_list(*ListedProposal._fields))


def listed_proposals() -> list[ListedProposal]:
    """Returns the propositions of today, by number, in one query."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    query = _listed(demonstration=settings.DEMONSTRATION, working=settings.PROPOSALS_SHOW_WORKING)
    return [ListedProposal(*row) for row in query.rows(now, now)]
