"""The page of the queue: filters and chosen values, views, columns, rows."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.document.steps.text import visible
from partnerships.models import QueueView
from partnerships.pages.components.search_box import Results, find_authorities
from partnerships.pages.queue.queue_choices import (
    AUTHORITY,
    FIELDS,
    MAX_AGE,
    MIN_AGE,
    WORDS,
    Field,
    offered_choices,
)
from partnerships.pages.queue.queue_columns import COLUMNS, Cell, cells
from partnerships.pages.queue.queue_listing import SORTS, VIEW_PARAM, QueueListing
from partnerships.pages.queue.queue_rows import QueueRow
from partnerships.pages.queue.queue_view_form import QueueViewForm, is_shown
from partnerships.registry.listing import AFTER, BEFORE, Chip
from partnerships.workflow.bulk.run import ACTS

# Parameters of the search box of authorities: the words typed, the authority chosen.
SEARCH, ADDED = "chercher", "ajouter"


@dataclass(frozen=True)
class ShownFilter:
    """A filter of the panel; `choices`: (value, label, whether it is chosen)."""

    field: Field
    choices: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class ShownRow:
    row: QueueRow
    cells: list[Cell]


class QueuePage:
    def __init__(self, user, data: QueryDict):
        data = data.copy()
        added = [key for key in data.pop(ADDED, []) if key]
        data.setlist(AUTHORITY, [*data.getlist(AUTHORITY), *added])
        self.is_added = bool(added)
        self.user, self.data = user, data
        self.listing = QueueListing(user, data, offered_choices())

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
        words = visible(self.data.get(SEARCH, "")).strip()
        return find_authorities(words) if words and not self.is_added else Results("", [])

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
        return [(key, label, key == self.listing.sort) for key, (label, _o) in SORTS.items()]

    @property
    def bulk_acts(self) -> list[tuple[str, str]]:
        return [(act.value, act.label) for act in ACTS]

    @property
    def columns(self) -> list[tuple[str, str, bool]]:
        return [(each.name, each.label, each in self.listing.columns) for each in COLUMNS]

    @cached_property
    def rows(self) -> list[ShownRow]:
        return [ShownRow(row, cells(self.listing.columns, row)) for row in self.listing.rows]

    @property
    def before_address(self) -> str:
        before = self.listing.page.before
        return self.listing.address(**{BEFORE: before}) if before else ""

    @property
    def after_address(self) -> str:
        after = self.listing.page.after
        return self.listing.address(**{AFTER: after}) if after else ""

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
