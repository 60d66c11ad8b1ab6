"""The archives for lead reviewers: dossiers about to be erased, then all of them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, OuterRef, Subquery

from partnerships.models import Dossier, DossierEvent
from partnerships.models.retention import NOTICE
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE = 50


@dataclass(frozen=True)
class ArchivedRow:
    """An archived dossier. `erased_on`: the first day its content may be erased, when announced;
    `seen`: the sequence of its last event.
    """

    dossier: Dossier
    erased_on: date | None
    seen: int


def _row(dossier):
    announced_on = None if dossier.erased_at else dossier.announced_on
    return ArchivedRow(dossier, announced_on and announced_on + NOTICE, dossier.seen)


class ArchivePage:
    """The page of the archives. `query`: part of a reference, and the pagination cursor."""

    def __init__(self, user, query):
        self.user, self.query = user, query
        self.words = query.get("q", "").replace("\x00", "").strip()

    @property
    def _archived(self):
        last = DossierEvent.objects.filter(dossier=OuterRef("pk")).order_by("-sequence")
        rows = Dossier.objects.archived_for(self.user).select_related("lead_authority")
        return rows.with_decision().annotate(
            announced_on=F("erasure_notice__announced_on"),
            seen=Subquery(last.values("sequence")[:1]),
        )

    @cached_property
    def soon(self) -> list[ArchivedRow]:
        announced = self._archived.filter(announced_on__isnull=False)
        return [_row(each) for each in announced.order_by("announced_on", "pk")[:PAGE_SIZE]]

    @cached_property
    def soon_count(self) -> int:
        archived = Dossier.objects.archived_for(self.user)
        return archived.filter(erasure_notice__isnull=False).count()

    @cached_property
    def page(self):
        rows = self._archived
        if self.words:
            rows = rows.filter(reference__icontains=self.words)
        after, before = self.query.get(AFTER, ""), self.query.get(BEFORE, "")
        order = Order(descending=True)
        return paginate([rows], order, after=after, before=before, size=PAGE_SIZE)

    @property
    def rows(self) -> list[ArchivedRow]:
        return [_row(each) for each in self.page.rows]
