"""« À faire » : what waits for an officer, in numbers that are filters of the queue, then the first
files of each.
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Dossier, DossierStatus, OpinionState, QueueView
from partnerships.pages.queue.queue_choices import DUE as DUE_FILTER
from partnerships.pages.queue.queue_choices import (
    LATE,
    ME,
    NOBODY,
    OPEN,
    OPINIONS,
    REVIEWER,
    STATUS,
)
from partnerships.pages.queue.queue_listing import DUE, OLDEST, QueueListing
from partnerships.pages.queue.queue_rows import Row, rows_of
from partnerships.registry.listing import SORT

SHOWN = 5
SOON = "5"  # working days
S = DossierStatus
MINE = {REVIEWER: [ME]}


@dataclass(frozen=True)
class Question:
    """What is asked of the queue, for a number or a list of the desk."""

    label: Promise
    filters: dict[str, list[str]]
    sort: str = DUE

    @property
    def query(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for name, values in self.filters.items():
            query.setlist(name, values)
        query[SORT] = self.sort
        return query

    @property
    def address(self) -> str:
        return f"{reverse('partnerships:queue')}?{self.query.urlencode()}"


TO_TAKE = Question(_("à prendre"), {STATUS: [S.SUBMITTED], REVIEWER: [NOBODY]}, OLDEST)
AUTHORITY_WAITS = Question(
    _("en attente de la collectivité"), {**MINE, STATUS: [S.DRAFT, S.CHANGES_REQUESTED]}
)
OPINIONS_WAIT = Question(
    _("en attente d’avis"), {**MINE, STATUS: [OPEN], OPINIONS: [OpinionState.AWAITED]}
)
NUMBERS = (
    TO_TAKE,
    Question(_("les miens"), {**MINE, STATUS: [OPEN]}),
    AUTHORITY_WAITS,
    OPINIONS_WAIT,
    Question(_("à décider sous cinq jours ouvrés"), {**MINE, DUE_FILTER: [SOON]}),
    Question(_("en retard"), {**MINE, DUE_FILTER: [LATE]}),
)
LISTS = (
    Question(
        _("À faire d’abord, par échéance"),
        {**MINE, STATUS: [S.SUBMITTED, S.UNDER_REVIEW, S.DECIDED]},
    ),
    Question(_("À prendre"), TO_TAKE.filters, OLDEST),
    Question(_("En attente d’avis"), OPINIONS_WAIT.filters),
    Question(_("En attente de la collectivité"), AUTHORITY_WAITS.filters),
)


@dataclass(frozen=True)
class Number:
    question: Question
    count: int
    is_capped: bool


@dataclass(frozen=True)
class ShownList:
    question: Question
    rows: list[Row]


class DeskPage:
    def __init__(self, user):
        self.user = user

    @cached_property
    def _hands(self):
        return Dossier.objects.in_hands_of(self.user).values("pk")

    def _ask(self, question) -> QueueListing:
        """Its answer; who is replaced by the officer is asked once for all."""
        listing = QueueListing(self.user, question.query)
        listing.filterset.hands = self._hands
        return listing

    @cached_property
    def numbers(self) -> list[Number]:
        answers = [(each, self._ask(each)) for each in NUMBERS]
        return [Number(each, found.count, found.is_capped) for each, found in answers]

    @cached_property
    def lists(self) -> list[ShownList]:
        """Those with a file at least; what rows ask besides is asked once for all."""
        files = [(each, self._ask(each).first(SHOWN)) for each in LISTS]
        shown = {dossier.pk: dossier for _each, some in files for dossier in some}
        rows = {row.dossier.pk: row for row in rows_of(list(shown.values()), self.user)}
        return [
            ShownList(each, [rows[dossier.pk] for dossier in some]) for each, some in files if some
        ]

    @cached_property
    def views(self) -> list[QueueView]:
        return list(QueueView.objects.visible_to(self.user))
