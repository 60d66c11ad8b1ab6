"""The years of partnerships: what is chosen of them, and how many are under way in each."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.models import NOT_STATED, Facet, PartnershipFacet

FIRST, LAST = "0000", "9999"


@dataclass(frozen=True)
class Period:
    """The years from `first` to `last`, as stored; FIRST and LAST where a side is open."""

    first: str = FIRST
    last: str = LAST

    @property
    def label(self) -> str:
        values = {"first": self.first, "last": self.last}
        if self.first == self.last:
            return self.first
        if self.last == LAST:
            return _("depuis %(first)s") % values
        if self.first == FIRST:
            return _("jusqu’à %(last)s") % values
        return _("de %(first)s à %(last)s") % values


def is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def _with_year(facet, **condition):
    rows = PartnershipFacet.objects.filter(facet=facet, **condition)
    return Q(pk__in=rows.values("partnership"))


def under_way(period: Period) -> Q:
    """Returns the condition of partnerships under way in at least one year of `period`."""
    begun = _with_year(Facet.FIRST_YEAR, value__lte=period.last)
    return begun & ~_with_year(Facet.LAST_YEAR, value__lt=period.first)


def without_start() -> Q:
    return _with_year(Facet.FIRST_YEAR, value=NOT_STATED)


def counts_by_year(first: Counter, last: Counter, today: int) -> dict[str, int]:
    """Returns {year: number under way}, without zeros, from the numbers of first and last years.

    Up to the year `today`, or to the last year of the counters if later.
    """
    years = [int(year) for year in (*first, *last) if year != NOT_STATED]
    counts, number = {}, 0
    for year in range(min(years), max(*years, today) + 1) if years else ():
        number += first[f"{year:04d}"] - last[f"{year - 1:04d}"]
        if number:
            counts[f"{year:04d}"] = number
    return counts
