"""What the page of a proposition shows beside its words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.charts.chart import Chart
from partnerships.document.listed_proposals import ListedProposal, listed_proposals
from partnerships.models import Facet, Goal, ProposalIllustration, Theme
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.propositions.carrying_profile import CarryingProfile
from partnerships.pages.propositions.illustration import illustration_of
from partnerships.pages.propositions.proposal_citation import ProposalCitation
from partnerships.pages.propositions.proposal_map import ProposalMap
from partnerships.pages.propositions.timeline import ProposalEvent, timeline
from partnerships.pages.public.profile_page import Line
from partnerships.registry.address import registry_address
from partnerships.registry.facets.partnership_counts import PartnershipCounts, partnership_counts
from proposals.models import STEPS, Progress, Proposal, ProposalRelation, RelationKind, Report

# How a link between two propositions is read from either end.
RELATIONS = {
    RelationKind.COMPLETES: (_("Complète"), _("Est complétée par")),
    RelationKind.DEPENDS_ON: (_("Dépend de"), _("Est nécessaire à")),
}


@dataclass(frozen=True)
class Step:
    """A step of the progress bar."""

    label: str | Promise
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Related:
    """The propositions that have one kind of link with this one."""

    label: str | Promise
    proposals: list[ListedProposal]


class ProposalPage:
    def __init__(self, proposal: Proposal):
        self.proposal = proposal

    @cached_property
    def counts(self) -> PartnershipCounts:
        return partnership_counts()[self.proposal.number]

    @property
    def count_texts(self) -> list[str]:
        return partnership_count_texts(self.counts)

    @property
    def steps(self) -> list[Step]:
        """The steps of what is carried out; none where its progress is no step, or unknown."""
        progress = self.proposal.progress
        if progress != Progress.NOT_STARTED and not self.is_started:
            return []
        done = STEPS.index(progress) + 1 if self.is_started else 0
        return [Step(each.label, rank < done, each == progress) for rank, each in enumerate(STEPS)]

    @property
    def is_started(self) -> bool:
        return self.proposal.progress in STEPS

    @property
    def report_label(self) -> str:
        """Which of the two reports the source quotes; "" where it says of none."""
        report = self.proposal.report
        return str(Report(report).label) if report else ""

    @cached_property
    def illustration(self) -> ProposalIllustration | None:
        return illustration_of(self.proposal)

    @cached_property
    def events(self) -> list[ProposalEvent]:
        return timeline(self.proposal, self.illustration)

    @property
    def _notes(self):
        return [each for each in self.events if each.is_progress]

    @property
    def last_evidence(self) -> date | None:
        return next((each.on for each in self._notes if each.evidence), None)

    @property
    def next_review(self) -> date | None:
        """That of the last note."""
        return self._notes[0].next_review if self._notes else None

    @property
    def is_review_late(self) -> bool:
        return bool(self.next_review) and self.next_review < timezone.localdate()

    @cached_property
    def themes(self) -> list[tuple[Theme, str]]:
        """Each with the address of its partnerships."""
        return [
            (each, registry_address(**{Facet.THEME.value: each.slug}))
            for each in self.proposal.themes.all()
        ]

    @cached_property
    def goals(self) -> list[tuple[Goal, str]]:
        return [
            (each, registry_address(**{Facet.GOAL.value: each.number}))
            for each in self.proposal.goals.all()
        ]

    @cached_property
    def _listed(self) -> dict[int, ListedProposal]:
        return {each.number: each for each in listed_proposals()}

    @cached_property
    def related(self) -> list[Related]:
        """Its links with others that anyone may read, from both ends."""
        number = self.proposal.number
        rows = ProposalRelation.objects.order_by("kind", "pk")
        pairs = rows.values_list("kind", "proposal__number", "other__number")
        groups: dict[str | Promise, list[ListedProposal]] = {}
        for kind, one, other in pairs:
            label, label_back = RELATIONS[RelationKind(kind)]
            for near, far, text in ((one, other, label), (other, one, label_back)):
                if near == number and far in self._listed:
                    groups.setdefault(text, []).append(self._listed[far])
        return [Related(label, found) for label, found in groups.items()]

    def _beside(self, step: int) -> ListedProposal | None:
        """The one before or after it in their order; None at the ends, or if it is not listed."""
        numbers = list(self._listed)
        if self.proposal.number not in numbers:
            return None
        rank = numbers.index(self.proposal.number) + step
        return self._listed[numbers[rank]] if 0 <= rank < len(numbers) else None

    @property
    def previous(self) -> ListedProposal | None:
        return self._beside(-1)

    @property
    def next(self) -> ListedProposal | None:
        return self._beside(1)

    @cached_property
    def profile(self) -> CarryingProfile:
        return CarryingProfile(self.proposal.number)

    @cached_property
    def map(self) -> ProposalMap:
        return ProposalMap(self.profile)

    @property
    def years(self) -> Chart | None:
        return self.profile.years

    @property
    def new_this_year(self) -> Line | None:
        """Those that entered the registry this year."""
        year = str(timezone.localdate().year)
        return next((each for each in self.profile.publications if each.label == year), None)

    @property
    def citation(self) -> ProposalCitation:
        return ProposalCitation(self.proposal, timezone.localdate())
