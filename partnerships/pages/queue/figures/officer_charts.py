"""The charts of officers' figures: flow and stock by month, outcomes, deadlines, delays, groups."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.charts.files import with_downloads
from partnerships.charts.numbers import number_mark, percent_text
from partnerships.models import Leaving
from partnerships.pages.queue.figures.officer_figures_page import Month, OfficerFigures

# The first and the last number of days of each class; None: no last.
DELAYS = ((0, 15), (16, 30), (31, 60), (61, 90), (91, None))
MOST_GROUPS = 12


def _chart(page: OfficerFigures, slug, title, subtitle, heads, marks, **more) -> Chart:
    label_head, value_head = heads
    return Chart(
        slug=slug,
        title=title,
        subtitle=subtitle,
        series=more.pop("series", None) or [Series(marks)],
        label_head=label_head,
        value_head=value_head,
        day=page.today,
        **more,
    )


def _is_partial(page: OfficerFigures, month: Month) -> bool:
    """Whether the period has a part of the month alone."""
    first, following = month.first, month.following
    return first < page.start or following - timedelta(days=1) > min(page.end, page.today)


def _month_marks(page: OfficerFigures, numbers: Iterable[int]) -> list[Mark]:
    pairs = zip(page.months, numbers, strict=True)
    return [
        number_mark(
            month.short, count, note=_("mois incomplet") if _is_partial(page, month) else ""
        )
        for month, count in pairs
    ]


def flow_chart(page: OfficerFigures) -> Chart | None:
    """Returns the dossiers that came in and left, by month."""
    if not page.months:
        return None
    came, left = page.came_count, page.left_count
    if came == left:
        title = _("Autant d’entrées que de sorties")
    else:
        title = _("Plus d’entrées que de sorties") if came > left else _("Plus de sorties")
        gap = ngettext("%(count)s dossier d’écart", "%(count)s dossiers d’écart", abs(came - left))
        title = f"{title}\u202f: {gap % {'count': intcomma(abs(came - left))}}"
    series = [
        Series(_month_marks(page, (each.came for each in page.months)), _("Entrées")),
        Series(_month_marks(page, (each.left_total for each in page.months)), _("Sorties")),
    ]
    return _chart(
        page,
        "flux",
        title,
        _("Dossiers entrés et sortis chaque mois."),
        (_("Mois"), _("Dossiers")),
        (),
        series=series,
        shape=Shape.COLUMNS,
        definition=_(
            "Entrée\u202f: le premier dépôt. Sortie\u202f: la notification ou le retrait."
        ),
    )


def stock_chart(page: OfficerFigures) -> Chart | None:
    """Returns the dossiers in hand at the end of each month."""
    if not page.months:
        return None
    in_hand, stocks = page.stock_before, []
    for month in page.months:
        in_hand += month.came - month.left_total
        stocks.append(in_hand)
    change = stocks[-1] - page.stock_before
    title = _("%(count)s en instruction à la fin, autant qu’au début")
    if change > 0:
        title = _("%(count)s en instruction à la fin, %(change)s de plus")
    elif change < 0:
        title = _("%(count)s en instruction à la fin, %(change)s de moins")
    return _chart(
        page,
        "stock",
        title % {"count": intcomma(stocks[-1]), "change": intcomma(abs(change))},
        _("Dossiers en instruction à la fin de chaque mois."),
        (_("Mois"), _("Dossiers")),
        _month_marks(page, stocks),
        shape=Shape.COLUMNS,
        definition=_("Entrés et pas encore sortis, attentes de la collectivité comprises."),
    )


def outcomes_chart(page: OfficerFigures) -> Chart | None:
    counts = Counter()
    for month in page.months:
        counts.update(month.left)
    total = sum(counts.values())
    if not total:
        return None
    first, most = counts.most_common(1)[0]
    marks = [
        number_mark(capfirst(str(each.label)), counts[each], is_accent=each == first)
        for each in Leaving
    ]
    return _chart(
        page,
        "issues",
        _("%(label)s\u202f: %(percent)s des sorties")
        % {"label": capfirst(str(Leaving(first).label)), "percent": percent_text(most / total)},
        _("Dossiers sortis selon l’issue de leur instruction."),
        (_("Issue"), _("Dossiers")),
        marks,
        definition=_("Issue de la dernière décision notifiée, ou retrait."),
    )


def _in_time_title(share: float) -> str:
    text = _("%(percent)s des décisions notifiées dans le délai")
    return text % {"percent": percent_text(share)}


def in_time_chart(page: OfficerFigures) -> Chart | None:
    """Returns the decisions released by their last day, after it, and without one."""
    has_day = Q(decision_due_on__isnull=False)
    counts = page.decided.aggregate(
        in_time=Count("pk", filter=has_day & Q(left_on__lte=F("decision_due_on"))),
        late=Count("pk", filter=Q(left_on__gt=F("decision_due_on"))),
        without=Count("pk", filter=~has_day),
    )
    if not sum(counts.values()):
        return None
    measured = counts["in_time"] + counts["late"]
    title = _("Aucune décision n’avait d’échéance")
    if measured:
        title = _in_time_title(counts["in_time"] / measured)
    return _chart(
        page,
        "delai",
        title,
        _("Décisions notifiées, selon leur échéance."),
        (_("Échéance"), _("Décisions")),
        [
            number_mark(_("Dans le délai"), counts["in_time"], is_accent=bool(measured)),
            number_mark(_("Après l’échéance"), counts["late"]),
            number_mark(_("Sans échéance"), counts["without"]),
        ],
        definition=_(
            "Échéance à la notification, attentes de la collectivité déduites. La part est celle "
            "des décisions qui en avaient une."
        ),
    )


def _delay_label(first: int, last: int | None) -> str:
    values = {"first": first, "last": last}
    return (_("%(first)s à %(last)s jours") if last else _("%(first)s jours et plus")) % values


def delays_chart(page: OfficerFigures) -> Chart | None:
    """Returns the decisions by the number of days that they took."""
    rows = page.decided.order_by().values_list("decision_days")
    days = dict(rows.annotate(count=Count("pk")))
    if not days:
        return None
    median = page.decision.median
    marks = [
        number_mark(
            _delay_label(first, last),
            sum(n for each, n in days.items() if first <= each <= (last or each)),
            is_accent=first <= median <= (last or median),
        )
        for first, last in DELAYS
    ]
    title = ngettext(
        "La moitié des décisions en %(count)s jour ou moins",
        "La moitié des décisions en %(count)s jours ou moins",
        median,
    )
    return _chart(
        page,
        "delais",
        title % {"count": median} if median else _("La moitié des décisions le jour même"),
        _("Décisions selon le temps depuis le premier dépôt."),
        (_("Temps"), _("Décisions")),
        marks,
        definition=_("Jours du calendrier, attentes de la collectivité comprises."),
    )


def groups_chart(page: OfficerFigures) -> Chart | None:
    """Returns the dossiers that came in by group, the most frequent first."""
    rows = sorted((row for row in page.rows if row.came), key=lambda row: -row.came)
    if not rows:
        return None
    is_alone = len(rows) == 1 or rows[0].came > rows[1].came
    name = capfirst(str(page.group_label))
    title = _("%(name)s\u202f: plusieurs à égalité en tête")
    if is_alone:
        title = _("%(name)s\u202f: %(first)s en tête")
    marks = [
        number_mark(row.name, row.came, is_accent=is_alone and not rank)
        for rank, row in enumerate(rows)
    ]
    return _chart(
        page,
        "groupes",
        title % {"name": name, "first": rows[0].name},
        _("Dossiers entrés dans la période."),
        (name, _("Dossiers")),
        marks,
        most_shown=MOST_GROUPS,
        definition=_(
            "Un dossier de plusieurs pays, ou de plusieurs organismes, compte pour chacun."
        ),
    )


CHARTS: dict[str, Callable[[OfficerFigures], Chart | None]] = {
    "flux": flow_chart,
    "stock": stock_chart,
    "issues": outcomes_chart,
    "delai": in_time_chart,
    "delais": delays_chart,
    "groupes": groups_chart,
}


def officer_chart(page: OfficerFigures, slug: str) -> Chart | None:
    """Returns the chart `slug` with its files, None without such a chart or anything to draw."""
    make = CHARTS.get(slug)
    chart = make(page) if make else None

    def address(end):
        return f"{reverse('partnerships:officer_figure_file', args=[slug, end])}?{page.query}"

    return chart and with_downloads(chart, address)


def officer_charts(page: OfficerFigures) -> list[Chart]:
    charts = (officer_chart(page, slug) for slug in CHARTS)
    return [chart for chart in charts if chart]
