"""The page of the queue: filters and chosen values, views, columns, rows."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.document.steps.text import visible
from partnerships.models import QueueView
from partnerships.pages.components.search_box import Results, find_authorities
from partnerships.pages.queue.queue_choices import (
    ALL,
    AUTHORITY,
    FIELDS,
    MAX_AGE,
    MIN_AGE,
    STATUS,
    WORDS,
    Field,
    offered_choices,
)
from partnerships.pages.queue.queue_columns import COLUMNS, Cell, cells
from partnerships.pages.queue.queue_listing import (
    SORTS,
    USUAL_SORT,
    VIEW_PARAM,
    QueueListing,
)
from partnerships.pages.queue.queue_origin import origin_query
from partnerships.pages.queue.queue_rows import QueueRow
from partnerships.pages.queue.queue_view_form import QueueViewForm, is_shown
from partnerships.registry.listing import Chip
from partnerships.registry.sorts import SORT
from partnerships.workflow.bulk.run import ACTS

# Parameters of the search box of authorities: the words typed, the authority chosen.
SEARCH, ADDED = "chercher", "ajouter"
TITLE = "titre"


@dataclass(frozen=True)
class ShownFilter:
    """A filter of the panel; `choices`: (value, label, whether it is chosen)."""

    field: Field
    choices: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Heading:
    """The head of a column. `query`: of the queue sorted by it, the other way round if it is
    already; None where it is not sorted. `direction`: of the sort, in ARIA; "" by another column.
    """

    label: str
    query: str | None = None
    direction: str = ""


@dataclass(frozen=True)
class ShownRow:
    """`query`: of the page of the dossier, to which this queue goes along."""

    row: QueueRow
    cells: list[Cell]
    query: str


class QueuePage:
    def __init__(self, user, data: QueryDict):
        asked, data = data, data.copy()
        added = [key for key in data.pop(ADDED, []) if key]
        data.setlist(AUTHORITY, [*data.getlist(AUTHORITY), *added])
        self.is_added = bool(added)
        self.user, self.asked, self.data = user, asked, data
        self.listing = QueueListing(user, data, offered_choices())

    @cached_property
    def clean_query(self) -> str:
        """The query of this page without its empty, usual and unknown parts."""
        query = QueryDict(self.listing.query, mutable=True)
        if self._searched and not self.is_added:
            query[SEARCH] = self._searched
        return query.urlencode()

    @property
    def is_to_be_cleaned(self) -> bool:
        """Whether the address has such parts, and nothing that a note is about."""
        is_clean = _pairs(self.asked) == _pairs(QueryDict(self.clean_query))
        return not is_clean and not self.listing.notes

    @property
    def _searched(self):
        return visible(self.data.get(SEARCH, "")).strip()

    @property
    def title(self) -> str:
        """« 12 dossiers ouverts »."""
        listing = self.listing
        most = {"number": intcomma(listing.count)}
        if listing.is_capped:
            text = _("Plus de %(number)s dossiers ouverts")
            return (text if listing.is_of_open else _("Plus de %(number)s dossiers")) % most
        if listing.is_of_open:
            text = ngettext(
                "%(number)s dossier ouvert", "%(number)s dossiers ouverts", listing.count
            )
        else:
            text = ngettext("%(number)s dossier", "%(number)s dossiers", listing.count)
        return text % most

    @property
    def all_query(self) -> str:
        """The query of this queue with the closed dossiers."""
        return self.listing.address(**{STATUS: ALL})

    @cached_property
    def headings(self) -> list[Heading]:
        """The heads of the columns, the title first."""
        columns = [(each.name, each.label) for each in self.listing.columns]
        return [self._heading(*each) for each in [(TITLE, _("Dossier")), *columns]]

    def _heading(self, name, label):
        rising, falling = name, f"-{name}"
        if rising not in SORTS:
            return Heading(label)
        direction = {rising: "ascending", falling: "descending"}.get(self.listing.sort, "")
        other = falling if direction == "ascending" else rising
        query = self.listing.address(**{SORT: "" if other == USUAL_SORT else other})
        return Heading(label, query, direction)

    @cached_property
    def filters(self) -> list[ShownFilter]:
        return [ShownFilter(field, self._choices(field)) for field in FIELDS]

    def _choices(self, field):
        chosen = self.listing.filterset.chosen.get(field.name, ())
        labels = self.listing.filterset.labels(field.name)
        none = [("", _("sans filtre"), not chosen)] if field.is_single else []
        return none + [(value, label, value in chosen) for value, label in labels.items()]

    @cached_property
    def authority_results(self) -> Results:
        """Authorities found by the search box."""
        is_searched = self._searched and not self.is_added
        return find_authorities(self._searched) if is_searched else Results("", [])

    @property
    def ages(self) -> dict[str, str]:
        return {name: self.listing.filterset.data.get(name, "") for name in (MIN_AGE, MAX_AGE)}

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        for name, values in self.listing.filterset.chosen.items():
            labels = self.listing.filterset.labels(name)
            for value in values:
                rest = [other for other in values if other != value]
                label = self._chip_label(name, value, labels)
                chips.append(Chip(label, self.listing.address(**{name: rest})))
        return chips

    def _chip_label(self, name, value, labels):
        if name == WORDS:
            return f"«\u202f{value}\u202f»"
        if name == MIN_AGE:
            return ngettext(
                "depuis %(count)s jour ou plus", "depuis %(count)s jours ou plus", int(value)
            ) % {"count": value}
        if name == MAX_AGE:
            return ngettext(
                "depuis %(count)s jour au plus", "depuis %(count)s jours au plus", int(value)
            ) % {"count": value}
        field = {field.name: field.label for field in FIELDS}.get(name, _("collectivité"))
        return _("%(field)s\u202f: %(value)s") % {"field": field, "value": labels[value]}

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [(key, label, key == self.listing.sort) for key, label in SORTS.items()]

    @property
    def bulk_acts(self) -> list[tuple[str, str]]:
        return [(act.value, act.label) for act in ACTS]

    @property
    def columns(self) -> list[tuple[str, str, bool]]:
        return [(each.name, each.label, each in self.listing.columns) for each in COLUMNS]

    @cached_property
    def rows(self) -> list[ShownRow]:
        listing = self.listing
        return [
            ShownRow(row, cells(listing.columns, row), origin_query(listing, row.dossier))
            for row in listing.rows
        ]

    @property
    def query(self) -> str:
        """The filters, order, columns and view shown, as a query string."""
        return self.listing.address().removeprefix("?")

    @cached_property
    def views(self) -> list[QueueView]:
        return list(QueueView.objects.visible_to(self.user))

    @cached_property
    def view(self) -> QueueView | None:
        """The view that is open."""
        uuid = self.data.get(VIEW_PARAM, "")
        return next((view for view in self.views if str(view.uuid) == uuid), None)

    @property
    def view_form(self) -> QueueViewForm:
        return QueueViewForm(self.user)

    @property
    def is_view_changed(self) -> bool:
        return bool(self.view) and not is_shown(self.view, self.listing)

    @property
    def may_change_view(self) -> bool:
        return self.view in QueueView.objects.editable_by(self.user)


def _pairs(query: QueryDict) -> set[tuple[str, str]]:
    return {(name, value) for name, values in query.lists() for value in values}
