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
    is_followed = Proposal.is_followed
    is_official = Proposal.is_official
    name_with_wording = Proposal.name_with_wording

    def get_wording_display(self) -> Promise:
        return Wording(self.wording).label

    def get_progress_display(self) -> Promise:
        return Progress(self.progress).label


@cache
def _listed(names: tuple[str, ...], is_limited: bool) -> PreparedQuery:
    """Returns what is asked with the time, four times, then the wordings if they are limited, for
    the fields `names`; without any, for whole rows.
    """
    rows = Proposal.objects.listed
    return PreparedQuery(lambda: rows().values_list(*names) if names else rows())


def _asked(*names: str) -> tuple[PreparedQuery, list]:
    """Returns the query and its values."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    wordings = Proposal.objects.shown_wordings()
    return _listed(names, bool(wordings)), [*[now] * 4, *wordings]


def listed_proposals() -> list[ListedProposal]:
    """Returns the propositions of today, in their order, in one query."""
    columns = [f"text__{name}" if name in TEXT else name for name in ListedProposal._fields]
    query, values = _asked(*columns)
    return [ListedProposal(*row) for row in query.rows(*values)]


def listed_texts() -> list[Proposal]:
    """Returns the same with all their texts, in one query."""
    query, values = _asked()
    return query.all(*values)
