"""What the partnerships of one source say of each of the things compared."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.amounts import euros
from partnerships.models import NOT_STATED, YES, BudgetLine, Facet
from partnerships.pages.comparison.cell import Cell, Criterion, Figure, Section, section_of
from partnerships.pages.components.counted import (
    AUTHORITIES,
    COUNTRIES,
    PARTNERS,
    PARTNERSHIPS,
    counted,
)
from partnerships.registry.address import registry_address
from partnerships.registry.comparison.sources import (
    PROVENANCE,
    SOURCE_OF,
    VALUE,
    Source,
    rows_about,
)
from partnerships.registry.comparison.subjects import ComparedSubjects, Subject
from partnerships.registry.facets.counts import Counts
from partnerships.registry.facets.labels import FacetLabels
from partnerships.registry.filters import FROM, TO

# What is counted of the partnerships.
COUNTED = (
    Facet.ALL,
    Facet.PROVENANCE,
    Facet.COUNTRY,
    Facet.REGION,
    Facet.THEME,
    Facet.PROPOSAL,
    Facet.FIRST_YEAR,
    Facet.LAST_YEAR,
    Facet.BUDGET,
    Facet.CONFIRMATION,
    Facet.PUBLICATION,
)
NAMED_MAX = 5


def budgets_by_source(facet: Facet, values: Iterable[str]) -> dict[tuple[str, Source], Decimal]:
    """Returns {(value, source): euros} of the lines of budget, in one query."""
    lines = rows_about(BudgetLine.objects.all(), facet, values)
    found = {}
    for value, provenance, amount in lines.values_list(VALUE, PROVENANCE).annotate(Sum("amount")):
        key = value, SOURCE_OF[provenance]
        found[key] = found.get(key, 0) + amount
    return found


@dataclass(frozen=True)
class Column:
    """One of the things compared, and what the partnerships of a source say of it.

    `counts`: {} if there are none; `linked`: how many partners or authorities they link it to,
    None where that is not counted; `budget`: euros, None where they are not added up.
    """

    subject: Subject
    counts: Counts
    labels: FacetLabels
    linked: int | None
    budget: Decimal | None

    @property
    def count(self) -> int:
        return self.counts[Facet.ALL][""] if self.counts else 0

    @property
    def _filters(self):
        return {**self.subject.filters, Facet.PROVENANCE.value: sorted(self.counts["provenance"])}

    def address(self, **filters: str) -> str:
        """Returns the address of these partnerships, or of those of them that have `filters`."""
        return registry_address(**self._filters, **filters)

    def values_address(self, facet: Facet) -> str:
        """Returns the address of all the values of `facet`, with their numbers."""
        address = reverse("partnerships:registry_facet", args=[facet.value])
        return f"{address}?{urlencode(self._filters, doseq=True)}"

    def named(self, facet: Facet, values: Iterable[str]) -> list[Figure]:
        """Returns the most frequent of `values`, each with its number, then how many others."""
        counts, labels = self.counts[facet], self.labels.of(facet, list(values))
        labels.pop(NOT_STATED, None)
        order = sorted(labels, key=lambda value: -counts[value])
        shown = order if len(order) == NAMED_MAX + 1 else order[:NAMED_MAX]
        figures = [
            Figure(
                _("%(name)s\u202f: %(count)s")
                % {"name": labels[value], "count": _number(counts[value])},
                self.address(**{facet.value: value}),
            )
            for value in shown
        ]
        if rest := len(order) - len(shown):
            text = _("et %(count)s autres") % {"count": rest}
            figures.append(Figure(text, self.values_address(facet)))
        return figures

    def without(self, facet: Facet, text: str) -> list[Figure]:
        """Returns how many partnerships say nothing of `facet`, if some do."""
        count = self.counts[facet].get(NOT_STATED, 0)
        if not count or count == self.count:
            return []
        return [Figure(text % {"count": count}, self.address(**{facet.value: NOT_STATED}))]


def _number(count) -> str:
    return number_format(count, force_grouping=True)


def _stated(counts):
    return sorted(value for value in counts if value != NOT_STATED)


def _countries(column):
    values = column.counts[Facet.COUNTRY]
    return [Figure(counted(COUNTRIES, len(values))), *column.named(Facet.COUNTRY, values)]


def _regions(column):
    values = _stated(column.counts[Facet.REGION])
    return column.named(Facet.REGION, values)


def _linked(words, column):
    if column.linked is None:
        return [Figure(_("trop nombreux pour être comptés ici"))]
    return [Figure(counted(words, column.linked))]


def _linked_authorities(column):
    return _linked(AUTHORITIES, column)


def _linked_partners(column):
    return _linked(PARTNERS, column)


def _themes(column):
    parents = column.labels.parents_of_themes
    roots = [value for value in column.counts[Facet.THEME] if not parents.get(value)]
    figures = column.named(Facet.THEME, roots)
    return figures and figures + column.without(Facet.THEME, _("sans thématique\u202f: %(count)s"))


def _proposals(column):
    return column.named(Facet.PROPOSAL, column.counts[Facet.PROPOSAL])


def _budget(column):
    count = column.counts[Facet.BUDGET].get(YES, 0)
    if not count:
        return []
    text = ngettext("%(count)s fiche en donne un", "%(count)s fiches en donnent un", count)
    known = Figure(text % {"count": count}, column.address(**{Facet.BUDGET.value: YES}))
    if not column.budget:
        return [known]
    amount = euros(column.budget, cents=False)
    return [Figure(_("%(amount)s inscrits") % {"amount": amount}), known]


def _years(column):
    first = _stated(column.counts[Facet.FIRST_YEAR])
    if not first:
        return []
    last = max(*first, *_stated(column.counts[Facet.LAST_YEAR]))
    earliest = column.address(**{FROM: first[0], TO: first[0]})
    figures = [Figure(_("première\u202f: %(year)s") % {"year": first[0]}, earliest)]
    if last != first[0]:
        figures.append(Figure(_("dernière\u202f: %(year)s") % {"year": last}))
    count = column.counts[Facet.FIRST_YEAR].get(NOT_STATED, 0)
    if count:
        text = _("sans date de début\u202f: %(count)s") % {"count": count}
        figures.append(Figure(text, column.address(**{Facet.YEAR.value: NOT_STATED})))
    return figures


def _confirmations(column):
    years = _stated(column.counts[Facet.CONFIRMATION])
    if not years:
        return []
    count, year = column.counts[Facet.CONFIRMATION][years[-1]], years[-1]
    text = ngettext("%(count)s confirmé en %(year)s", "%(count)s confirmés en %(year)s", count) % {
        "count": count,
        "year": year,
    }
    newest = Figure(text, column.address(**{Facet.CONFIRMATION.value: year}))
    return [newest, *column.without(Facet.CONFIRMATION, _("jamais confirmé\u202f: %(count)s"))]


def _publications(column):
    year = max(column.counts[Facet.PUBLICATION])
    count = column.counts[Facet.PUBLICATION][year]
    text = ngettext(
        "%(count)s fiche entrée en %(year)s", "%(count)s fiches entrées en %(year)s", count
    ) % {"count": count, "year": year}
    return [Figure(text, column.address(**{Facet.PUBLICATION.value: year}))]


Reading = Callable[[Column], list[Figure]]


def _readings(facet: Facet, source: Source) -> list[tuple[str, Reading]]:
    """Returns the criteria after the number of partnerships: their title, and what reads them."""
    if facet == Facet.COUNTRY:
        links = [
            (_("Collectivités françaises"), _linked_authorities),
            (_("Régions françaises"), _regions),
        ]
    else:
        links = [
            (_("Pays et territoires"), _countries),
            (_("Partenaires étrangers"), _linked_partners),
        ]
    readings = [
        *links,
        (_("Thématiques"), _themes),
        (_("Propositions portées"), _proposals),
        (_("Budget"), _budget),
        (_("Années connues"), _years),
        (_("Entrée au registre"), _publications),
    ]
    if source != Source.IMPORTED:
        readings.append((_("Confirmation"), _confirmations))
    return readings


def _number_of_partnerships(columns: list[Column]) -> Criterion:
    most = max(column.count for column in columns)
    cells = []
    for column in columns:
        if column.count:
            share = round(100 * column.count / most)
            figure = Figure(counted(PARTNERSHIPS, column.count), column.address(), share)
            cells.append((column.subject, Cell([figure])))
        else:
            cells.append((column.subject, Cell(absent=_("aucun connu"))))
    return Criterion(_("Partenariats"), cells)


def _cell(column: Column, read: Reading) -> Cell:
    if not column.count:
        return Cell()
    figures = read(column)
    return Cell(figures) if figures else Cell(absent=_("non renseigné"))


def source_section(compared: ComparedSubjects, source: Source, columns: list[Column]) -> Section:
    """Returns what the partnerships of `source` say, one column for each subject."""
    criteria = [
        Criterion(title, [(column.subject, _cell(column, read)) for column in columns])
        for title, read in _readings(compared.facet, source)
    ]
    return section_of(str(source.label), [_number_of_partnerships(columns), *criteria])
