"""The partnerships that figures count: of one source, since sources are never added up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.models import NOT_STATED, Facet, LocalAuthority, Phase
from partnerships.registry.listing import Listing
from partnerships.registry.one_source import OneSource, title_of_source

# Values of facets that say nothing.
UNKNOWN = (NOT_STATED, Phase.UNKNOWN.value)


class Found(OneSource):
    """The partnerships of one source that `listing` finds, counted."""

    def __init__(self, listing: Listing):
        super().__init__(listing)
        self.today: date = timezone.localdate()

    @cached_property
    def query(self) -> str:
        """The query of these partnerships, after « ? »; "" for the whole registry."""
        return self.query_with()

    def address(self, **changes) -> str:
        """Returns the address in the registry of those that have `changes` too."""
        return self._registry + self.query_with(**changes)

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
            title=title_of_source(found.source, self.title),
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
