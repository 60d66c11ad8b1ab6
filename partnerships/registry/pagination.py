"""Pages by key: what is published meanwhile moves no result, and a deep page costs no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Q, QuerySet

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Order:
    """An order of rows, by a column that ties are allowed in, then by key.

    `column` may be that of another row (« index__title_key »). Rows without a value have no place,
    unless they come last.
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
        """What `row` is sorted by; None where it has no value."""
        try:
            return reduce(getattr, self.column.split("__"), row)
        except ObjectDoesNotExist:
            return None

    def has_place_for(self, row) -> bool:
        return not self.column or self.has_nulls_last or self.value(row) is not None

    def beyond(self, row, backwards: bool) -> Q:
        """The rows after `row`, or before it where `backwards`."""
        compare = "lt" if self.descending != backwards else "gt"
        after = Q(**{f"pk__{compare}": row.pk})
        if not self.column:
            return after
        value, nulls = self.value(row), Q(**{f"{self.column}__isnull": True})
        if value is None:
            return (nulls & after) | ~nulls if backwards else nulls & after
        found = Q(**{f"{self.column}__{compare}": value}) | (Q(**{self.column: value}) & after)
        return found | nulls if self.has_nulls_last and not backwards else found


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the cursors of its neighbours, "" where there is none."""

    rows: list = field(default_factory=list)
    before: str = ""
    after: str = ""


def _cursor(segments, order, text):
    """(rank of the segment, row) that a cursor names, or None where it names nothing, or a row
    that has no place in `order`.
    """
    rank, _, key = text.partition("-")
    if not (rank.isdecimal() and key.isdecimal() and len(rank) < 3 and len(key) < 19):
        return None
    if int(rank) >= len(segments):
        return None
    row = segments[int(rank)].model._default_manager.filter(pk=int(key)).first()
    if row is None or not order.has_place_for(row):
        return None
    return int(rank), row


def _found(segments, order, start, backwards, most):
    """(rank, row) of at most `most` rows beyond `start`, in the order they are walked."""
    ranks = range(len(segments))
    found = []
    for rank in reversed(ranks) if backwards else ranks:
        if start and (rank > start[0] if backwards else rank < start[0]):
            continue
        rows = segments[rank]
        if start and rank == start[0]:
            rows = rows.filter(order.beyond(start[1], backwards))
        found += [(rank, row) for row in order.sorted(rows, backwards)[: most - len(found)]]
        if len(found) == most:
            break
    return found


def paginate(
    segments: Sequence[QuerySet], order: Order, *, after: str = "", before: str = "", size: int = 20
) -> Page:
    """A page of the rows of `segments`, each in `order`, one segment after the other.

    `after` and `before` are cursors of a page given earlier; one that names nothing, or beyond
    which nothing is left, is the start.
    """
    start = _cursor(segments, order, after or before)
    backwards = bool(start) and not after
    found = _found(segments, order, start, backwards, size + 1)
    if start and not found:
        return paginate(segments, order, size=size)
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before = has_more if backwards else bool(start)
    has_after = bool(start) if backwards else has_more
    return Page(
        rows=[row for _rank, row in found],
        before=f"{found[0][0]}-{found[0][1].pk}" if found and has_before else "",
        after=f"{found[-1][0]}-{found[-1][1].pk}" if found and has_after else "",
    )


def capped_count(rows: QuerySet, most: int = MOST_COUNTED) -> int:
    """How many `rows`, up to `most` + 1: counting does not grow with the registry."""
    return rows.order_by()[: most + 1].count()
