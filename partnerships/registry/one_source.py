"""The partnerships of one source among those that a query finds: what is declared, imported and
fictitious is never added up.
"""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.models import Facet, Provenance
from partnerships.registry.comparison.sources import PROVENANCES, Source
from partnerships.registry.listing import Listing

LABELS = {
    Source.DECLARED: _("déclarés par leur collectivité"),
    Source.IMPORTED: _("repris de sources publiques, non déclarés"),
    Source.DEMONSTRATION: _("de démonstration, fictifs"),
}


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


class OneSource:
    """The partnerships of `listing` that have one source: the one with the most of them, of those
    that are chosen. `leaves_fiction`: the fictitious ones are taken only where there are no others.
    """

    def __init__(self, listing: Listing, *, leaves_fiction: bool = False):
        self.listing = listing
        by_provenance = listing.filterset.found_counts[Facet.PROVENANCE]
        asked = listing.filterset.chosen.get(Facet.PROVENANCE) or list(Provenance)
        self._chosen = {
            source: [each for each in provenances if each in asked and by_provenance[each]]
            for source, provenances in PROVENANCES.items()
        }
        self._counts = {
            source: sum(by_provenance[each] for each in chosen)
            for source, chosen in self._chosen.items()
        }
        real = [each for each in PROVENANCES if each != Source.DEMONSTRATION]
        among = real if leaves_fiction and any(map(self._counts.get, real)) else PROVENANCES
        self.source = max(among, key=self._counts.get)
        self.provenances = self._chosen[self.source]

    @property
    def count(self) -> int:
        return self._counts[self.source]

    @property
    def label(self) -> str | Promise:
        return LABELS[self.source]

    @cached_property
    def filterset(self):
        """The choice of the listing, and of this source."""
        return self.listing.filterset.with_choice(Facet.PROVENANCE, self.provenances)

    @cached_property
    def sources(self) -> list[FoundSource]:
        """All the sources of what is found."""
        return [
            FoundSource(
                source,
                count,
                self.listing.view.path
                + self.listing.address(**{Facet.PROVENANCE: self._chosen[source]}),
                source == self.source,
            )
            for source, count in self._counts.items()
            if count
        ]

    @property
    def is_alone(self) -> bool:
        """Whether all that is found is of this source."""
        return len(self.sources) < 2

    def query_with(self, **changes) -> str:
        """Returns the query of these partnerships with `changes`, after « ? »; "" for the whole
        registry.
        """
        own = {} if self.is_alone else {Facet.PROVENANCE.value: self.provenances}
        return self.listing.address(**own, **changes)
