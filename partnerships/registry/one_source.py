"""The partnerships of one source among those that a query finds: what is declared, imported and
fictitious is never added up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import Facet
from partnerships.registry.comparison.sources import PROVENANCES, Source
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.listing import Listing

LABELS = {
    Source.DECLARED: _("déclarés par leur collectivité"),
    Source.IMPORTED: _("repris de sources publiques, non déclarés"),
    Source.DEMONSTRATION: _("de démonstration, fictifs"),
}


def title_of_source(source: Source, title: str) -> str:
    """Returns the title of a chart, which says that what it counts is fictitious."""
    if source != Source.DEMONSTRATION:
        return title
    return gettext("%(title)s (partenariats fictifs)") % {"title": title}


@dataclass(frozen=True)
class FoundSource:
    """A source among what is found: how many, and the address that shows them in the same view."""

    source: Source
    count: int
    address: str
    is_shown: bool

    @property
    def text(self) -> str:
        """« 3 666 repris de sources publiques, non déclarés »."""
        texts = {
            Source.DECLARED: ngettext(
                "%(number)s déclaré par sa collectivité",
                "%(number)s déclarés par leur collectivité",
                self.count,
            ),
            Source.IMPORTED: ngettext(
                "%(number)s repris de sources publiques, non déclaré",
                "%(number)s repris de sources publiques, non déclarés",
                self.count,
            ),
            Source.DEMONSTRATION: ngettext(
                "%(number)s de démonstration, fictif",
                "%(number)s de démonstration, fictifs",
                self.count,
            ),
        }
        return texts[self.source] % {"number": intcomma(self.count)}


class MainSource:
    """The source with the most of some partnerships.

    `by_provenance`: how many have each; `address`: of these partnerships with other filters;
    `leaves_fiction`: the fictitious ones are taken only where there are no others.
    """

    def __init__(
        self,
        by_provenance: Mapping[str, int],
        address: Callable[..., str],
        *,
        leaves_fiction: bool = False,
    ):
        self._address = address
        self._in_use = {
            source: used
            for source, provenances in PROVENANCES.items()
            if (used := [each for each in provenances if by_provenance.get(each)])
        }
        self._counts = {
            source: sum(by_provenance[each] for each in used)
            for source, used in self._in_use.items()
        }
        real = [each for each in self._counts if each != Source.DEMONSTRATION]
        among = real if leaves_fiction and real else self._counts
        self.source = max(among, key=self._counts.get, default=Source.DECLARED)

    @property
    def count(self) -> int:
        return self._counts.get(self.source, 0)

    @property
    def label(self) -> str | Promise:
        return LABELS[self.source]

    @property
    def provenances(self) -> list[str]:
        return self._in_use.get(self.source, [])

    @property
    def is_alone(self) -> bool:
        """Whether there is no other."""
        return len(self._counts) < 2

    @property
    def own_filters(self) -> dict[str, list[str]]:
        """The filters of the registry that tell these partnerships from the others."""
        return {} if self.is_alone else {Facet.PROVENANCE.value: self.provenances}

    @cached_property
    def sources(self) -> list[FoundSource]:
        return [
            FoundSource(
                source,
                count,
                self._address(**{Facet.PROVENANCE.value: self._in_use[source]}),
                source == self.source,
            )
            for source, count in self._counts.items()
        ]

    @property
    def others(self) -> list[FoundSource]:
        return [each for each in self.sources if not each.is_shown]


def found_sources(listing: Listing) -> list[FoundSource]:
    """Returns the sources of what `listing` finds, from the counts that its filters show."""
    counts = listing.answer.counts_by_provenance
    return MainSource(counts, lambda **only: listing.view.path + listing.address(**only)).sources


class OneSource(MainSource):
    """The partnerships of one source that `listing` finds."""

    def __init__(self, listing: Listing, *, leaves_fiction: bool = False):
        self.listing = listing
        super().__init__(
            listing.filterset.found_counts[Facet.PROVENANCE],
            lambda **filters: listing.view.path + listing.address(**filters),
            leaves_fiction=leaves_fiction,
        )

    @cached_property
    def filterset(self) -> PartnershipFilterSet:
        """The choice of the listing, and of this source if anything is found."""
        if not self.provenances:
            return self.listing.filterset
        return self.listing.filterset.with_choice(Facet.PROVENANCE, self.provenances)

    def query_with(self, **changes) -> str:
        """Returns the query of these partnerships with `changes`, after « ? »; "" for the whole
        registry.
        """
        return self.listing.address(**self.own_filters, **changes)
