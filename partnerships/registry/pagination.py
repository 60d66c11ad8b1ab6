"""Keyset pagination: new publications shift no result, and deep pages cost no more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Expression, F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from partnerships.identifiers import number_of

# Beyond, a number of results is shown as « more than ».
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Computed:
    """A sort value that is no column. `expression`: in SQL; `of`: of a row, None without one."""

    expression: Expression
    of: Callable[[Model], int | None]


@dataclass(frozen=True)
class Order:
    """A sort order: by a column, which may have ties, then by primary key.

    `column` may be that of a related row (« index__title_key »). Rows with a null value are left
    out, unless `has_nulls_last`: they then follow the others, whatever the direction. `computed`:
    what `column` is the name of, if it is no column.
    """

    column: str = ""
    descending: bool = True
    has_nulls_last: bool = False
    computed: Computed | None = None

    def _on(self, rows: QuerySet) -> QuerySet:
        return rows.annotate(**{self.column: self.computed.expression}) if self.computed else rows

    def parts(self, rows: QuerySet) -> list[QuerySet]:
        """Returns the rows with a value and those without; each part is read by the same index in
        both directions, where « nulls last » would need two indexes.
        """
        rows = self._on(rows)
        if not self.has_nulls_last:
            return [rows]
        return [rows.filter(**{f"{self.column}__isnull": is_null}) for is_null in (False, True)]

    def sorted(self, rows: QuerySet) -> QuerySet:
        rows = self._on(rows)
        if not self.has_nulls_last:
            return self.sorted_part(rows)
        column, pk = F(self.column), F("pk")
        key = column.desc if self.descending else column.asc
        return rows.order_by(key(nulls_last=True), pk.desc() if self.descending else pk)

    def sorted_part(self, rows: QuerySet, backwards: bool = False) -> QuerySet:
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(f"{sign}{name}" for name in (self.column, "pk") if name))

    def value(self, row):
        """Returns the sort value of `row`; None if it has none."""
        if self.computed:
            return self.computed.of(row)
        try:
            return reduce(getattr, self.column.split("__"), row)
        except ObjectDoesNotExist:
            return None

    def has_place_for(self, row) -> bool:
        return not self.column or self.has_nulls_last or self.value(row) is not None

    def beyond(self, row, backwards: bool) -> Q:
        """Returns the condition for rows of the same part after `row`, or before it if
        `backwards`.
        """
        is_down = self.descending != backwards
        compare = "lt" if is_down else "gt"
        after = Q(**{f"pk__{compare}": row.pk})
        if not self.column:
            return after
        if (value := self.value(row)) is None:
            return Q(**{f"{self.column}__isnull": True}) & after
        # PostgreSQL starts at the pair in the index, SQLite, which compares no pairs, at its value.
        pair, values = Tuple(F(self.column), F("pk")), (value, row.pk)
        compared = TupleLessThan(pair, values) if is_down else TupleGreaterThan(pair, values)
        return Q(**{f"{self.column}__{compare}e": value}) & Q(compared)

    def nearest(self, rows: QuerySet, row, backwards: bool):
        """Returns the one of `rows` that follows `row`, or precedes it if `backwards`; None for an
        end, or if `row` has no place in this order.
        """
        if not self.has_place_for(row):
            return None
        beyond = self.beyond(row, backwards)
        if self.has_nulls_last and backwards == (self.value(row) is None):
            # The other part is beyond too: the rows with a value, or those without.
            beyond |= Q(**{f"{self.column}__isnull": not backwards})
        rows = self.sorted(self._on(rows).filter(beyond))
        return rows.reverse().first() if backwards else rows.first()


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
        results += [
            (rank, row) for row in order.sorted_part(rows, backwards)[: limit - len(results)]
        ]
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
    parts = [part for rows in segments for part in order.parts(rows)]
    start = _cursor(parts, order, after or before)
    backwards = bool(start) and not after
    results = _rows_beyond(parts, order, start, backwards, size + 1)
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
