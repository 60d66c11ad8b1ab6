"""The queue that the page of a dossier was opened from, carried by the address of that page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from partnerships.models import Dossier
from partnerships.pages.components.review_address import LIST, PLACE
from partnerships.pages.queue.queue_choices import OPEN
from partnerships.pages.queue.queue_listing import QueueListing


def origin_query(listing: QueueListing, dossier: Dossier) -> str:
    """Returns the query of the page of `dossier` opened from `listing`, after « ? »."""
    # The usual queue has an empty query, and its name here.
    parts = {LIST: listing.query or OPEN, PLACE: listing.place(dossier)}
    return f"?{urlencode({name: value for name, value in parts.items() if value})}"


@dataclass(frozen=True)
class Neighbour:
    """A dossier of the list. `query`: of its page, after « ? »."""

    dossier: Dossier
    query: str


@dataclass(frozen=True)
class QueueOrigin:
    """What is read of the address is parsed as the queue is, and never used as an address."""

    listing: QueueListing
    place: str = ""

    @classmethod
    def of(cls, user, data: Mapping[str, str]) -> "QueueOrigin | None":
        """Reads the query of the page of a dossier; None if it was not opened from the queue."""
        if not data.get(LIST):
            return None
        return cls(QueueListing(user, QueryDict(data[LIST])), data.get(PLACE, ""))

    @cached_property
    def address(self) -> str:
        """The page of the queue to go back to."""
        query = self.listing.query
        return self.listing.path + (f"?{query}" if query else "")

    def neighbours(self, dossier: Dossier) -> list[Neighbour | None]:
        """Returns the dossiers listed before and after `dossier`, in one query each."""
        return [
            each and Neighbour(each, origin_query(self.listing, each))
            for each in self.listing.neighbours(dossier, self.place)
        ]
