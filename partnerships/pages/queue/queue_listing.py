"""The dossiers of the queue at an address: filters, order and columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Case, IntegerField, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.identifiers import number_of
from partnerships.models import Dossier, DossierStatus
from partnerships.pages.queue.queue_choices import (
    READ,
    REVIEWER,
    STATUS,
    Pairs,
    offered_choices,
)
from partnerships.pages.queue.queue_columns import DEFAULT_COLUMNS, chosen_columns
from partnerships.pages.queue.queue_filters import QueueFilterSet
from partnerships.pages.queue.queue_rows import QueueRow, rows_of
from partnerships.registry.listing import AFTER, BEFORE, NeighbouringPages
from partnerships.registry.pagination import (
    MOST_COUNTED,
    Computed,
    Order,
    Page,
    capped_count,
    paginate,
)
from partnerships.registry.search import searched_words
from partnerships.registry.sorts import SORT

COLUMNS_PARAM, VIEW_PARAM = "colonnes", "vue"
PAGE_SIZE, CHUNK = 50, 500
# Characters of a query string that a form sends.
MOST_TYPED = 10_000
OLDEST, NEWEST, DUE = "depot", "-depot", "echeance"
USUAL_SORT = OLDEST
# The name of a sort is that of its column; one that goes down begins by « - ».
SORTS = {
    OLDEST: gettext_lazy("Dépôt le plus ancien"),
    NEWEST: gettext_lazy("Dépôt le plus récent"),
    DUE: gettext_lazy("Échéance la plus proche"),
    "-echeance": gettext_lazy("Échéance la plus lointaine"),
    "titre": gettext_lazy("Titre, de A à Z"),
    "-titre": gettext_lazy("Titre, de Z à A"),
    "collectivite": gettext_lazy("Collectivité, de A à Z"),
    "-collectivite": gettext_lazy("Collectivité, de Z à A"),
    "pays": gettext_lazy("Pays, de A à Z"),
    "-pays": gettext_lazy("Pays, de Z à A"),
    "etat": gettext_lazy("État, du dépôt à la clôture"),
    "-etat": gettext_lazy("État, de la clôture au dépôt"),
    "instructeur": gettext_lazy("Instructeur, de A à Z"),
    "-instructeur": gettext_lazy("Instructeur, de Z à A"),
}
COLUMN_OF = {
    "depot": "submitted_at",
    "echeance": "due_on",
    "titre": "index__title_key",
    "collectivite": "index__authority_key",
    "pays": "index__country_key",
    "etat": "status_rank",
    "instructeur": "reviewer_rank",
}
# Sort columns that an act on a dossier changes → the field they come from.
PLACED_BY = {"due_on": "due_on", "status_rank": "status", "reviewer_rank": "reviewer_id"}


def _ranked(field: str, values: list) -> Computed:
    """Returns the rank of `field` in `values`."""
    ranks = {value: rank for rank, value in enumerate(values)}
    cases = [When(**{field: value}, then=rank) for value, rank in ranks.items()]
    expression = Case(*cases, output_field=IntegerField())
    return Computed(expression, lambda row: ranks.get(getattr(row, field)))


def _order(sort: str) -> Order:
    """Returns the order of a sort of SORTS; one query for that of officers."""
    name = sort.removeprefix("-")
    column, computed = COLUMN_OF[name], None
    if column == "status_rank":
        computed = _ranked("status", DossierStatus.values)
    elif column == "reviewer_rank":
        officers = [number_of(value) for value, _name in READ[REVIEWER]()]
        computed = _ranked("reviewer_id", [pk for pk in officers if pk])
    has_nulls_last = column in ("due_on", "reviewer_rank")
    return Order(column, sort != name, has_nulls_last, computed)


class QueueListing(NeighbouringPages):
    """The queue filtered, sorted and paginated from an address.

    `data`: the query string; invalid parts are ignored, with a message in `notes`.
    `offered`: the choices of the filters; by default, of those that the address names.
    """

    def __init__(self, user, data: QueryDict, offered: dict[str, Pairs] | None = None):
        self.user, self.data = user, data
        offered = offered_choices(data) if offered is None else offered
        self.filterset = QueueFilterSet(data, user, offered)
        self.notes = list(dict.fromkeys(self.filterset.notes))
        self.words = self.filterset.data.get("q", "")
        if self.words and not searched_words(self.words):
            self.notes.append(_("Ces mots sont trop courants pour être cherchés seuls."))
        sort = data.get(SORT, "")
        self.sort = sort if sort in SORTS else USUAL_SORT
        self.columns = chosen_columns(data.getlist(COLUMNS_PARAM))

    @cached_property
    def order(self) -> Order:
        return _order(self.sort)

    @property
    def _dossiers(self):
        return self.filterset.qs.for_list().select_related("index")

    def first(self, count: int) -> list:
        return list(self.order.sorted(self._dossiers)[:count])

    @cached_property
    def page(self) -> Page:
        cursors = {"after": self.data.get(AFTER, ""), "before": self.data.get(BEFORE, "")}
        return paginate([self._dossiers], self.order, size=PAGE_SIZE, **cursors)

    @cached_property
    def rows(self) -> list[QueueRow]:
        return rows_of(self.page.rows, self.user, self.words)

    def keys(self) -> list[int]:
        """Returns the primary keys of all the dossiers, in order."""
        return list(self.order.sorted(self.filterset.qs).values_list("pk", flat=True))

    def rows_of_keys(self, keys: Sequence[int]) -> Iterator[QueueRow]:
        """Yields the rows of `keys`, loaded in chunks of CHUNK."""
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            rows = Dossier.objects.for_list().select_related("index").in_bulk(some)
            yield from rows_of([rows[pk] for pk in some if pk in rows], self.user)

    @cached_property
    def _counted(self) -> int:
        return capped_count(self.filterset.qs)

    @property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more dossiers than `count`."""
        return self._counted > MOST_COUNTED

    @property
    def filters_query(self) -> str:
        """The filters alone, as a query string."""
        return _query(self.filterset.chosen)

    @property
    def asked_sort(self) -> str:
        """The sort of the address; "" for the usual one."""
        return "" if self.sort == USUAL_SORT else self.sort

    @property
    def asked_columns(self) -> list[str]:
        """The columns of the address; none for the usual ones."""
        names = [column.name for column in self.columns]
        return [] if names == list(DEFAULT_COLUMNS) else names

    @property
    def path(self) -> str:
        return reverse("partnerships:queue")

    @property
    def is_of_open(self) -> bool:
        return STATUS not in self.filterset.chosen

    @cached_property
    def query(self) -> str:
        """What is shown, this page included, as a query string without empty or usual parts."""
        page = {name: self.data.get(name, "") for name in (BEFORE, AFTER)}
        return self.address(**page).removeprefix("?")

    def address(self, **changes) -> str:
        """Returns the query of the first page with `changes`, after « ? »; "" if nothing is left.

        None removes a parameter.
        """
        current = {
            **self.filterset.chosen,
            SORT: self.asked_sort,
            COLUMNS_PARAM: self.asked_columns,
            VIEW_PARAM: self.data.get(VIEW_PARAM, ""),
        }
        query = _query({**current, **changes})
        return f"?{query}" if query else ""

    def place(self, dossier: Dossier) -> str:
        """Returns what the order must remember of a dossier, which an act on it changes; "" where
        it does not change.
        """
        field = PLACED_BY.get(self.order.column)
        if field is None:
            return ""
        value = getattr(dossier, field)
        return str(value or (0 if field == "reviewer_id" else ""))

    def neighbours(
        self, dossier: Dossier, place: str = ""
    ) -> tuple[Dossier | None, Dossier | None]:
        """Returns the dossiers listed before and after `dossier`, in one query each.

        `place`: what `place()` gave when the list was shown, so that a dossier which was decided
        since, or which the filters now leave out, keeps its neighbours.
        """
        rows = self.filterset.qs.exclude(pk=dossier.pk)
        field = PLACED_BY.get(self.order.column)
        if field and place:
            value = READ_PLACE[field](place, getattr(dossier, field))
            dossier = Dossier(pk=dossier.pk, **{field: value})
        return tuple(self.order.nearest(rows, dossier, backwards) for backwards in (True, False))


def posted_listing(request, name: str) -> QueueListing:
    """Returns the queue whose query string the field `name` of a form holds."""
    return QueueListing(request.user, QueryDict(request.POST.get(name, "")[:MOST_TYPED]))


def _day(text, now):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return now


def _status(text, now):
    return text if text in DossierStatus.values else now


def _officer(text, now):
    return number_of(text) or None


# What `place` wrote, or anything else: then the value of `now`.
READ_PLACE = {"due_on": _day, "status": _status, "reviewer_id": _officer}


def _query(parts) -> str:
    """Returns the query string of `parts`, {name: value or values}, without the empty ones."""
    query = QueryDict(mutable=True)
    for name, value in parts.items():
        values = value if isinstance(value, list) else [value]
        query.setlist(name, [each for each in values if each])
    return query.urlencode()
