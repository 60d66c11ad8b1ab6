"""The propositions side by side, sorted by what one asks, and their table as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cncd_portal.site_address import absolute_address
from partnerships.files.french_csv import french_csv
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.propositions.table_sort import SortHeading, TableSort
from partnerships.registry.facets.partnership_counts import PartnershipCounts, partnership_counts
from proposals.models import PROGRESS_ORDER, Proposal, Report, Wording
from proposals.progress import last_evidence, next_reviews


@dataclass(frozen=True)
class ComparedRow:
    """A proposition; `evidence_on`: of its newest evidence, `review_on`: of its next review."""

    proposal: Proposal
    counts: PartnershipCounts
    evidence_on: date | None
    review_on: date | None

    @property
    def count_texts(self) -> list[str]:
        return partnership_count_texts(self.counts)

    @property
    def is_late(self) -> bool:
        return bool(self.review_on) and self.review_on < timezone.localdate()


# As `table_sort.Columns`.
COLUMNS = {
    "numero": (gettext_lazy("N°"), lambda row: row.proposal.position),
    "formulation": (
        gettext_lazy("Formulation"),
        lambda row: Wording.values.index(row.proposal.wording),
    ),
    "avancement": (
        gettext_lazy("Avancement"),
        lambda row: PROGRESS_ORDER.index(row.proposal.progress) or None,
    ),
    "partenariats": (gettext_lazy("Partenariats"), lambda row: row.counts.real or None),
    "preuve": (gettext_lazy("Dernière preuve"), lambda row: row.evidence_on),
    "point": (gettext_lazy("Prochain point"), lambda row: row.review_on),
}
FIRST_SORT = "numero"


class ProposalComparisonPage:
    """`sort`: as `TableSort` reads it; in the order of the portal by default."""

    def __init__(self, sort: str = ""):
        self._sort = TableSort(sort, COLUMNS, FIRST_SORT)

    @property
    def sort(self) -> str:
        """ "" where the table is in the order of the portal."""
        name = f"-{self._sort.name}" if self._sort.is_descending else self._sort.name
        return "" if name == FIRST_SORT else name

    @cached_property
    def in_order(self) -> list[ComparedRow]:
        """The rows in the order of the portal."""
        counts, evidence, reviews = partnership_counts(), last_evidence(), next_reviews()
        return [
            ComparedRow(
                each,
                counts[each.number],
                evidence.get(each.number),
                reviews.get(each.number),
            )
            for each in Proposal.objects.listed()
        ]

    @property
    def rows(self) -> list[ComparedRow]:
        return self._sort.apply(self.in_order)

    @property
    def headings(self) -> dict[str, SortHeading]:
        return self._sort.headings(reverse("proposals:proposal_comparison"))


def _number(count):
    return str(count) if count else ""


HEADS = (
    gettext_lazy("Numéro dans le portail"),
    gettext_lazy("Titre"),
    gettext_lazy("Formulation"),
    gettext_lazy("Source"),
    gettext_lazy("Page"),
    gettext_lazy("Rapport cité"),
    gettext_lazy("Avancement"),
    gettext_lazy("Partenariats acceptés"),
    gettext_lazy("Partenariats déclarés"),
    gettext_lazy("Partenariats de démonstration"),
    gettext_lazy("Dernière preuve"),
    gettext_lazy("Prochain point"),
    gettext_lazy("Adresse"),
)


def _table(rows: list[ComparedRow]) -> Iterator[Sequence]:
    yield HEADS
    for row in rows:
        proposal = row.proposal
        yield [
            str(proposal.number),
            proposal.title,
            proposal.get_wording_display(),
            proposal.source,
            _number(proposal.source_page),
            Report(proposal.report).label if proposal.report else "",
            proposal.get_progress_display(),
            _number(row.counts.accepted),
            _number(row.counts.declared),
            _number(row.counts.demonstration),
            row.evidence_on.isoformat() if row.evidence_on else "",
            row.review_on.isoformat() if row.review_on else "",
            absolute_address(proposal.get_absolute_url()),
        ]


def compared_csv(page: ProposalComparisonPage) -> bytes:
    """Returns the table in the order of the portal, for French spreadsheets; what is not known is
    empty.
    """
    return french_csv([str(cell) for cell in row] for row in _table(page.in_order))
