"""How many partnerships rows of a place have, the numbers of each source apart."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Model
from django.utils.functional import cached_property

from partnerships.models import Departement, Facet, LocalAuthority
from partnerships.pages.public.profile_page import Line
from partnerships.registry.comparison.sources import Source, numbers_by_source
from partnerships.registry.counted_sources import is_of_one_real_source, numbers_text


def _value_of(row):
    if isinstance(row, LocalAuthority):
        return Facet.AUTHORITY, row.key
    return (Facet.DEPARTEMENT if isinstance(row, Departement) else Facet.COUNTRY), row.pk


class RowNumbers:
    """The public partnerships of authorities, départements and countries, in one query."""

    def __init__(self, rows: Iterable[Model]):
        self.rows = rows

    @cached_property
    def _numbers(self):
        return numbers_by_source(map(_value_of, self.rows))

    def of(self, row: Model) -> dict[Source, int]:
        return self._numbers.get(_value_of(row), {})

    def lines(self, rows: Iterable[Model]) -> list[Line]:
        """Returns a line for each, which says its sources unless one real source has them all."""
        found = [(row, self.of(row)) for row in rows]
        is_plain = is_of_one_real_source(numbers for _row, numbers in found)
        return [
            Line(
                str(row),
                sum(numbers.values()),
                row.get_absolute_url(),
                "" if is_plain else numbers_text(numbers),
            )
            for row, numbers in found
        ]

    def main_source(self) -> Source:
        """Returns the source with the most of them; the fictitious one only where it is alone."""
        totals = Counter()
        for row in self.rows:
            totals.update(self.of(row))
        real = Counter({each: n for each, n in totals.items() if each != Source.DEMONSTRATION})
        return max(real or totals, key=totals.get, default=Source.DECLARED)
