"""The partnerships of a page that are under way in each year."""

from collections.abc import Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.charts.numbers import number_mark
from partnerships.charts.years import MOST_YEARS, active_title, year_marks
from partnerships.models import NOT_STATED, Facet
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.sources import PROVENANCES, Source
from partnerships.registry.facets.counts import Counts
from partnerships.registry.facets.periods import counts_by_year
from partnerships.registry.filters import FROM, TO
from partnerships.registry.one_source import title_of_source

SUBTITLES = {
    Source.DECLARED: gettext_lazy("Partenariats déclarés, en cours chaque année."),
    Source.IMPORTED: gettext_lazy(
        "Partenariats repris de sources publiques, en cours chaque année."
    ),
    Source.DEMONSTRATION: gettext_lazy("Partenariats fictifs, en cours chaque année."),
}


def _dated_source(by_source: Mapping[Source, Counts]) -> tuple[Source, Counts] | None:
    """Returns the source with the most known starts, since sources are never added up; the
    declared one among equals, the fictitious one only alone. None if no start is known.
    """

    def dated(source):
        starts = by_source[source][Facet.FIRST_YEAR]
        return sum(starts.values()) - starts[NOT_STATED]

    sources = [each for each in PROVENANCES if each in by_source]
    real = [each for each in sources if each != Source.DEMONSTRATION]
    source = max(real or sources, key=dated, default=None)
    return (source, by_source[source]) if source and dated(source) else None


def years_chart(facet: Facet, value: str, by_source: Mapping[Source, Counts]) -> Chart | None:
    """Returns the chart of the partnerships that have `value`; None if no start is known of those
    of its source. `by_source`: their counts, first and last years among them.
    """
    dated = _dated_source(by_source)
    return dated and _chart(facet, value, *dated)


def _chart(facet, value, source: Source, counts: Counts) -> Chart:
    day = timezone.localdate()
    starts = counts[Facet.FIRST_YEAR]
    years = counts_by_year(starts, counts[Facet.LAST_YEAR], day.year)
    shown = dict(sorted(years.items())[-MOST_YEARS:])
    filters = {facet.value: value, Facet.PROVENANCE.value: PROVENANCES[source]}

    def mark(chosen, label, count, note) -> Mark:
        address = registry_address(**filters, **{FROM: chosen[0], TO: chosen[-1]})
        return number_mark(label, count, address if count else "", note=note)

    note = _("Sans année de début, %(number)s ne sont pas placés dans le temps.")
    unknown = starts[NOT_STATED]
    return Chart(
        slug="annees",
        title=title_of_source(source, active_title(shown, day.year)),
        subtitle=str(SUBTITLES[source]),
        series=[Series(year_marks(shown, day.year, mark))],
        label_head=_("Année"),
        value_head=_("Partenariats"),
        definition=_(
            "Commencés cette année ou avant, et non finis avant elle\u202f; sans fin connue, un "
            "partenariat reste en cours."
        ),
        day=day,
        shape=Shape.COLUMNS,
        note=note % {"number": intcomma(unknown)} if unknown else "",
    )
