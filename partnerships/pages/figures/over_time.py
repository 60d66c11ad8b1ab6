"""Figures of years: partnerships begun, under way, published, confirmed."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.charts.chart import Chart, Shape
from partnerships.charts.numbers import number_mark
from partnerships.charts.years import MOST_YEARS, active_title, year_marks
from partnerships.models import NOT_STATED, Facet
from partnerships.pages.figures.found import Figure, Found
from partnerships.registry.facets.periods import counts_by_year
from partnerships.registry.filters import FROM, TO


def half_since(counts: dict[str, int]) -> tuple[str, bool]:
    """Returns the last year since which at least half of them are, and whether it is all."""
    total, cumulated = sum(counts.values()), 0
    for year in sorted(counts, reverse=True):
        cumulated += counts[year]
        if 2 * cumulated >= total:
            return year, cumulated == total
    raise ValueError("no year")


def _title(counts, words):
    """Returns the title of `counts`; `words`: of one partnership, of one year, since a year, half
    since a year.
    """
    alone, in_one_year, since, half = words
    if len(counts) == 1:
        in_one_year = alone if sum(counts.values()) == 1 else in_one_year
        return in_one_year % {"year": next(iter(counts))}
    year, is_all = half_since(counts)
    return (since if is_all else half) % {"year": year}


def _chart_of_years(found, facet, slug, words, subtitle, definition):
    counts = found.stated(facet)
    if not counts:
        return None
    today = found.today.year

    def mark(years, label, count, note):
        address = found.address(**{facet: years}) if count else ""
        return number_mark(label, count, address, note=note)

    unknown = found.counts(facet)[NOT_STATED]
    note = ngettext(
        "Année inconnue pour %(number)s partenariat.",
        "Année inconnue pour %(number)s partenariats.",
        unknown,
    )
    return Figure(
        slug=slug,
        title=_title(counts, words),
        subtitle=subtitle,
        label_head=_("Année"),
        value_head=_("Partenariats"),
        definition=definition,
        note=note % {"number": intcomma(unknown)} if unknown else "",
        shape=Shape.COLUMNS,
    ).chart(found, year_marks(counts, today, mark))


def begun_chart(found: Found) -> Chart | None:
    return _chart_of_years(
        found,
        Facet.FIRST_YEAR,
        "debuts",
        (
            _("Le seul connu ici a commencé en %(year)s"),
            _("Tous ceux connus ici ont commencé en %(year)s"),
            _("Tous ceux connus ici ont commencé depuis %(year)s"),
            _("Au moins la moitié de ceux connus ici ont commencé depuis %(year)s"),
        ),
        _("Partenariats selon l’année de leur début."),
        _("Année du début déclaré, de ceux dont elle est connue."),
    )


def published_chart(found: Found) -> Chart | None:
    return _chart_of_years(
        found,
        Facet.PUBLICATION,
        "publications",
        (
            _("Le seul a paru ici en %(year)s"),
            _("Tous ont paru ici en %(year)s"),
            _("Tous ont paru ici depuis %(year)s"),
            _("Au moins la moitié ont paru ici depuis %(year)s"),
        ),
        _("Partenariats selon l’année de leur entrée au registre."),
        _("Première publication de la fiche\u202f; une fiche modifiée ne compte pas de nouveau."),
    )


def confirmed_chart(found: Found) -> Chart | None:
    return _chart_of_years(
        found,
        Facet.CONFIRMATION,
        "confirmations",
        (
            _("La seule confirmation connue ici est de %(year)s"),
            _("Dernières confirmations connues ici\u202f: toutes en %(year)s"),
            _("Dernières confirmations connues ici\u202f: toutes depuis %(year)s"),
            _("Dernières confirmations connues ici\u202f: au moins la moitié depuis %(year)s"),
        ),
        _("Partenariats selon l’année où leur collectivité les a confirmés en dernier."),
        _("La confirmation annuelle dit que la fiche est encore exacte."),
    )


def active_by_year(found: Found) -> dict[str, int]:
    """Returns {year: number under way}, of the years chosen if any are."""
    counts = found.filterset.found_counts
    first, last = counts[Facet.FIRST_YEAR], counts[Facet.LAST_YEAR]
    periods = found.filterset.periods
    return {
        year: count
        for year, count in counts_by_year(first, last, found.today.year).items()
        if not periods or any(each.first <= year <= each.last for each in periods)
    }


def active_chart(found: Found) -> Chart | None:
    """Returns the chart of the partnerships under way in each year, of the last ones."""
    years, today = active_by_year(found), found.today.year
    if not years:
        return None
    shown = dict(sorted(years.items())[-MOST_YEARS:])

    def mark(chosen, label, count, note):
        period = {Facet.YEAR.value: None, FROM: chosen[0], TO: chosen[-1]}
        return number_mark(label, count, found.address(**period) if count else "", note=note)

    unknown = found.filterset.found_counts[Facet.FIRST_YEAR][NOT_STATED]
    note = _("Sans année de début, %(number)s ne sont pas placés dans le temps.")
    return Figure(
        slug="en-cours",
        title=active_title(shown, today),
        subtitle=_("Partenariats en cours chaque année."),
        label_head=_("Année"),
        value_head=_("Partenariats"),
        definition=_(
            "Commencés cette année ou avant, et non finis avant elle\u202f; sans fin connue, un "
            "partenariat reste en cours."
        ),
        note=note % {"number": intcomma(unknown)} if unknown else "",
        shape=Shape.COLUMNS,
    ).chart(found, year_marks(shown, today, mark))
