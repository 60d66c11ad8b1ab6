"""What the partnerships of one source say of each of the things compared."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.amounts import euros
from partnerships.models import NOT_STATED, YES, BudgetLine, Facet
from partnerships.pages.comparison.cell import Cell, Criterion, Figure, Section, section_of
from partnerships.pages.comparison.column import Column
from partnerships.pages.components.counted import (
    AUTHORITIES,
    COUNTRIES,
    PARTNERS,
    PARTNERSHIPS,
    counted,
)
from partnerships.registry.comparison.sources import (
    PROVENANCE,
    SOURCE_OF,
    VALUE,
    Source,
    rows_about,
)
from partnerships.registry.comparison.subjects import ComparedSubjects
from partnerships.registry.filters import FROM, TO


def budgets_by_source(facet: Facet, values: Iterable[str]) -> dict[tuple[str, Source], Decimal]:
    """Returns {(value, source): euros} of the lines of budget, in one query."""
    lines = rows_about(BudgetLine.objects.all(), facet, values)
    found = {}
    for value, provenance, amount in lines.values_list(VALUE, PROVENANCE).annotate(Sum("amount")):
        key = value, SOURCE_OF[provenance]
        found[key] = found.get(key, 0) + amount
    return found


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
    cells = []
    for column in columns:
        if column.count:
            figure = Figure(counted(PARTNERSHIPS, column.count), column.address())
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
