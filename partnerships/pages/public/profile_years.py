"""The partnerships of a page that are under way in each year."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.charts.numbers import number_mark
from partnerships.charts.years import MOST_YEARS, active_title, year_marks
from partnerships.models import NOT_STATED, Facet
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.sources import PROVENANCES, Source, counts_by_source
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


def _dated_source(facet: Facet, value: str) -> tuple[Source, Counts] | None:
    """Returns the source with the most known starts, since sources are never added up; the
    declared one among equals, the fictitious one only alone. None if no start is known.
    """
    found = counts_by_source(facet, [value], (Facet.FIRST_YEAR, Facet.LAST_YEAR))

    def dated(source):
        starts = found[value, source][Facet.FIRST_YEAR]
        return sum(starts.values()) - starts[NOT_STATED]

    sources = [each for each in PROVENANCES if (value, each) in found]
    real = [each for each in sources if each != Source.DEMONSTRATION]
    source = max(real or sources, key=dated)
    return (source, found[value, source]) if dated(source) else None


def years_chart(facet: Facet, value: str) -> Chart | None:
    """Returns the chart of the partnerships that have `value`; None if no start is known of those
    of its source.
    """
    dated = _dated_source(facet, value)
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
