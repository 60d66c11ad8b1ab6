"""The list that the page of a dossier was opened from: « Suivant », or the queue at an address."""

from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from partnerships.models import Dossier
from partnerships.pages.components.review_address import (
    DOSSIER,
    NEXT,
    origin_fields,
    origin_suffix,
)
from partnerships.pages.queue.queue_origin import Neighbour, QueueOrigin
from partnerships.workflow.officers.next_dossier import why_next


class ReviewList:
    def __init__(self, dossier: Dossier, user, query: QueryDict):
        self.dossier, self.user, self.query = dossier, user, query

    @property
    def fields(self) -> dict[str, str]:
        """What the addresses of forms and links carry, so that the list goes along."""
        return origin_fields(self.query)

    @property
    def suffix(self) -> str:
        """`fields` as a query, after « ? »."""
        return origin_suffix(self.query)

    @property
    def public_suffix(self) -> str:
        """As `suffix`, for the acts on what the dossier published: they lead back to it."""
        return f"?{urlencode({DOSSIER: self.dossier.uuid, **self.fields})}"

    @cached_property
    def ask_address(self) -> str:
        """The address that opens the box of requests at the field whose path is put after it."""
        page = reverse("partnerships:review_detail", args=[self.dossier.uuid])
        return f"{page}{self.suffix}{'&' if self.suffix else '?'}demander="

    @property
    def is_next(self) -> bool:
        """Whether « Suivant » led to this dossier."""
        return NEXT in self.fields

    @cached_property
    def why_next(self) -> str:
        """Why « Suivant » leads to this dossier; "" when it did not, or no longer would."""
        return why_next(self.user, self.dossier) if self.is_next else ""

    @cached_property
    def queue(self) -> QueueOrigin | None:
        return QueueOrigin.of(self.user, self.fields)

    @cached_property
    def neighbours(self) -> list[Neighbour | None]:
        """The dossiers before and after this one in the queue."""
        return self.queue.neighbours(self.dossier)
