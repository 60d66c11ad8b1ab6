"""One of the things compared, and what the partnerships of a source say of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partnerships.models import NOT_STATED, Facet
from partnerships.pages.comparison.cell import Figure
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.subjects import Subject
from partnerships.registry.facets.counts import Counts
from partnerships.registry.facets.labels import FacetLabels

# What is counted of the partnerships.
COUNTED = (
    Facet.ALL,
    Facet.PROVENANCE,
    Facet.COUNTRY,
    Facet.CONTINENT,
    Facet.REGION,
    Facet.DEPARTEMENT,
    Facet.DISTANCE,
    Facet.THEME,
    Facet.PROPOSAL,
    Facet.FIRST_YEAR,
    Facet.LAST_YEAR,
    Facet.BUDGET,
    Facet.CONFIRMATION,
    Facet.PUBLICATION,
)
NAMED_MAX = 5


def _number(count) -> str:
    return number_format(count, force_grouping=True)


@dataclass(frozen=True)
class Column:
    """One of the things compared, and what the partnerships of a source say of it.

    `counts`: {} if there are none; `linked`: how many partners or authorities they link it to,
    None where that is not counted; `budget`: euros, None where they are not added up.
    """

    subject: Subject
    counts: Counts
    labels: FacetLabels
    linked: int | None
    budget: Decimal | None

    @property
    def count(self) -> int:
        return self.counts[Facet.ALL][""] if self.counts else 0

    def counts_of(self, facet: Facet) -> Counter:
        """Returns {value: number}; nothing without partnerships."""
        return self.counts[facet] if self.counts else Counter()

    @property
    def _filters(self):
        return {**self.subject.filters, Facet.PROVENANCE.value: sorted(self.counts["provenance"])}

    def address(self, **filters: str) -> str:
        """Returns the address of these partnerships, or of those of them that have `filters`."""
        return registry_address(**self._filters, **filters)

    def values_address(self, facet: Facet) -> str:
        """Returns the address of all the values of `facet`, with their numbers."""
        address = reverse("partnerships:registry_facet", args=[facet.value])
        return f"{address}?{urlencode(self._filters, doseq=True)}"

    def named(self, facet: Facet, values: Iterable[str]) -> list[Figure]:
        """Returns the most frequent of `values`, each with its number, then how many others."""
        counts, labels = self.counts[facet], self.labels.of(facet, list(values))
        labels.pop(NOT_STATED, None)
        order = sorted(labels, key=lambda value: -counts[value])
        shown = order if len(order) == NAMED_MAX + 1 else order[:NAMED_MAX]
        figures = [
            Figure(
                _("%(name)s\u202f: %(count)s")
                % {"name": labels[value], "count": _number(counts[value])},
                self.address(**{facet.value: value}),
            )
            for value in shown
        ]
        if rest := len(order) - len(shown):
            text = _("et %(count)s autres") % {"count": rest}
            figures.append(Figure(text, self.values_address(facet)))
        return figures

    def without(self, facet: Facet, text: str) -> list[Figure]:
        """Returns how many partnerships say nothing of `facet`, if some do."""
        count = self.counts[facet].get(NOT_STATED, 0)
        if not count or count == self.count:
            return []
        return [Figure(text % {"count": count}, self.address(**{facet.value: NOT_STATED}))]
