"""A document made readable: names for keys, labels for choices, in a constant number of queries.

The public page, the preview of a form and the page of a reviewer show the same reading.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from partnerships.document.schema import DATES, TEXTS, upgraded
from partnerships.models import (
    AttachmentKind,
    BudgetNature,
    BudgetSource,
    Country,
    Goal,
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    PartnershipKind,
    Phase,
    Place,
    Theme,
)
from proposals.models import Proposal


@dataclass(frozen=True)
class AuthorityReading:
    uuid: str
    authority: LocalAuthority
    is_lead: bool


@dataclass(frozen=True)
class PartnerReading:
    """A partner of the registry, or one that is proposed (`partner` is None)."""

    uuid: str
    name: str
    kind_label: str
    country: Country | None
    place: Place | None
    partner: InternationalPartner | None

    @property
    def url(self) -> str:
        return self.partner.get_absolute_url() if self.partner else ""


@dataclass(frozen=True)
class BudgetReading:
    """A line of budget, in euros."""

    uuid: str
    year: int
    source_label: str
    nature_label: str
    amount: Decimal


@dataclass(frozen=True)
class ContributionReading:
    uuid: str
    proposal: Proposal
    statement: str


@dataclass(frozen=True)
class DocumentReading:
    uuid: str
    kind_label: str
    title: str
    file_name: str
    size: int
    content_type: str
    is_public: bool


@dataclass(frozen=True)
class Reading:
    """What a page shows of a document or of its public projection. Dates may be None."""

    title: str
    summary: str
    objectives: str
    results_here: str
    results_there: str
    kind: str
    kind_label: str
    phase: str
    phase_label: str
    starts_on: date | None
    ends_on: date | None
    convention_signed_on: date | None
    transmitted_to_prefect_on: date | None
    lead_authority: LocalAuthority | None
    authorities: list[AuthorityReading] = field(default_factory=list)
    partners: list[PartnerReading] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    budget: list[BudgetReading] = field(default_factory=list)
    contributions: list[ContributionReading] = field(default_factory=list)
    documents: list[DocumentReading] = field(default_factory=list)

    @property
    def budget_total(self) -> Decimal:
        return sum((line.amount for line in self.budget), Decimal(0))

    @property
    def budget_by_source(self) -> list[tuple[str, Decimal]]:
        return self._budget_by("source_label")

    @property
    def budget_by_year(self) -> list[tuple[int, Decimal]]:
        return sorted(self._budget_by("year"))

    def _budget_by(self, name):
        totals = defaultdict(Decimal)
        for line in self.budget:
            totals[getattr(line, name)] += line.amount
        return list(totals.items())


def _date(text):
    return date.fromisoformat(text) if text else None


def _by_key(queryset, name):
    return {getattr(row, name): row for row in queryset}


def _authorities(document):
    keys = {document["lead_authority"], *(item["authority"] for item in document["authorities"])}
    named = LocalAuthority.objects.filter(key__in=keys)
    known = _by_key(named.select_related("successor", "departement", "region"), "key")
    return {key: authority.current for key, authority in known.items()}


def _proposed(item, countries, places):
    proposed = item["proposed"]
    return PartnerReading(
        uuid=item["uuid"],
        name=proposed["name"],
        kind_label=InternationalPartnerKind(proposed["kind"]).label,
        country=countries.get(proposed["country"]),
        place=places.get(proposed["place"]),
        partner=None,
    )


def _known(item, partner):
    partner = partner.merged_into or partner
    return PartnerReading(
        uuid=item["uuid"],
        name=str(partner),
        kind_label=partner.get_kind_display(),
        country=partner.country,
        place=partner.place,
        partner=partner,
    )


def _partners(document):
    items = document["partners"]
    proposed = [item["proposed"] for item in items if not item["partner"]]
    countries = Country.objects.in_bulk({each["country"] for each in proposed}) if proposed else {}
    places = Place.objects.in_bulk({each["place"] for each in proposed}) if proposed else {}
    named = InternationalPartner.objects.filter(
        uuid__in={item["partner"] for item in items if item["partner"]}
    ).select_related("country", "place", "merged_into__country", "merged_into__place")
    known = {str(partner.uuid): partner for partner in named}
    return [
        _known(item, known[item["partner"]])
        if item["partner"]
        else _proposed(item, countries, places)
        for item in items
    ]


def _budget(document):
    lines = [
        BudgetReading(
            uuid=item["uuid"],
            year=item["year"],
            source_label=BudgetSource(item["source"]).label,
            nature_label=BudgetNature(item["nature"]).label,
            amount=Decimal(item["amount"]),
        )
        for item in document["budget"]
    ]
    return sorted(lines, key=lambda line: line.year)


def _contributions(document):
    items = document["contributions"]
    numbers = {item["proposal"] for item in items}
    listed = Proposal.objects.listed().filter(number__in=numbers)
    proposals = _by_key(listed, "number") if items else {}
    return [
        ContributionReading(item["uuid"], proposals[item["proposal"]], item["statement"])
        for item in sorted(items, key=lambda item: item["proposal"])
        if item["proposal"] in proposals
    ]


def _documents(document):
    return [
        DocumentReading(
            uuid=item["uuid"],
            kind_label=AttachmentKind(item["kind"]).label,
            title=item["title"] or item["file_name"],
            file_name=item["file_name"],
            size=item["size"],
            content_type=item["content_type"],
            is_public=item["is_public"],
        )
        for item in document["documents"]
    ]


def read(document: dict) -> Reading:
    """The reading of a document or of a public projection, with at most nine queries."""
    document = upgraded(document)
    authorities = _authorities(document)
    lead = authorities.get(document["lead_authority"])
    themes = Theme.objects.in_bulk(document["themes"]) if document["themes"] else {}
    goals = Goal.objects.in_bulk(document["goals"]) if document["goals"] else {}
    return Reading(
        **{name: document[name] for name in TEXTS},
        **{name: _date(document[name]) for name in DATES},
        kind=document["kind"],
        kind_label=PartnershipKind(document["kind"]).label,
        phase=document["phase"],
        phase_label=Phase(document["phase"]).label,
        lead_authority=lead,
        authorities=[
            AuthorityReading(
                item["uuid"], authorities[item["authority"]], authorities[item["authority"]] == lead
            )
            for item in document["authorities"]
        ],
        partners=_partners(document),
        themes=[themes[slug] for slug in document["themes"] if slug in themes],
        goals=[goals[number] for number in document["goals"] if number in goals],
        budget=_budget(document),
        contributions=_contributions(document),
        documents=_documents(document),
    )
