"""The queue that the page of a dossier was opened from, carried by the address of that page."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from partnerships.models import Dossier
from partnerships.pages.queue.queue_choices import OPEN
from partnerships.pages.queue.queue_listing import QueueListing

# The query of the queue (OPEN for the usual one), and the place of the dossier in its order.
LIST, PLACE = "liste", "rang"


def origin_query(listing: QueueListing, dossier: Dossier, place: str = "") -> str:
    """Returns the query of the page of `dossier` opened from `listing`, after « ? ».

    `place`: what its address already has, if it was opened before.
    """
    parts = {LIST: listing.query or OPEN, PLACE: place or listing.place(dossier)}
    return f"?{urlencode({name: value for name, value in parts.items() if value})}"


@dataclass(frozen=True)
class QueueOrigin:
    """What is read of the address is parsed as the queue is, and never used as an address."""

    listing: QueueListing
    place: str = ""

    @classmethod
    def of(cls, user, data: QueryDict) -> "QueueOrigin | None":
        """Reads the query of the page of a dossier; None if it was not opened from the queue."""
        if not data.get(LIST):
            return None
        return cls(QueueListing(user, QueryDict(data[LIST])), data.get(PLACE, ""))

    @cached_property
    def address(self) -> str:
        """The page of the queue to go back to."""
        query = self.listing.query
        return self.listing.path + (f"?{query}" if query else "")

    def query(self, dossier: Dossier) -> str:
        """Returns the query that goes along with the forms and links of `dossier`."""
        return origin_query(self.listing, dossier, self.place)

    def neighbours(self, dossier: Dossier) -> tuple[Dossier | None, Dossier | None]:
        """Returns the dossiers listed before and after `dossier`, in one query each; the address of
        their pages ends with `origin_query(origin.listing, neighbour)`.
        """
        return self.listing.neighbours(dossier, self.place)
