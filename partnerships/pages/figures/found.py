"""The partnerships that figures count: of one origin, since origins are never summed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.models import NOT_STATED, Facet, LocalAuthority, Phase, Provenance
from partnerships.models.partnership import IMPORTED
from partnerships.registry.listing import Listing


@dataclass(frozen=True)
class Origin:
    """Provenances whose partnerships are counted together. `label`: « déclarés »."""

    label: str | Promise
    provenances: tuple[Provenance, ...]


ORIGINS = (
    Origin(_("déclarés par leur collectivité"), (Provenance.DECLARED,)),
    Origin(_("repris de sources publiques, non déclarés"), IMPORTED),
    Origin(_("de démonstration, fictifs"), (Provenance.DEMONSTRATION,)),
)


# Values of facets that say nothing.
UNKNOWN = (NOT_STATED, Phase.UNKNOWN.value)


def percent_text(share: float) -> str:
    """Returns « 32 % », « 0,3 % », « moins de 0,1 % »."""
    value = 100 * share
    if 0 < value < 0.05:
        return gettext("moins de 0,1\u202f%")
    digits = 1 if 0 < value < 1 else 0
    return f"{number_format(round(value, digits), digits)}\u202f%"


@dataclass(frozen=True)
class FoundOrigin:
    """An origin among what is found: how many, and the address of its figures."""

    origin: Origin
    count: int
    address: str
    is_shown: bool


class Found:
    """The partnerships of `listing` that have one origin: the one with the most of them, of those
    that are chosen.
    """

    def __init__(self, listing: Listing):
        self.listing = listing
        by_provenance = listing.filterset.found_counts[Facet.PROVENANCE]
        asked = listing.filterset.chosen.get(Facet.PROVENANCE) or list(Provenance)
        self._chosen = {
            origin: [each for each in origin.provenances if each in asked] for origin in ORIGINS
        }
        self._counts = {
            origin: sum(by_provenance[each] for each in chosen)
            for origin, chosen in self._chosen.items()
        }
        self.origin = max(ORIGINS, key=self._counts.get)
        self.provenances = self._chosen[self.origin]
        self.filterset = listing.filterset.with_choice(Facet.PROVENANCE, self.provenances)
        self.today: date = timezone.localdate()

    @property
    def count(self) -> int:
        return self._counts[self.origin]

    @cached_property
    def origins(self) -> list[FoundOrigin]:
        """The origins of what is found, with their figures."""
        path = reverse("partnerships:figures")
        return [
            FoundOrigin(
                origin,
                count,
                path + self.listing.address(**{Facet.PROVENANCE: self._chosen[origin]}),
                origin == self.origin,
            )
            for origin, count in self._counts.items()
            if count
        ]

    @cached_property
    def query(self) -> str:
        """The query of these partnerships, after « ? »; "" for the whole registry."""
        return self._query()

    def _query(self, **changes):
        own = {Facet.PROVENANCE.value: self.provenances} if len(self.origins) > 1 else {}
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

    def chart(self, found: Found, marks: list[Mark], *others: Series) -> Chart:
        return self.of_series(found, [Series(marks), *others])

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


def number_mark(label: str, count: int, address: str = "", **more) -> Mark:
    return Mark(label, count, intcomma(count), address, **more)
