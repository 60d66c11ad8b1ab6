"""The partnerships that figures count: of one source, since sources are never added up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.models import NOT_STATED, Facet, LocalAuthority, Phase, Provenance
from partnerships.registry.comparison.sources import PROVENANCES, Source
from partnerships.registry.listing import Listing

LABELS = {
    Source.DECLARED: _("déclarés par leur collectivité"),
    Source.IMPORTED: _("repris de sources publiques, non déclarés"),
    Source.DEMONSTRATION: _("de démonstration, fictifs"),
}
# Values of facets that say nothing.
UNKNOWN = (NOT_STATED, Phase.UNKNOWN.value)


@dataclass(frozen=True)
class FoundSource:
    """A source among what is found: how many, and the address of its figures."""

    label: str | Promise
    count: int
    address: str
    is_shown: bool


class Found:
    """The partnerships of `listing` that have one source: the one with the most of them, of those
    that are chosen.
    """

    def __init__(self, listing: Listing):
        self.listing = listing
        by_provenance = listing.filterset.found_counts[Facet.PROVENANCE]
        asked = listing.filterset.chosen.get(Facet.PROVENANCE) or list(Provenance)
        self._chosen = {
            source: [each for each in provenances if each in asked]
            for source, provenances in PROVENANCES.items()
        }
        self._counts = {
            source: sum(by_provenance[each] for each in chosen)
            for source, chosen in self._chosen.items()
        }
        self.source = max(PROVENANCES, key=self._counts.get)
        self.provenances = self._chosen[self.source]
        self.filterset = listing.filterset.with_choice(Facet.PROVENANCE, self.provenances)
        self.today: date = timezone.localdate()

    @property
    def count(self) -> int:
        return self._counts[self.source]

    @property
    def source_label(self) -> str | Promise:
        return LABELS[self.source]

    @cached_property
    def sources(self) -> list[FoundSource]:
        """The sources of what is found, with their figures."""
        path = reverse("partnerships:figures")
        return [
            FoundSource(
                LABELS[source],
                count,
                path + self.listing.address(**{Facet.PROVENANCE: self._chosen[source]}),
                source == self.source,
            )
            for source, count in self._counts.items()
            if count
        ]

    @cached_property
    def query(self) -> str:
        """The query of these partnerships, after « ? »; "" for the whole registry."""
        return self._query()

    def _query(self, **changes):
        own = {Facet.PROVENANCE.value: self.provenances} if len(self.sources) > 1 else {}
        return self.listing.address(**own, **changes)

    def address(self, **changes) -> str:
        """Returns the address in the registry of those that have `changes` too."""
        return self._registry + self._query(**changes)

    @cached_property
    def _registry(self):
        return reverse("partnerships:registry")

    def counts(self, facet: Facet) -> Counter:
        """Returns {value: number}, without zeros; of a facet that is chosen, the chosen values."""
        counts = self.filterset.found_counts[facet]
        chosen = self.filterset.chosen.get(facet)
        return Counter(
            {value: n for value, n in counts.items() if n and (not chosen or value in chosen)}
        )

    def stated(self, facet: Facet) -> Counter:
        """Returns the counts of the values that are known and may be shown."""
        counts = self.counts(facet)
        labels = self.labels(facet, counts)
        return Counter({value: counts[value] for value in labels if value not in UNKNOWN})

    def unknown_count(self, facet: Facet) -> int:
        counts = self.counts(facet)
        return sum(counts[value] for value in UNKNOWN)

    def stated_count(self, facet: Facet) -> int:
        """How many partnerships say something of a facet that each may leave out."""
        counts = self.filterset.found_counts[facet]
        return self.count - sum(counts[value] for value in UNKNOWN)

    def labels(self, facet: Facet, values) -> dict[str, str]:
        return self.filterset.labels.of(facet, values)

    @cached_property
    def partnerships(self) -> QuerySet:
        return self.filterset.rows().values("pk")

    def authorities(self) -> QuerySet:
        """The authorities that exist, those of the places chosen if any are."""
        among = self.filterset.authorities_in_place
        return (LocalAuthority.objects if among is None else among).existing()


@dataclass(frozen=True)
class Figure:
    """What a figure says: a chart without what all of them share."""

    slug: str
    title: str
    subtitle: str
    label_head: str | Promise
    value_head: str | Promise
    definition: str
    note: str = ""
    shape: Shape = Shape.BARS
    most_shown: int | None = None

    def chart(self, found: Found, marks: list[Mark]) -> Chart:
        return self.of_series(found, [Series(marks)])

    def of_series(self, found: Found, series: list[Series]) -> Chart:
        return Chart(
            slug=self.slug,
            title=self.title,
            subtitle=self.subtitle,
            series=series,
            label_head=str(self.label_head),
            value_head=str(self.value_head),
            definition=self.definition,
            day=found.today,
            shape=self.shape,
            note=self.note,
            most_shown=self.most_shown,
        )
