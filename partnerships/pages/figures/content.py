"""Figures of what partnerships declare: budgets by year and source, results and indicators."""

from collections import Counter
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.amounts import euros
from partnerships.charts.chart import Chart, Mark, Shape
from partnerships.charts.numbers import number_mark, percent_text
from partnerships.charts.years import year_marks
from partnerships.models import NO, YES, BudgetLine, BudgetSource, Facet, Indicator
from partnerships.pages.figures.findings import share_of_partnerships
from partnerships.pages.figures.found import Figure, Found

# The rows of more partnerships are not read for one page.
MOST_READ = 20_000


def are_too_many(count: int) -> bool:
    """Whether the rows of `count` partnerships are left unread."""
    return count > MOST_READ


def budget_lines(found: Found) -> QuerySet | None:
    """Returns the lines of what is found, of the years and sources chosen; None without any, and
    of too many partnerships.
    """
    count = found.filterset.found_counts[Facet.BUDGET][YES]
    if not count or are_too_many(count):
        return None
    rows = BudgetLine.objects.filter(partnership__in=found.partnerships).order_by()
    chosen = found.filterset.chosen
    if sources := chosen.get(Facet.BUDGET_SOURCE):
        rows = rows.filter(source__in=sources)
    if years := chosen.get(Facet.BUDGET_YEAR):
        rows = rows.filter(year__in=[year for year in years if year.isdigit()])
    return rows


def budget_sums(lines: QuerySet | None) -> dict[tuple[int, str], Decimal]:
    """Returns {(year, source): euros}, in one query."""
    if lines is None:
        return {}
    rows = lines.values_list("year", "source").annotate(total=Sum("amount"))
    return {(year, source): total for year, source, total in rows if total}


def _budget_note(found: Found) -> str:
    count = found.filterset.found_counts[Facet.BUDGET][YES]
    text = ngettext(
        "Budget connu de %(count)s partenariat sur %(total)s.",
        "Budget connu de %(count)s partenariats sur %(total)s.",
        count,
    )
    return text % {"count": intcomma(count), "total": intcomma(found.count)}


def sources_chart(found: Found, sums: dict[tuple[int, str], Decimal]) -> Chart | None:
    totals = Counter()
    for (_year, source), amount in sums.items():
        totals[source] += amount
    if not totals:
        return None
    everything = sum(totals.values())
    ranked = sorted(totals, key=lambda source: -totals[source])
    marks = [
        Mark(
            capfirst(str(BudgetSource(source).label)),
            totals[source],
            euros(totals[source], cents=False),
            found.address(**{Facet.BUDGET_SOURCE: [source]}),
            is_accent=source == ranked[0],
        )
        for source in ranked
    ]
    label, percent = marks[0].label, percent_text(float(totals[ranked[0]] / everything))
    return Figure(
        slug="financements",
        title=_("%(label)s\u202f: %(percent)s des montants connus ici")
        % {"label": label, "percent": percent},
        subtitle=_("Montants par source, en euros (%(total)s en tout).")
        % {"total": euros(everything, cents=False)},
        label_head=_("Source"),
        value_head=_("Euros"),
        definition=_("Montants prévus des lignes de budget publiées, en numéraire et en nature."),
        note=_budget_note(found),
    ).chart(found, marks)


def budget_years_chart(found: Found, sums: dict[tuple[int, str], Decimal]) -> Chart | None:
    totals = Counter()
    for (year, _source), amount in sums.items():
        totals[f"{year:04d}"] += amount
    if not totals:
        return None

    def mark(years, label, amount, note):
        address = found.address(**{Facet.BUDGET_YEAR: years}) if amount else ""
        return Mark(label, amount, euros(amount, cents=False), address, note=note)

    highest = max(totals, key=lambda year: (totals[year], year))
    return Figure(
        slug="exercices",
        title=_("Le plus haut montant connu ici\u202f: %(amount)s en %(year)s")
        % {"amount": euros(totals[highest], cents=False), "year": highest},
        subtitle=_("Montants par exercice, en euros."),
        label_head=_("Exercice"),
        value_head=_("Euros"),
        definition=_("Montants prévus des lignes de budget publiées, en numéraire et en nature."),
        note=_budget_note(found),
        shape=Shape.COLUMNS,
    ).chart(found, year_marks(totals, found.today.year, mark))


def indicator_counts(found: Found) -> dict[str, int]:
    """Returns how many partnerships have an indicator, one with a target, one with a value
    reached; empty for too many partnerships.
    """
    if are_too_many(found.count):
        return {}
    number = Count("partnership", distinct=True)
    reached = Count("partnership", distinct=True, filter=Q(reached__isnull=False))
    target = Count("partnership", distinct=True, filter=Q(target__isnull=False))
    rows = Indicator.objects.filter(partnership__in=found.partnerships)
    return rows.aggregate(indicators=number, targets=target, reached=reached)


def _result_marks(found: Found, indicators: dict[str, int]) -> list[Mark]:
    counts = found.filterset.found_counts[Facet.RESULTS]
    labels = {YES: _("Des résultats décrits ou mesurés"), NO: _("Aucun résultat")}
    marks = {
        value: number_mark(
            label,
            counts[value],
            found.address(**{Facet.RESULTS: [value]}) if counts[value] else "",
            is_accent=value == YES,
        )
        for value, label in labels.items()
    }
    measured = {
        "indicators": _("Au moins un indicateur"),
        "targets": _("Un indicateur avec une cible"),
        "reached": _("Un indicateur avec une valeur atteinte"),
    }
    between = [number_mark(measured[name], count) for name, count in indicators.items()]
    return [marks[YES], *between, marks[NO]]


def results_chart(found: Found, indicators: dict[str, int]) -> Chart | None:
    """Returns how many partnerships tell results; None if none does nor has an indicator."""
    results = found.filterset.found_counts[Facet.RESULTS][YES]
    if not (results or any(indicators.values())):
        return None
    share = (
        share_of_partnerships(results, found.count) if results else _("aucun partenariat connu ici")
    )
    return Figure(
        slug="resultats",
        title=capfirst(_("%(share)s avec des résultats") % {"share": share}),
        subtitle=_("Partenariats selon ce qu’ils disent de leurs résultats."),
        label_head=_("Ce qui est dit"),
        value_head=_("Partenariats"),
        definition=_(
            "Un résultat est un effet décrit, ici ou là-bas, ou la valeur atteinte d’un indicateur."
        ),
    ).chart(found, _result_marks(found, indicators))
