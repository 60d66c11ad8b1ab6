"""The figures of what a query of the registry finds: its charts, and what cannot be shown."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships.charts.chart import Chart
from partnerships.charts.files import with_downloads
from partnerships.charts.numbers import number_mark
from partnerships.models import Facet, Provenance
from partnerships.pages.figures.authorities import (
    Authorities,
    kinds_chart,
    partnerships_chart,
    sizes_chart,
)
from partnerships.pages.figures.by_value import FACET_FIGURES, distance_chart, facet_chart, is_given
from partnerships.pages.figures.content import (
    budget_lines,
    budget_sums,
    budget_years_chart,
    indicator_counts,
    results_chart,
    sources_chart,
)
from partnerships.pages.figures.found import Figure, Found
from partnerships.pages.figures.inhabitants import inhabitants_chart
from partnerships.pages.figures.missing import Missing, missing_of
from partnerships.pages.figures.neighbours import neighbours_chart
from partnerships.pages.figures.over_time import (
    active_chart,
    begun_chart,
    confirmed_chart,
    published_chart,
)
from partnerships.registry.answer import Answer
from partnerships.registry.listing import Listing

PROVENANCES, NEIGHBOURS = "provenances", "voisins"


class Figures:
    """The charts of `listing`, each made once and only if it is asked for."""

    def __init__(self, listing: Listing):
        self.listing = listing
        self.found = Found(listing)

    @cached_property
    def _authorities(self):
        return Authorities(self.found)

    @cached_property
    def _sums(self):
        return budget_sums(budget_lines(self.found))

    @cached_property
    def _indicators(self):
        return indicator_counts(self.found)

    @cached_property
    def _makers(self) -> dict[str, Callable[[], Chart | None]]:
        """Slug → what makes its chart, in their order on the page."""
        found = self.found
        by_facet = {each.slug: partial(facet_chart, found, each) for each in FACET_FIGURES}
        return {
            "pays": by_facet.pop("pays"),
            "communes": lambda: sizes_chart(found, self._authorities),
            "par-collectivite": lambda: partnerships_chart(found, self._authorities),
            "par-habitant": lambda: inhabitants_chart(found),
            "distances": lambda: distance_chart(found),
            **by_facet,
            "collectivites": lambda: kinds_chart(found, self._authorities),
            "debuts": lambda: begun_chart(found),
            "en-cours": lambda: active_chart(found),
            "publications": lambda: published_chart(found),
            "confirmations": lambda: confirmed_chart(found),
            "financements": lambda: sources_chart(found, self._sums),
            "exercices": lambda: budget_years_chart(found, self._sums),
            "resultats": lambda: results_chart(found, self._indicators),
            PROVENANCES: self._provenances,
            NEIGHBOURS: lambda: neighbours_chart(found),
        }

    def _provenances(self) -> Chart | None:
        """Returns how many of each provenance are found, of all origins: they stand apart."""
        counts = self.listing.filterset.found_counts[Facet.PROVENANCE]
        chosen = self.listing.filterset.chosen.get(Facet.PROVENANCE) or list(Provenance)
        path = reverse("partnerships:registry")
        marks = [
            number_mark(
                capfirst(str(each.label)),
                counts[each],
                path + self.listing.address(**{Facet.PROVENANCE: [each.value]}),
                is_accent=each == Provenance.DECLARED,
            )
            for each in Provenance
            if each in chosen and counts[each]
        ]
        if len(marks) < 2:
            return None
        is_declared = Provenance.DECLARED in chosen and counts[Provenance.DECLARED]
        title = _("Dans ce registre, des partenariats déclarés, et d’autres repris ou fictifs")
        return Figure(
            slug=PROVENANCES,
            title=title if is_declared else _("Aucun partenariat déclaré encore dans ce registre"),
            subtitle=_(
                "Partenariats par provenance\u202f; leurs nombres ne sont jamais additionnés."
            ),
            label_head=_("Provenance"),
            value_head=_("Partenariats"),
            definition=_("Chaque partenariat a une provenance."),
        ).chart(self.found, marks)

    def chart(self, slug: str) -> Chart | None:
        """Returns the chart `slug`, None if there is no such chart or nothing to draw."""
        make = self._makers.get(slug)
        chart = make() if make else None
        return chart and with_downloads(chart, partial(self._file_address, slug))

    def _file_address(self, slug, end):
        is_of_all = slug == PROVENANCES
        query = self.listing.first_page if is_of_all else self.found.query
        return reverse("partnerships:figure_file", args=[slug, end]) + query

    @cached_property
    def charts(self) -> list[Chart]:
        """The charts that have something to show that was not chosen, but the small multiples."""
        given = {each.slug for each in FACET_FIGURES if is_given(self.found, each.facet)}
        charts = (self.chart(slug) for slug in self._makers if slug not in {NEIGHBOURS, *given})
        return [chart for chart in charts if chart]

    @cached_property
    def multiples(self) -> Chart | None:
        return self.chart(NEIGHBOURS)

    @cached_property
    def missing(self) -> list[Missing]:
        return missing_of(self.found, self._indicators)

    @property
    def title(self) -> str:
        if not self.listing.chips:
            return _("Les chiffres du registre")
        return Answer(self.found.filterset).sentence
