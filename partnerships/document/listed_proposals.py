"""The propositions that anyone may read, as a list shows them."""

from datetime import datetime
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
def _listed(names: tuple[str, ...], **_shown: bool) -> PreparedQuery:
    """Returns what is asked with the time, twice, for the fields `names`; without any, for whole
    rows. `_shown`: the settings that `listed` looks at.
    """
    rows = Proposal.objects.listed
    return PreparedQuery(lambda: rows().values_list(*names) if names else rows())


def _asked(*names: str) -> tuple[PreparedQuery, str | datetime]:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    shown = {
        "demonstration": settings.DEMONSTRATION,
        "working": settings.PROPOSALS_SHOW_WORKING,
    }
    return _listed(names, **shown), now


def listed_proposals() -> list[ListedProposal]:
    """Returns the propositions of today, by number, in one query."""
    query, now = _asked(*ListedProposal._fields)
    return [ListedProposal(*row) for row in query.rows(now, now)]


def listed_texts() -> list[Proposal]:
    """Returns the same with all their texts, in one query."""
    query, now = _asked()
    return query.all(now, now)
