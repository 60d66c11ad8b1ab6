"""The parts of a document as shown on a page."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.document.listed_proposals import ListedProposal
from partnerships.document.plain_fields import PLAIN_FIELDS
from partnerships.document.reading_budget import Budget, BudgetReading
from partnerships.files.kind import PDF
from partnerships.models import (
    Country,
    Goal,
    InternationalPartner,
    LocalAuthority,
    Place,
    Theme,
)
from partnerships.models.content import Picture, Scanned

# The values of an indicator.
MEASURES = ("baseline", "target", "reached")


@dataclass(frozen=True)
class AuthorityReading:
    uuid: str
    authority: LocalAuthority
    is_lead: bool


@dataclass(frozen=True)
class PartnerReading:
    """A partner of the registry, or a proposed one (`partner` is None)."""

    uuid: str
    name: str
    kind_label: str
    country: Country | None
    place: Place | None
    partner: InternationalPartner | None
    # What the authority answered about known partners that resemble it: the name it had declared
    # for this one, or the others that it is not.
    declared_name: str = ""
    different_from: tuple[InternationalPartner, ...] = ()

    @property
    def url(self) -> str:
        return self.partner.get_absolute_url() if self.partner else ""


@dataclass(frozen=True)
class IndicatorReading:
    """An indicator; unknown values are None."""

    uuid: str
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    reached: Decimal | None

    @property
    def words(self) -> dict[str, str]:
        """The known values in words, without the zeros that end them."""
        values = {name: getattr(self, name) for name in MEASURES}
        return {
            name: number_format(value.normalize(), force_grouping=True)
            for name, value in values.items()
            if value is not None
        }

    @property
    def progress(self) -> Decimal | None:
        """The part of the way from the start to the target that is done, in percents from 0 to 100;
        from zero where the start is not known. None where it cannot be told.
        """
        start = self.baseline or Decimal(0)
        if self.target is None or self.reached is None or self.target == start:
            return None
        done = 100 * (self.reached - start) / (self.target - start)
        return min(Decimal(100), max(Decimal(0), done))


@dataclass(frozen=True)
class ContributionReading:
    """A contribution; `accepted_on`: None in a deposit, and where it is only declared."""

    uuid: str
    proposal: ListedProposal
    statement: str
    accepted_on: date | None = None

    @property
    def acceptance(self) -> str:
        """Whether a decision accepted it, on a public page."""
        if self.accepted_on is None:
            return _("Déclarée par la collectivité, sans décision à son sujet.")
        day = french_date(self.accepted_on)
        return _("Acceptée par la décision du %(day)s.") % {"day": day}


@dataclass(frozen=True)
class FileReading(Scanned):
    """An attachment. `scan_state`: a ScanState, None if its content is unknown."""

    uuid: str
    file_name: str
    size: int
    is_public: bool
    scan_state: str | None


@dataclass(frozen=True)
class DocumentReading(FileReading):
    kind_label: str
    title: str
    content_type: str

    @property
    def is_pdf(self) -> bool:
        """Whether browsers can display it."""
        return self.content_type == PDF


@dataclass(frozen=True)
class ImageReading(FileReading, Picture):
    caption: str
    alternative: str
    credit: str
    renditions: list[dict]


@dataclass(frozen=True)
class Reading:
    """A document or public projection as shown on a page.

    Each plain field (`plain_fields.py`) is an attribute with its model value. Dates and amounts may
    be None.
    """

    plain: dict[str, object]
    lead_authority: LocalAuthority | None
    authorities: list[AuthorityReading] = field(default_factory=list)
    partners: list[PartnerReading] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    budget: list[BudgetReading] = field(default_factory=list)
    contributions: list[ContributionReading] = field(default_factory=list)
    indicators: list[IndicatorReading] = field(default_factory=list)
    documents: list[DocumentReading] = field(default_factory=list)
    images: list[ImageReading] = field(default_factory=list)

    def __post_init__(self):
        for name, value in self.plain.items():
            object.__setattr__(self, name, value)

    @cached_property
    def words(self) -> dict[str, str]:
        """The display text of each plain field."""
        return {field.name: field.words(self.plain[field.name]) for field in PLAIN_FIELDS}

    @property
    def shared_acceptance(self) -> str:
        """The `acceptance` of all contributions; "" where they differ."""
        if len({each.accepted_on for each in self.contributions}) != 1:
            return ""
        first, count = self.contributions[0], len(self.contributions)
        if count == 1:
            return first.acceptance
        if first.accepted_on is None:
            return _("Déclarées par la collectivité, sans décision à leur sujet.")
        day = french_date(first.accepted_on)
        return _("Acceptées par la décision du %(day)s.") % {"day": day}

    @property
    def has_results(self) -> bool:
        return bool(self.results_here or self.results_there or self.indicators)

    @cached_property
    def funding(self) -> Budget:
        return Budget(self.budget)

    @property
    def balance(self) -> Decimal | None:
        """The amount left to finance, in euros, negative if overfunded; None without a cost."""
        return None if self.total_cost is None else self.total_cost - self.funding.total
