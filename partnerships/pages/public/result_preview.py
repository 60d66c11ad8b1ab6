"""The small map above a filtered list, and the countries that it shows."""

from functools import cached_property

from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.charts.chart import LONGEST_BAR, DrawnMark, DrawnSeries, Series
from partnerships.charts.numbers import number_mark
from partnerships.maps.frames import WORLD
from partnerships.models import Facet
from partnerships.registry.listing import Listing
from partnerships.registry.result_views import MAP

MOST_SHOWN = 8


class ResultPreview:
    """The picture of what `listing` finds is another request, so that the list does not wait."""

    width, height = WORLD.width, WORLD.height

    def __init__(self, listing: Listing):
        self.listing = listing

    @property
    def picture(self) -> str:
        return address_of("partnerships:map_preview") + self.listing.first_page

    @property
    def map_address(self) -> str:
        return MAP.path + self.listing.first_page

    @cached_property
    def _countries(self):
        """(code, name, number of partnerships), those with the most first."""
        counts = self.listing.answer.countries
        labels = self.listing.filterset.labels.of(Facet.COUNTRY, counts)
        ranked = sorted(labels, key=lambda code: -counts[code])
        return [(code, labels[code], counts[code]) for code in ranked]

    @cached_property
    def _marks(self):
        """The marks of the first countries."""
        first = self._countries[:MOST_SHOWN]
        return [number_mark(name, count, self._address(code)) for code, name, count in first]

    def _address(self, code):
        return self.listing.view.path + self.listing.address(**{Facet.COUNTRY.value: [code]})

    @property
    def bars(self) -> list[DrawnMark]:
        """The first countries; [] where there is only one."""
        if len(self._marks) < 2:
            return []
        return DrawnSeries(Series(self._marks), self._marks[0].value, LONGEST_BAR).marks

    @property
    def other_count(self) -> int:
        """How many countries have no bar."""
        return max(0, len(self._countries) - MOST_SHOWN)

    @property
    def text(self) -> str:
        """What the picture shows, for who does not see it."""
        names = [f"{mark.label} {mark.text}" for mark in self._marks]
        if self.other_count:
            names.append(_("%(count)s autres pays") % {"count": self.other_count})
        return _("Carte de ces partenariats\u202f: %(names)s") % {"names": ", ".join(names)}
