"""« À faire »: counts of what waits for an officer, each linked to a filter of the queue, then the
first dossiers of each list.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.models import Dossier, DossierStatus, OpinionState, QueueView, ReaderReport
from partnerships.notifications.lists import ready_address, to_countersign_address
from partnerships.pages.decisions.outbox_page import ready_counts, with_late_count
from partnerships.pages.queue.due_by_officer import COLUMNS, SOON, OfficerDue, due_by_officer
from partnerships.pages.queue.queue_choices import (
    DUE_FILTER,
    FIXED,
    LATE,
    ME,
    NOBODY,
    OPINIONS,
    REVIEWER,
    STATUS,
)
from partnerships.pages.queue.queue_listing import OLDEST, QueueListing
from partnerships.pages.queue.queue_origin import origin_query
from partnerships.pages.queue.queue_rows import QueueRow, rows_of
from partnerships.pages.queue.selection import Selection

SHOWN = 5
S = DossierStatus
MINE = {REVIEWER: [ME]}


TO_TAKE = Selection(_("à prendre"), {STATUS: [S.SUBMITTED], REVIEWER: [NOBODY]}, OLDEST)
AUTHORITY_WAITS = Selection(
    _("en attente de la collectivité"), {**MINE, STATUS: [S.CHANGES_REQUESTED]}
)
OPINIONS_WAIT = Selection(_("en attente d’avis"), {**MINE, OPINIONS: [OpinionState.AWAITED]})
NUMBERS = (
    TO_TAKE,
    Selection(_("les miens"), MINE),
    AUTHORITY_WAITS,
    OPINIONS_WAIT,
    Selection(
        _("à décider sous cinq jours ouvrés"),
        {**MINE, DUE_FILTER: [SOON]},
    ),
    Selection(_("à décider, en retard"), {**MINE, DUE_FILTER: [LATE]}),
)
LISTS = (
    Selection(
        _("À faire d’abord, par échéance"),
        {**MINE, STATUS: [S.SUBMITTED, S.UNDER_REVIEW, S.DECIDED]},
    ),
    Selection(_("À prendre"), TO_TAKE.filters, OLDEST),
    Selection(_("En attente d’avis"), OPINIONS_WAIT.filters),
    Selection(_("En attente de la collectivité"), AUTHORITY_WAITS.filters),
)


@dataclass(frozen=True)
class Number:
    selection: Selection
    count: int
    is_capped: bool


@dataclass(frozen=True)
class ShownList:
    """`rows`: each with the query of its page, after « ? », which carries the list."""

    selection: Selection
    rows: list[tuple[QueueRow, str]]


class DeskPage:
    team_titles = tuple(COLUMNS.values())

    def __init__(self, user):
        self.user = user

    @cached_property
    def _hands(self):
        return Dossier.objects.instructed_by(self.user).values("pk")

    def _listing(self, selection) -> QueueListing:
        """Returns the listing of a selection. The query of the officer's dossiers, including those
        of absent colleagues they replace, is shared between selections.
        """
        listing = QueueListing(self.user, selection.query, FIXED)
        listing.filterset.hands = self._hands
        return listing

    @cached_property
    def numbers(self) -> list[Number]:
        listings = [(each, self._listing(each)) for each in NUMBERS]
        return [Number(each, listing.count, listing.is_capped) for each, listing in listings]

    @cached_property
    def lists(self) -> list[ShownList]:
        """The lists that are not empty; the rows of all of them are loaded at once."""
        listings = [(each, self._listing(each)) for each in LISTS]
        lists = [(each, listing, listing.first(SHOWN)) for each, listing in listings]
        shown = {dossier.pk: dossier for _each, _listing, some in lists for dossier in some}
        rows = {row.dossier.pk: row for row in rows_of(list(shown.values()), self.user)}
        return [
            ShownList(each, [(rows[row.pk], origin_query(listing, row)) for row in some])
            for each, listing, some in lists
            if some
        ]

    @cached_property
    def team(self) -> list[OfficerDue]:
        """What is late or due soon, officer by officer; for lead reviewers."""
        return due_by_officer() if self._is_lead else []

    @property
    def _is_lead(self):
        return self.user.has_perm("partnerships.lead_review")

    @cached_property
    def _to_countersign(self) -> tuple[int, int]:
        return with_late_count(Dossier.objects.to_countersign_by(self.user))

    @cached_property
    def decisions(self) -> list[tuple[int, int, str | Promise, str]]:
        """(how many decisions, how many of them are late, label, address): those that the officer
        may notify, and may countersign if they lead.
        """
        ready, late = ready_counts(self.user)
        label = ngettext("prêt à notifier", "prêts à notifier", ready)
        found = [(ready, late, label, ready_address())]
        if self._is_lead:
            signed = (*self._to_countersign, _("à contresigner"), to_countersign_address())
            found.append(signed)
        return found

    @cached_property
    def report_count(self) -> int:
        """How many reports of readers wait for an answer."""
        return ReaderReport.objects.answerable_by(self.user).open().count()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits: no dossier, no countersignature, no report."""
        return not (self.lists or self.report_count or (self._is_lead and self._to_countersign[0]))

    @cached_property
    def views(self) -> list[QueueView]:
        return list(QueueView.objects.visible_to(self.user))
