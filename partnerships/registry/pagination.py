"""Keyset pagination: new publications shift no result, and deep pages cost no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Q, QuerySet

from partnerships.identifiers import number_of

# Beyond, a number of results is shown as « more than ».
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Order:
    """A sort order: by a column, which may have ties, then by primary key.

    `column` may be that of a related row (« index__title_key »). Rows with a null value are left
    out, unless `has_nulls_last`.
    """

    column: str = ""
    descending: bool = True
    has_nulls_last: bool = False

    def sorted(self, rows: QuerySet, backwards: bool) -> QuerySet:
        is_down = self.descending != backwards
        keys = ["-pk" if is_down else "pk"]
        if self.has_nulls_last:
            place = {"nulls_first" if backwards else "nulls_last": True}
            column = F(self.column)
            keys.insert(0, column.desc(**place) if is_down else column.asc(**place))
        elif self.column:
            keys.insert(0, f"-{self.column}" if is_down else self.column)
        return rows.order_by(*keys)

    def value(self, row):
        """Returns the sort value of `row`; None if it has none."""
        try:
            return reduce(getattr, self.column.split("__"), row)
        except ObjectDoesNotExist:
            return None

    def has_place_for(self, row) -> bool:
        return not self.column or self.has_nulls_last or self.value(row) is not None

    def beyond(self, row, backwards: bool) -> Q:
        """Returns the condition for rows after `row`, or before it if `backwards`."""
        compare = "lt" if self.descending != backwards else "gt"
        after = Q(**{f"pk__{compare}": row.pk})
        if not self.column:
            return after
        value, nulls = self.value(row), Q(**{f"{self.column}__isnull": True})
        if value is None:
            return (nulls & after) | ~nulls if backwards else nulls & after
        rest = Q(**{f"{self.column}__{compare}": value}) | (Q(**{self.column: value}) & after)
        return rest | nulls if self.has_nulls_last and not backwards else rest


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the cursors of the previous and next pages ("" if none)."""

    rows: list = field(default_factory=list)
    before: str = ""
    after: str = ""


def _cursor(segments, order, text):
    """Returns the (rank of the segment, row) of a cursor.

    None if it is invalid, or if its row has no place in `order`.
    """
    rank, _, key = text.partition("-")
    if not rank.isdecimal() or number_of(rank) >= len(segments):
        return None
    row = segments[number_of(rank)].model._default_manager.filter(pk=number_of(key)).first()
    if row is None or not order.has_place_for(row):
        return None
    return number_of(rank), row


def _rows_beyond(segments, order, start, backwards, limit):
    """Returns (rank, row) of at most `limit` rows beyond `start`, nearest first."""
    ranks = range(len(segments))
    results = []
    for rank in reversed(ranks) if backwards else ranks:
        if start and (rank > start[0] if backwards else rank < start[0]):
            continue
        rows = segments[rank]
        if start and rank == start[0]:
            rows = rows.filter(order.beyond(start[1], backwards))
        results += [(rank, row) for row in order.sorted(rows, backwards)[: limit - len(results)]]
        if len(results) == limit:
            break
    return results


def paginate(
    segments: Sequence[QuerySet], order: Order, *, after: str = "", before: str = "", size: int = 20
) -> Page:
    """Returns a page of the rows of `segments`, each in `order`, one segment after the other.

    `after` and `before` are cursors of an earlier page; an invalid one, or one beyond which
    nothing is left, gives the first page.
    """
    start = _cursor(segments, order, after or before)
    backwards = bool(start) and not after
    results = _rows_beyond(segments, order, start, backwards, size + 1)
    if start and not results:
        return paginate(segments, order, size=size)
    has_more, results = len(results) > size, results[:size]
    if backwards:
        results.reverse()
    has_before = has_more if backwards else bool(start)
    has_after = bool(start) if backwards else has_more
    return Page(
        rows=[row for _rank, row in results],
        before=f"{results[0][0]}-{results[0][1].pk}" if results and has_before else "",
        after=f"{results[-1][0]}-{results[-1][1].pk}" if results and has_after else "",
    )


def capped_count(rows: QuerySet, most: int = MOST_COUNTED) -> int:
    """Returns the number of `rows`, up to `most` + 1, so that the cost is bounded."""
    return rows.order_by()[: most + 1].count()
