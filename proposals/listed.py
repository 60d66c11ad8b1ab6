"""The propositions that anyone may read, as a list shows them."""

from typing import NamedTuple

from django.utils.functional import Promise

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

    get_absolute_url = Proposal.get_absolute_url
    is_followed = Proposal.is_followed
    with_origin = Proposal.with_origin

    def get_wording_display(self) -> Promise:
        return Wording(self.wording).label

    def get_progress_display(self) -> Promise:
        return Progress(self.progress).label


def listed_proposals() -> list[ListedProposal]:
    """Returns the propositions of today, in their order, in one query."""
    columns = [f"text__{name}" if name in TEXT else name for name in ListedProposal._fields]
    return [ListedProposal(*row) for row in Proposal.objects.listed().values_list(*columns)]
