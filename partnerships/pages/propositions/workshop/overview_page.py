"""The twenty at a glance: where each one stands, what it lacks, what to do next."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from functools import cached_property

from django.db.models import Count, Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.propositions.table_sort import SortHeading, TableSort
from partnerships.registry.facets.partnership_counts import PartnershipCounts, partnership_counts
from partnerships.sort_key import sort_key
from proposals.models import ProgressNote, Proposal, ProposalText, Wording


class Task(IntEnum):
    """What to do of a proposition, the most pressing first."""

    WRITE = 1
    REVIEW = 2
    RESUME = 3
    OFFICIAL = 4
    FOLLOW = 5
    ILLUSTRATE = 6
    LINK = 7
    NOTHING = 8

    @property
    def label(self):
        return LABELS[self][0]

    @property
    def view(self) -> str:
        """The name of the address where it is done; "" for nothing."""
        return LABELS[self][1]


DRAFT, NOTE = "proposals:workshop_draft", "proposals:workshop_note"
LABELS = {
    Task.WRITE: (_("Écrire un premier texte"), DRAFT),
    Task.REVIEW: (_("Faire le point prévu"), NOTE),
    Task.RESUME: (_("Finir le brouillon"), DRAFT),
    Task.OFFICIAL: (_("Saisir le texte du rapport"), DRAFT),
    Task.FOLLOW: (_("Noter où elle en est"), NOTE),
    Task.ILLUSTRATE: (_("Choisir une image"), "proposals:workshop_illustration"),
    Task.LINK: (_("La relier à des thématiques"), "proposals:workshop_settings"),
    Task.NOTHING: (_("Rien ne presse"), ""),
}


def workshop_proposals():
    """The propositions as the workshop reads them, in three queries.

    `standing_notes`: newest first; `coming_texts`: the next one first.
    """
    now = timezone.now()
    notes = ProgressNote.objects.standing().order_by("-on", "-pk")
    coming = ProposalText.objects.scheduled(now).order_by("effective_from")
    return (
        Proposal.objects.with_text(now)
        .select_related("illustration", "draft__written_by")
        .annotate(theme_count=Count("themes", distinct=True))
        .prefetch_related(
            Prefetch("notes", notes, to_attr="standing_notes"),
            Prefetch("texts", coming, to_attr="coming_texts"),
        )
    )


@dataclass(frozen=True)
class WorkshopRow:
    """`proposal`: of `workshop_proposals`; `now`: when it is read."""

    proposal: Proposal
    now: datetime
    counts: PartnershipCounts

    @property
    def number(self) -> int:
        return self.proposal.number

    @property
    def draft(self):
        return getattr(self.proposal, "draft", None)

    @property
    def illustration(self):
        return getattr(self.proposal, "illustration", None)

    @property
    def scheduled(self) -> ProposalText | None:
        return next(iter(self.proposal.coming_texts), None)

    @property
    def last_note(self) -> ProgressNote | None:
        return next(iter(self.proposal.standing_notes), None)

    @property
    def next_review(self) -> date | None:
        """What the last note asks for, as `proposals.progress.next_reviews` tells."""
        return self.last_note and self.last_note.next_review

    @property
    def is_review_due(self) -> bool:
        today = timezone.localdate(self.now)
        return self.next_review is not None and self.next_review <= today

    @property
    def count_texts(self) -> list[str]:
        """How many partnerships carry it, by how."""
        return partnership_count_texts(self.counts)

    @property
    def is_outside_window(self) -> bool:
        start, end = self.proposal.published_from, self.proposal.published_until
        return bool((start and start > self.now) or (end and end <= self.now))

    @cached_property
    def missing(self) -> list:
        """What it lacks, in words."""
        text = self.proposal.text
        lacks = [
            (not text, _("texte")),
            (text and not self.proposal.is_official, _("texte officiel")),
            (text and not text.summary, _("résumé")),
            (text and not text.body, _("texte entier")),
            (text and not text.source_url, _("adresse de la source")),
            (not self.illustration, _("image")),
            (not self.last_note, _("point d’avancement")),
            (not self.proposal.theme_count, _("thématiques")),
        ]
        return [words for is_lacking, words in lacks if is_lacking]

    @cached_property
    def task(self) -> Task:
        lacks = [
            (not self.proposal.text, Task.WRITE),
            (self.is_review_due, Task.REVIEW),
            (self.draft, Task.RESUME),
            (not self.proposal.is_official, Task.OFFICIAL),
            (not self.last_note, Task.FOLLOW),
            (not self.illustration, Task.ILLUSTRATE),
            (not self.proposal.theme_count, Task.LINK),
        ]
        return next((task for is_lacking, task in lacks if is_lacking), Task.NOTHING)


# As `table_sort.Columns`.
COLUMNS = {
    "titre": (_("Proposition"), lambda row: sort_key(row.proposal.title)),
    "rang": (_("Rang"), lambda row: (row.proposal.position, row.number)),
    "formulation": (_("Formulation"), lambda row: [*Wording, ""].index(row.proposal.wording)),
    "image": (_("Image"), lambda row: not row.illustration),
    "partenariats": (_("Partenariats"), lambda row: row.counts.real),
    "point": (_("Dernier point"), lambda row: row.last_note and row.last_note.on),
    "prochain": (_("Prochain point"), lambda row: row.next_review),
    "manque": (_("Ce qui manque"), lambda row: len(row.missing)),
    "a-faire": (_("À faire d’abord"), lambda row: row.task),
}
FIRST_SORT = "a-faire"


class Overview:
    """`sort`: as `TableSort` reads it."""

    def __init__(self, sort: str):
        self.sort = TableSort(sort, COLUMNS, FIRST_SORT)

    @cached_property
    def rows(self) -> list[WorkshopRow]:
        now, counts = timezone.now(), partnership_counts()
        proposals = workshop_proposals().order_by("number")
        return self.sort.apply(WorkshopRow(each, now, counts[each.number]) for each in proposals)

    @cached_property
    def missing_of_all(self) -> list:
        """What every one of them lacks, said once."""
        first, *others = [row.missing for row in self.rows] or [[]]
        return [words for words in first if all(words in each for each in others)]

    @property
    def shown_rows(self) -> list[tuple[WorkshopRow, list]]:
        """Each row with what it lacks beside what all lack."""
        common = self.missing_of_all
        return [(row, [each for each in row.missing if each not in common]) for row in self.rows]

    @property
    def headings(self) -> list[SortHeading]:
        return list(self.sort.headings().values())

    @property
    def unofficial_count(self) -> int:
        return sum(not row.proposal.is_official for row in self.rows)
