"""The charts of a comparison: one source, a bar or a panel for each of the things compared."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.charts.chart import Chart, Mark, Series
from partnerships.charts.numbers import number_mark, percent_text
from partnerships.models import NOT_STATED, Facet
from partnerships.pages.comparison.column import Column
from partnerships.pages.components.counted import PARTNERSHIPS, counted
from partnerships.registry.comparison.sources import Source

MOST_SHOWN = 8
# Shares are compared where each has LEAST_SHARED partnerships or more, and the largest has more
# than UNEQUAL times the smallest.
LEAST_SHARED, UNEQUAL = 10, 3


@dataclass(frozen=True)
class ComparedFacet:
    """A facet that is compared. `title`: where nothing stands out; `own`: where no first value is
    shared; `same`: where all have the same, alone; `by`: what is counted, after « partenariats »;
    `has_order`: its values have one of their own.
    """

    facet: Facet
    slug: str
    title: str | Promise
    own: str | Promise
    same: str | Promise
    by: str | Promise
    definition: str | Promise
    has_order: bool = False


SEVERAL = gettext_lazy("Un partenariat qui en a plusieurs compte pour chacun.")
COUNTRIES = ComparedFacet(
    Facet.COUNTRY,
    "pays",
    gettext_lazy("Les premiers pays de chacun"),
    gettext_lazy("Chacun a ses premiers pays"),
    gettext_lazy("Premier pays pour chacun\u202f: %(label)s"),
    gettext_lazy("par pays ou territoire du partenaire"),
    SEVERAL,
)
REGIONS = ComparedFacet(
    Facet.REGION,
    "regions",
    gettext_lazy("Les premières régions de chacun"),
    gettext_lazy("Chacun a ses premières régions"),
    gettext_lazy("Première région pour chacun\u202f: %(label)s"),
    gettext_lazy("par région de la collectivité française"),
    SEVERAL,
)
THEMES = ComparedFacet(
    Facet.THEME,
    "themes",
    gettext_lazy("Les thématiques de chacun"),
    gettext_lazy("Chacun a ses thématiques"),
    gettext_lazy("Première thématique pour chacun\u202f: %(label)s"),
    gettext_lazy("par thématique"),
    SEVERAL,
)
DISTANCES = ComparedFacet(
    Facet.DISTANCE,
    "distances",
    gettext_lazy("Les distances de chacun"),
    gettext_lazy("Chacun a ses distances"),
    gettext_lazy("Le plus souvent, pour chacun\u202f: %(label)s"),
    gettext_lazy("selon la distance entre les deux côtés"),
    gettext_lazy("Distance à vol d’oiseau, entre les deux plus proches s’ils sont plusieurs."),
    has_order=True,
)


def compared_facets(facet: Facet) -> tuple[ComparedFacet, ...]:
    """Returns what is compared of the partnerships of values of `facet`."""
    return (REGIONS if facet == Facet.COUNTRY else COUNTRIES), DISTANCES, THEMES


def _firsts(counts: Counter) -> set[str]:
    """Returns the most frequent values."""
    return {value for value, count in counts.items() if count == max(counts.values())}


def _empty_mark(label: str, text: str) -> Mark:
    return Mark(label, 0, text)


def _stated(column: Column, facet: Facet) -> Counter:
    """Returns the counts of the known values; of the themes, of those that are part of no other."""
    parents = column.labels.parents_of_themes if facet == Facet.THEME else {}
    return Counter(
        {
            value: count
            for value, count in column.counts_of(facet).items()
            if count and value != NOT_STATED and not parents.get(value)
        }
    )


def _partnerships_title(columns: Sequence[Column]) -> str:
    most = max(column.count for column in columns)
    names = [column.subject.name_in_text for column in columns if column.count == most]
    number = intcomma(most)
    if len(names) == 1:
        return _("Le plus de partenariats\u202f: %(name)s, %(number)s") % {
            "name": names[0],
            "number": number,
        }
    if len(names) == len(columns):
        text = ngettext(
            "%(number)s partenariat connu pour chacun",
            "%(number)s partenariats connus pour chacun",
            most,
        )
        return text % {"number": number}
    return _("À égalité\u202f: %(names)s") % {"names": ", ".join(names)}


def partnerships_chart(slug: str, source: Source, columns: Sequence[Column]) -> Chart:
    """Returns how many partnerships each has."""
    most = max(column.count for column in columns)
    marks = [
        number_mark(
            column.subject.name, column.count, column.address(), is_accent=column.count == most
        )
        if column.count
        else _empty_mark(column.subject.name, _("aucun connu"))
        for column in columns
    ]
    return Chart(
        slug=slug,
        title=_partnerships_title(columns),
        subtitle=_("Partenariats\u202f: %(source)s.") % {"source": source.label.lower()},
        series=[Series(marks)],
        label_head=_("Nom"),
        value_head=_("Partenariats"),
        definition=_("Partenariats publiés que le registre connaît de chacun."),
        day=timezone.localdate(),
    )


class _Compared:
    """The counts of `columns` for a facet, and the values in their common order."""

    def __init__(self, columns: Sequence[Column], compared: ComparedFacet):
        self.columns, self.facet = columns, compared.facet
        self.counts = [_stated(column, self.facet) for column in columns]
        total = sum(self.counts, Counter())
        self.labels = columns[0].labels.of(self.facet, list(total))
        self.values = [value for value in self.labels if value in total]
        if not compared.has_order:
            self.values.sort(key=lambda value: -total[value])

    @property
    def are_shares(self) -> bool:
        """Whether shares are compared, since numbers would not show what is small."""
        numbers = [column.count for column in self.columns]
        return min(numbers) >= LEAST_SHARED and max(numbers) > UNEQUAL * min(numbers)

    @property
    def measure(self) -> str:
        if self.are_shares:
            return _("Part des partenariats de chacun, %(by)s, à la même échelle.")
        return _("Partenariats %(by)s, à la même échelle.")

    @property
    def firsts(self) -> list[set[str]]:
        return [_firsts(counts) for counts in self.counts]

    def title(self, compared: ComparedFacet) -> str:
        first, *others = self.firsts
        if len(first) == 1 and all(each == first for each in others):
            return str(compared.same) % {"label": self.labels[min(first)]}
        different = set().union(*self.firsts)
        is_own = len(different) == sum(map(len, self.firsts))
        return str(compared.own if is_own else compared.title)

    def series(self) -> list[Series]:
        return [
            Series(
                [self._mark(column, counts, value, firsts) for value in self.values],
                column.subject.name,
                intcomma(column.count),
                column.address(),
            )
            for column, counts, firsts in zip(self.columns, self.counts, self.firsts, strict=True)
        ]

    def _mark(self, column, counts, value, firsts):
        label = capfirst(self.labels[value])
        if not counts[value]:
            return _empty_mark(label, _("aucun"))
        address, count = column.address(**{self.facet.value: value}), counts[value]
        is_accent = firsts == {value}
        if not self.are_shares:
            return number_mark(label, count, address, is_accent=is_accent)
        share, note = count / column.count, counted(PARTNERSHIPS, count)
        return Mark(label, share, percent_text(share), address, is_accent, note=note)


def facet_chart(
    slug: str, source: Source, columns: Sequence[Column], compared: ComparedFacet
) -> Chart | None:
    """Returns a panel for each of the columns that say something of a facet, with one order and one
    scale; None with fewer than two.
    """
    stating = [each for each in columns if _stated(each, compared.facet)]
    if len(stating) < 2:
        return None
    known = _Compared(stating, compared)
    has_more = len(known.values) > MOST_SHOWN
    return Chart(
        slug=slug,
        title=known.title(compared),
        subtitle=f"{known.measure % {'by': compared.by}} {source.label}.",
        series=known.series(),
        label_head=capfirst(str(compared.facet.label)),
        value_head=_("Part") if known.are_shares else _("Partenariats"),
        definition=str(compared.definition),
        day=timezone.localdate(),
        note=_("Les autres valeurs sont dans le tableau.") if has_more else "",
        most_shown=MOST_SHOWN,
    )


def compared_charts(
    facet: Facet, source: Source, columns: Sequence[Column], slug: Callable[[str], str]
) -> list[Chart]:
    """Returns the charts of one source; `slug`: of a chart among those of all sources."""
    facets = compared_facets(facet)
    charts = [facet_chart(slug(each.slug), source, columns, each) for each in facets]
    first = partnerships_chart(slug("partenariats"), source, columns)
    return [first, *filter(None, charts)]
