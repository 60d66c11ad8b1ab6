"""The propositions side by side, sorted by what one asks, and their table as a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cncd_portal.site_address import absolute_address
from partnerships.files.french_csv import french_csv
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.registry.facets.partnership_counts import PartnershipCounts, partnership_counts
from partnerships.registry.sorts import SORT
from proposals.models import PROGRESS_ORDER, Proposal, Report, Wording
from proposals.progress import last_evidence, next_reviews

# Short, under the head « Formulation »; in the order in which they are sorted.
WORDINGS = {
    Wording.OFFICIAL: gettext_lazy("texte du rapport"),
    Wording.REPORTED: gettext_lazy("rapportée"),
    Wording.WORKING: gettext_lazy("de travail"),
}


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
    def wording(self) -> str | Promise:
        return WORDINGS[self.proposal.wording]

    @property
    def is_late(self) -> bool:
        return bool(self.review_on) and self.review_on < timezone.localdate()


@dataclass(frozen=True)
class ComparedColumn:
    """A column that sorts. `key`: of a row, None where it has nothing to be sorted by."""

    sort: str
    label: str | Promise
    key: Callable[[ComparedRow], object]


COLUMNS = (
    ComparedColumn("numero", gettext_lazy("N°"), lambda row: row.proposal.position),
    ComparedColumn(
        "formulation",
        gettext_lazy("Formulation"),
        lambda row: list(WORDINGS).index(row.proposal.wording),
    ),
    ComparedColumn(
        "avancement",
        gettext_lazy("Avancement"),
        lambda row: PROGRESS_ORDER.index(row.proposal.progress) or None,
    ),
    ComparedColumn(
        "partenariats", gettext_lazy("Partenariats"), lambda row: row.counts.real or None
    ),
    ComparedColumn("preuve", gettext_lazy("Dernière preuve"), lambda row: row.evidence_on),
    ComparedColumn("point", gettext_lazy("Prochain point"), lambda row: row.review_on),
)
BY_SORT = {column.sort: column for column in COLUMNS}


@dataclass(frozen=True)
class Heading:
    """`direction`: how the table is sorted by it, "" if it is not; `address`: sorts by it."""

    sort: str
    label: str | Promise
    address: str
    direction: str = ""


class ProposalComparisonPage:
    """`sort`: the name of a column, which begins by « - » from the greatest; the order of the
    portal where it is none.
    """

    def __init__(self, sort: str = ""):
        name = sort.removeprefix("-")
        self.column = BY_SORT.get(name, COLUMNS[0])
        self.is_descending = name in BY_SORT and sort.startswith("-")

    @property
    def sort(self) -> str:
        """ "" where the table is in the order of the portal."""
        name = f"-{self.column.sort}" if self.is_descending else self.column.sort
        return "" if name == COLUMNS[0].sort else name

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
        """Sorted; those that have nothing in the column are last, whatever the direction."""
        key = self.column.key
        known = [row for row in self.in_order if key(row) is not None]
        unknown = [row for row in self.in_order if key(row) is None]
        return sorted(known, key=key, reverse=self.is_descending) + unknown

    @property
    def headings(self) -> dict[str, Heading]:
        return {column.sort: self._heading(column) for column in COLUMNS}

    def _heading(self, column):
        path, direction, sort = reverse("proposals:proposal_comparison"), "", column.sort
        if column == self.column:
            direction = "descending" if self.is_descending else "ascending"
            sort = sort if self.is_descending else f"-{sort}"
        return Heading(column.sort, column.label, f"{path}?{SORT}={sort}", direction)


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
