"""The dossiers of the queue at an address: filters, order and columns."""

from collections.abc import Iterator
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Dossier
from partnerships.pages.queue.queue_choices import FIXED, Pairs
from partnerships.pages.queue.queue_columns import chosen_columns
from partnerships.pages.queue.queue_filters import QueueFilterSet
from partnerships.pages.queue.queue_rows import QueueRow, rows_of
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import MOST_COUNTED, Order, Page, capped_count, paginate
from partnerships.registry.search import searched_words
from partnerships.registry.sorts import SORT

COLUMNS_PARAM, VIEW_PARAM = "colonnes", "vue"
PAGE_SIZE, CHUNK = 30, 500
OLDEST, DUE = "depot", "echeance"
SORTS = {
    OLDEST: (gettext_lazy("Dépôt le plus ancien"), Order("submitted_at", descending=False)),
    "depot-recent": (gettext_lazy("Dépôt le plus récent"), Order("submitted_at")),
    DUE: (
        gettext_lazy("Échéance la plus proche"),
        Order("due_on", descending=False, has_nulls_last=True),
    ),
    "titre": (gettext_lazy("Titre"), Order("index__title_key", descending=False)),
    "collectivite": (gettext_lazy("Collectivité"), Order("index__authority_key", descending=False)),
}


class QueueListing:
    """The queue filtered, sorted and paginated from an address.

    `data`: the query string; invalid parts are ignored, with a message in `notes`.
    `offered`: the choices of the filters, needed in full only by pages that show them.
    """

    def __init__(self, user, data: QueryDict, offered: dict[str, Pairs] = FIXED):
        self.user, self.data = user, data
        self.filterset = QueueFilterSet(data, user, offered)
        self.notes = list(dict.fromkeys(self.filterset.notes))
        self.words = self.filterset.data.get("q", "")
        if self.words and not searched_words(self.words):
            self.notes.append(_("Ces mots sont trop courants pour être cherchés seuls."))
        sort = data.get(SORT, "")
        self.sort = sort if sort in SORTS else OLDEST
        self.columns = chosen_columns(data.getlist(COLUMNS_PARAM))

    @property
    def order(self) -> Order:
        return SORTS[self.sort][1]

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
        return rows_of(self.page.rows, self.user)

    def all_rows(self) -> Iterator[QueueRow]:
        """Yields every row, loaded in chunks of CHUNK; only primary keys are all held in memory."""
        sorted_dossiers = self.order.sorted(self.filterset.qs)
        keys = list(sorted_dossiers.values_list("pk", flat=True))
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
        return self._query(self.filterset.chosen)

    def address(self, **changes) -> str:
        """Returns the query of this page with `changes`, back at the first page; None removes a
        parameter.
        """
        current = {
            **self.filterset.chosen,
            SORT: [self.sort],
            COLUMNS_PARAM: [value for value in self.data.getlist(COLUMNS_PARAM) if value],
            VIEW_PARAM: [self.data.get(VIEW_PARAM, "")],
        }
        changed = {
            name: value if isinstance(value, list) else [value] for name, value in changes.items()
        }
        return f"?{self._query({**current, **changed})}"

    @staticmethod
    def _query(parts) -> str:
        query = QueryDict(mutable=True)
        for name, values in parts.items():
            query.setlist(name, [value for value in values if value])
        return query.urlencode()
