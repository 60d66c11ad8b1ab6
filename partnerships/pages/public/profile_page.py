"""What the pages of an authority, a partner, a country, a région and a département say of their
public partnerships: how many, from where, of which kind, since when, for which propositions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst

from cncd_portal.prepared_address import address_of
from partnerships.charts.chart import Chart
from partnerships.document.listed_proposals import ListedProposal, listed_proposals
from partnerships.models import NOT_STATED, Facet, PartnershipKind, Phase, Provenance
from partnerships.models.partnership import IMPORTED
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.public.profile_years import years_chart
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.sources import REAL, Source, counts_by_source
from partnerships.registry.counted_sources import fictitious_beside, numbers_text, partnerships_text
from partnerships.registry.facets.choices import BY_COUNT
from partnerships.registry.facets.counts import Counts
from partnerships.registry.facets.labels import FacetLabels
from partnerships.registry.facets.partnership_counts import counts_of_propositions
from partnerships.registry.profile import first_rows, stored_count
from partnerships.registry.rows import PartnershipRows

# Records on the page, the newest first; and values of a facet that are not folded.
ROWS_SHOWN, VALUES_SHOWN = 10, 5
COUNTED = (
    Facet.AUTHORITY,
    Facet.AUTHORITY_KIND,
    Facet.CONFIRMATION,
    Facet.CONTINENT,
    Facet.CONTRIBUTION,
    Facet.COUNTRY,
    Facet.FIRST_YEAR,
    Facet.KIND,
    Facet.LAST_YEAR,
    Facet.PHASE,
    Facet.PROVENANCE,
    Facet.PUBLICATION,
    Facet.REGION,
    Facet.THEME,
)
# Values that mean « not known ».
UNKNOWN = {NOT_STATED, Phase.UNKNOWN.value, PartnershipKind.UNKNOWN.value}


class Line(NamedTuple):
    """A value, the number of partnerships, and the address of these; "" where no page has them.

    `numbers`: that of each source, in words, where the page has several.
    """

    label: str
    count: int
    address: str
    numbers: str = ""


class CarriedProposal(NamedTuple):
    """A proposition that partnerships of a page carry: how many, and the address of these."""

    proposal: ListedProposal
    count_texts: Sequence[str]
    address: str


class Lines(NamedTuple):
    """The values of a facet of the registry among the partnerships of a page."""

    label: str
    lines: Sequence[Line]

    @property
    def first(self) -> Sequence[Line]:
        return self.lines[:VALUES_SHOWN]

    @property
    def others(self) -> Sequence[Line]:
        return self.lines[VALUES_SHOWN:]


def source_lines(counts: Mapping[str, int], **filters) -> list[Line]:
    """Returns the provenances in `counts`, in their order; `filters`: of the registry."""
    return [
        Line(
            str(source.label),
            counts[source],
            registry_address(**filters, **{Facet.PROVENANCE: source}) if counts[source] else "",
        )
        for source in Provenance
        if source in counts
    ]


class ProfilePage:
    """The public partnerships that have `value` of `facet`; `filtered_by`: the facets whose values
    tell them apart.
    """

    def __init__(self, facet: Facet, value: str, filtered_by: Sequence[Facet] = ()):
        self.facet, self.value, self.filtered_by = facet, value, filtered_by

    @property
    def filters(self) -> dict[str, str]:
        """The query of the registry that finds the same partnerships."""
        return {self.facet.value: self.value}

    @property
    def registry_address(self) -> str:
        return registry_address(**self.filters)

    @property
    def figures_address(self) -> str:
        return f"{address_of('partnerships:figures')}?{urlencode(self.filters, doseq=True)}"

    @cached_property
    def count(self) -> int:
        return stored_count(self.facet, self.value)

    @property
    def count_text(self) -> str:
        """« 39 partenariats », or the number of each source."""
        return partnerships_text(self.counts[Facet.PROVENANCE])

    @cached_property
    def by_source(self) -> dict[Source, Counts]:
        """The counts of each source that has some of them."""
        found = counts_by_source(self.facet, [self.value], COUNTED)
        return {source: counts for (_value, source), counts in found.items()}

    @property
    def counted_sources(self) -> dict[Source, Counts]:
        """The sources that the page counts."""
        return self.by_source

    @cached_property
    def counts(self) -> Counts:
        """Of the sources that the page counts, together."""
        counted = self.counted_sources.values()
        return {each: sum((counts[each] for counts in counted), Counter()) for each in COUNTED}

    @property
    def fictitious_count(self) -> int:
        """How many are fictitious, where they stand beside others; else 0."""
        return fictitious_beside(self.counts[Facet.PROVENANCE])

    @cached_property
    def told_counts(self) -> Counts:
        """Those of a sentence: never of fictitious partnerships with others."""
        if not self.fictitious_count:
            return self.counts
        real = [each for source, each in self.counted_sources.items() if source in REAL]
        return {each: sum((counts[each] for counts in real), Counter()) for each in COUNTED}

    @cached_property
    def _labels(self):
        return FacetLabels()

    def lines(self, facet: Facet) -> list[Line]:
        """Returns the known values of `facet`, each with the address of its partnerships."""
        counts = self.counts[facet]
        labels = self._labels.of(facet, counts)
        if facet == Facet.THEME:
            parents = self._labels.parents_of_themes
            labels = {slug: label for slug, label in labels.items() if not parents.get(slug)}
        lines = [
            Line(
                capfirst(label),
                counts[value],
                registry_address(**{**self.filters, facet.value: value}),
                self._numbers(facet, value),
            )
            for value, label in labels.items()
            if value not in UNKNOWN
        ]
        return sorted(lines, key=lambda each: -each.count) if facet in BY_COUNT else lines

    def _numbers(self, facet, value):
        if len(self.counted_sources) < 2:
            return ""
        sources = [each for each in Source if each in self.counted_sources]
        return numbers_text({each: self.counted_sources[each][facet][value] for each in sources})

    @cached_property
    def refinements(self) -> list[Lines]:
        """The facets that tell these partnerships apart: of several values, or not of all."""
        found = [Lines(capfirst(each.label), self.lines(each)) for each in self.filtered_by]
        return [
            each
            for each in found
            if each.lines and (len(each.lines) > 1 or each.lines[0].count < self.count)
        ]

    @cached_property
    def sources(self) -> list[Line]:
        """The provenances in use, in their order."""
        return source_lines(self.counts[Facet.PROVENANCE], **self.filters)

    @property
    def has_imported(self) -> bool:
        return any(each in self.counts[Facet.PROVENANCE] for each in IMPORTED)

    @property
    def has_more_than_names(self) -> bool:
        """Whether a record says more than its two sides, which those of Wikidata do not."""
        return set(self.counts[Facet.PROVENANCE]) != {Provenance.WIKIDATA.value}

    @property
    def is_fully_listed(self) -> bool:
        """Whether the page has a row for each of them, which says more than its two sides."""
        return not self.is_cut and Provenance.WIKIDATA not in self.counts[Facet.PROVENANCE]

    @property
    def publications(self) -> list[Line]:
        """The years when they entered the registry, the last first."""
        return self.lines(Facet.PUBLICATION)

    @property
    def confirmations(self) -> list[Line]:
        """The years when their authority last confirmed them, the last first."""
        return self.lines(Facet.CONFIRMATION)

    @cached_property
    def years(self) -> Chart | None:
        """Those under way by year, of one source; None where only fictitious ones, or none, have a
        known start.
        """
        return years_chart(self.facet, self.value, self.counted_sources)

    @property
    def has_fictitious_years(self) -> bool:
        """Whether only fictitious partnerships, among others, have a known start."""
        return self.years is None and bool(set(self.counts[Facet.FIRST_YEAR]) - {NOT_STATED})

    @cached_property
    def _listed_proposals(self) -> list[ListedProposal]:
        return listed_proposals()

    @cached_property
    def _carried_by_number(self) -> dict[int, CarriedProposal]:
        counts = counts_of_propositions(self.counts[Facet.CONTRIBUTION] if self.count else {})
        return {
            each.number: CarriedProposal(
                each,
                partnership_count_texts(counts[each.number]),
                registry_address(**{**self.filters, Facet.PROPOSAL.value: each.number}),
            )
            for each in self._listed_proposals
            if counts[each.number].total
        }

    @property
    def proposals(self) -> list[CarriedProposal]:
        """The propositions that at least one of them says it carries."""
        return list(self._carried_by_number.values())

    @property
    def other_proposals(self) -> list[ListedProposal]:
        carried = self._carried_by_number
        return [each for each in self._listed_proposals if each.number not in carried]

    @cached_property
    def rows(self) -> PartnershipRows:
        return PartnershipRows(first_rows(self.facet, self.value, ROWS_SHOWN))

    @cached_property
    def detailed_rows(self) -> PartnershipRows:
        """Those that say more than their two sides: all but those of Wikidata."""
        found = first_rows(self.facet, self.value, ROWS_SHOWN, leave=Provenance.WIKIDATA)
        return PartnershipRows(found)

    @property
    def is_cut(self) -> bool:
        return self.count > ROWS_SHOWN
